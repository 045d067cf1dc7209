"""How many cases hold, and what that says about a function: can it be used on a runtime?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from conformance.case import Case, Level
from conformance.corpus import Corpus
from conformance.coverage import facts
from conformance.judge import UNTRIED, Outcome
from conformance.publish.matrix import LEVELS, Tally, tally
from conformance.publish.results import Results, Version

Answer = Literal["yes", "partly", "no", "unsupported", "unknown"]
ANSWERS: Mapping[Answer, tuple[str, str]] = {
    "yes": ("✓", "every case that could be tried holds"),
    "partly": ("◐", "some cases hold, others do not"),
    "no": ("✗", "no case that could be tried holds"),
    "unsupported": ("–", "nothing could be tried: the runtime refuses it, or cannot meet what the cases need"),
    "unknown": ("?", "no case asserts it, or no report has one"),
}
"""Answer → its glyph, and what it means."""


class LevelCount(msgspec.Struct, frozen=True):
    """The cases of one level."""

    level: Level
    tally: Tally


class Support(msgspec.Struct, frozen=True):
    """Whether a function, or all that some cases are about, can be used on a version."""

    answer: Answer
    levels: tuple[LevelCount, ...]
    deciding: Tally
    """The count that decided: of must cases, or of the others where there is none."""
    whole: Tally
    """The count of all levels."""

    @property
    def untried(self) -> list[tuple[str, int]]:
        """Outcome → count, for what could not be tried, on all levels."""
        return [(outcome, number) for outcome, number in self.whole.outcomes.items() if outcome in UNTRIED]


def count(outcomes: Sequence[tuple[Level, Outcome]]) -> tuple[LevelCount, ...]:
    """Outcomes by level; levels without a case are left out."""
    found = []
    for level in LEVELS:
        some = [outcome for its, outcome in outcomes if its == level]
        if some:
            found.append(LevelCount(level, tally(some)))
    return tuple(found)


def support(outcomes: Sequence[tuple[Level, Outcome]]) -> Support:
    """What the outcomes of cases say together; must cases decide where there are any that were tried."""
    levels = count(outcomes)
    deciding = next((one.tally for one in levels if one.tally.tried), levels[0].tally if levels else Tally())
    return Support(_answer(deciding), levels, deciding, tally([outcome for _, outcome in outcomes]))


def _answer(counted: Tally) -> Answer:
    if counted.tried:
        return "yes" if counted.good == counted.tried else "partly" if counted.good else "no"
    return "unsupported" if "unsupported" in counted.outcomes else "unknown"


class Items:
    """The functions of WASI, and which cases assert which: from the WIT text and from the corpus."""

    def __init__(self, corpus: Corpus) -> None:
        known = facts()
        self.wasi = known.wasi
        self.since = {function.item: function.since for function in known.functions}
        self.cases: dict[str, list[Case]] = {function.item: [] for function in known.functions}
        for case in corpus.cases:
            for item in case.functions:
                self.cases.setdefault(item, []).append(case)

    @cached_property
    def interfaces(self) -> dict[str, tuple[str, ...]]:
        """Interface → its functions, in the order of the WIT text."""
        found: dict[str, list[str]] = {}
        for item in self.cases:
            found.setdefault(item.partition("#")[0], []).append(item)
        return {interface: tuple(items) for interface, items in sorted(found.items())}

    def cases_of(self, interface: str) -> tuple[Case, ...]:
        """The cases that assert anything of an interface, once each."""
        ids = {case.id: case for item in self.interfaces[interface] for case in self.cases[item]}
        return tuple(case for _, case in sorted(ids.items()))

    def of_area(self, area: str, cases: Iterable[Case]) -> tuple[str, ...]:
        """The interfaces of an area: those of its package, or where it has none those that its cases are about."""
        own = tuple(name for name in self.interfaces if name.startswith(f"wasi:{area}/"))
        return own or tuple(sorted({name for case in cases for name in case.interfaces}))


def support_of(cases: Iterable[Case], results: Results, version: Version) -> Support:
    """What cases say about a version."""
    return support([(case.front.level, results.outcome(case.id, version)) for case in cases])
