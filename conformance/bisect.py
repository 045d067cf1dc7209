"""Which version changed the outcome of a case? A binary search over versions, some of which cannot be tried.

Everything here is a pure function of what was tried; trying is ``cli/bisect.py``'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from conformance.account import account
from conformance.diff import Diff
from conformance.errors import EXIT_INCOMPLETE, EXIT_USAGE, BadOption, SuiteError
from conformance.judge import GOOD, UNTRIED, Outcome
from conformance.report import Record
from conformance.runtimes.registry import as_version
from conformance.unexpected import Unexpected

Side = Literal["good", "bad", "skip"]
"""What a version is: the case passes in it, or does not, or nobody can tell."""
Way = Literal["broke", "fixed"]
"""What happened between the older end and the newer one."""


# ------------------------------------------------------------------------------------------------- the search


class Span(msgspec.Struct, frozen=True):
    """Where the change is: above ``low``, at ``high`` at the latest. Versions are numbered from old to new."""

    low: int
    """The newest that is known to be as the older end."""
    high: int
    """The oldest that is known to be as the newer end."""
    skipped: frozenset[int] = frozenset()
    """Those between that cannot be told."""
    streak: int = 0
    """How many in a row could not be told last."""

    @property
    def remaining(self) -> range:
        """Those that may have brought the change; when the search is over, all but the last of them were skipped."""
        return range(self.low + 1, self.high + 1)

    def next(self) -> int | None:
        """What to try next: the middle, or elsewhere when that could not be told, since its neighbours will not be
        better; None when there is nothing left to try."""
        left = [index for index in range(self.low + 1, self.high) if index not in self.skipped]
        return left[int(len(left) * _radical_inverse(self.streak + 1))] if left else None

    def told(self, index: int, as_newer: bool | None) -> Span:
        """The span after a try: whether that one is as the newer end, or None when it cannot be told."""
        if as_newer is None:
            return Span(self.low, self.high, self.skipped | {index}, self.streak + 1)
        return Span(self.low, index, self.skipped) if as_newer else Span(index, self.high, self.skipped)


def search(count: int, as_newer: Callable[[int], bool | None]) -> Span:
    """Search among ``count`` versions, whose first and last are known to differ.

    It takes no more than log₂(count) + 1 tries, and two for each that cannot be told.
    """
    span = Span(0, count - 1)
    while (index := span.next()) is not None:
        span = span.told(index, as_newer(index))
    return span


def _radical_inverse(number: int) -> float:
    """1/2, 1/4, 3/4, 1/8, 5/8, …: each as far from those before it as can be (van der Corput's sequence)."""
    value, step = 0.0, 0.5
    while number:
        value += step * (number & 1)
        number, step = number >> 1, step / 2
    return value


def between(versions: Iterable[str], good: str, bad: str, *, prereleases: bool) -> list[str]:
    """The versions from one end to the other, oldest first, both ends included whether they are listed or not.

    Raises :class:`BadOption` when the ends are the same or one cannot be ordered.
    """
    ends = {"--good": as_version(good), "--bad": as_version(bad)}
    for (option, end), text in zip(ends.items(), (good, bad), strict=True):
        if end is None:
            raise BadOption(option, text, "is no version that can be ordered among others")
    oldest, newest = sorted(end for end in ends.values() if end is not None)
    if oldest == newest:
        raise BadOption("--good", good, "is the version of --bad, too: there is nothing between them")
    found = {oldest: "", newest: ""}
    for text in versions:
        version = as_version(text)
        if version is not None and oldest < version < newest and (prereleases or not version.is_prerelease):
            found[version] = text
    found |= {end: text for end, text in zip(ends.values(), (good, bad), strict=True) if end is not None}
    return [found[version] for version in sorted(found)]


# ------------------------------------------------------------------------------------------------- what was tried


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """One version, and what the case came to in it."""

    version: str
    side: Side
    outcome: Outcome | None
    """Of an attempt that was not good, if there was any; None when the version could not be had at all."""
    reason: str
    seen: dict[str, int] = {}
    """Outcome → how many of the attempts came to it."""

    @property
    def wavers(self) -> bool:
        """Whether some attempts were good and some were not."""
        return self.side == "bad" and any(outcome in self.seen for outcome in GOOD)


def told_by(version: str, records: Sequence[Record]) -> tuple[Try, Record]:
    """What attempts of one version say of it, and the one to show: one is bad when any attempt is.

    Attempts that failed by our own fault say nothing, as long as there are others.
    """
    telling = [record for record in records if record.outcome != "error"] or list(records)
    shown = next((record for record in telling if record.outcome not in GOOD), telling[0])
    untold = shown.outcome in UNTRIED or shown.outcome == "error"
    side: Side = "skip" if untold else "good" if shown.outcome in GOOD else "bad"
    outcomes: list[str] = [record.outcome for record in records]
    seen = {outcome: outcomes.count(outcome) for outcome in outcomes}
    return Try(version=version, side=side, outcome=shown.outcome, reason=shown.reason, seen=seen), shown


@dataclass(eq=False)
class EndNotAsSaid(SuiteError):
    """A version that was said to be good or bad and is not, so that there is nothing to search for."""

    case: str
    said: Side
    seen: Try
    hint: str = ""

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """Incomplete when nobody could tell, else a mistake in the option."""
        return EXIT_INCOMPLETE if self.seen.side == "skip" else EXIT_USAGE

    def __str__(self) -> str:
        seen = self.seen
        came_to = f"comes to {seen.outcome} in it" if seen.outcome is not None else "cannot be tried in it"
        why = f": {seen.reason}" if seen.reason else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"--{self.said} {seen.version!r}: is not {self.said}: {self.case} {came_to}{why}{hint}"


def check_ends(case: str, good: Try, bad: Try) -> None:
    """Raises :class:`EndNotAsSaid` unless the case passes in the one and fails in the other."""
    if good.side == "bad" and bad.side == "good":
        hint = f"they are the other way round: --good {bad.version} --bad {good.version}"
        raise EndNotAsSaid(case, "good", good, hint)
    if good.side != "good":
        hint = "it is not good in the other version either" if bad.side == "bad" == good.side else ""
        raise EndNotAsSaid(case, "good", good, hint)
    if bad.side != "bad":
        hint = "it is good in both" if bad.side == "good" else ""
        raise EndNotAsSaid(case, "bad", bad, hint)


# ------------------------------------------------------------------------------------------------- the answer


class CheckChange(msgspec.Struct, frozen=True, kw_only=True):
    """A check that came out otherwise; None is one that was not reported."""

    name: str
    want: str | None
    before: str | None
    after: str | None


def check_changes(before: Record, after: Record) -> tuple[CheckChange, ...]:
    """The checks that fail in one of two records and came out otherwise in the other."""
    sides = [{check.name: check for check in record.checks} for record in (before, after)]
    changes = []
    for name in dict.fromkeys((*sides[1], *sides[0])):
        a, b = (side.get(name) for side in sides)
        there = [check for check in (b, a) if check is not None]
        if all(check.ok for check in there) or (a and b and (a.ok, a.got) == (b.ok, b.got)):
            continue
        want = next((check.want for check in there if not check.ok), None)
        got = [check.got if check is not None else None for check in (a, b)]
        changes.append(CheckChange(name=name, want=want, before=got[0], after=got[1]))
    return tuple(changes)


class Bisection(msgspec.Struct, frozen=True, kw_only=True):
    """Which version changed the outcome of a case, as far as versions can be tried."""

    case: str
    runtime: str
    good: str
    bad: str
    way: Way
    versions: tuple[str, ...]
    """All from one end to the other, oldest first."""
    tried: tuple[Try, ...]
    """In the order of the versions."""
    last: str
    """The newest version that is known to be as the older end."""
    first: str | None
    """The first version with the other outcome; None when it is one of several."""
    candidates: tuple[str, ...]
    """Those that may be the first: only one of them when it is known. All but the last could not be tried."""
    difference: Diff
    """What the case came to in ``last`` and in the last of the candidates."""
    checks: tuple[CheckChange, ...]
    """The checks that tell the two apart."""
    failure: Unexpected | None
    """The one of the two that is bad, with the lines that run it again."""
    notes: tuple[str, ...]
    report: str
    """The file of the report with a record for each version that was tried."""


def remarks(tried: Sequence[Try], way: Way, first: Try, bad: Try, shown: dict[str, Record]) -> tuple[str, ...]:
    """What has to be known to read the answer."""
    notes = []
    wavering = [f"{one.version} ({_bad_of(one)})" for one in tried if one.wavers]
    if wavering:
        notes.append(f"the outcome wavers in {', '.join(wavering)}, which counts as bad; a higher --repeat tells more")
    if way == "broke" and first.version != bad.version:
        accounts = [account(shown[one.version]) for one in (first, bad)]
        if first.outcome != bad.outcome or accounts[0] != accounts[1]:
            notes.append(f"{first.version} fails otherwise than {bad.version}: something else may have changed since")
    return tuple(notes)


def _bad_of(one: Try) -> str:
    bad = sum(times for outcome, times in one.seen.items() if outcome not in GOOD)
    return f"{bad} of {sum(one.seen.values())} attempts not good"
