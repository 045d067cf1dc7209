"""Which runtimes provide what a component of one's own uses: a function of the records of the cases that assert it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from conformance.case import Case
from conformance.combine import by_platform
from conformance.component import Component, Port
from conformance.errors import BadOption
from conformance.expectations import Expectation, Expectations, Setting, settings_of
from conformance.judge import GOOD, Outcome
from conformance.relevance import Relevance
from conformance.report import Record, Report

Direction = Literal["import", "export"]
State = Literal["passes", "in-part", "fails", "not-provided", "not-tried", "no-case"]
"""``in-part``: some of the cases pass, and the others cannot be run on it. ``not-tried``: nothing is known of any."""
LACKING: frozenset[State] = frozenset({"in-part", "fails", "not-provided"})
"""What a component that uses the function has to know about."""
_BAD: frozenset[Outcome] = frozenset({"fail", "trap", "crash", "timeout", "flaky"})


class Support(msgspec.Struct, frozen=True, kw_only=True):
    """What one runtime does with one function, as far as cases say."""

    state: State
    passing: int = 0
    failing: tuple[str, ...] = ()
    """Cases."""
    unprovided: tuple[str, ...] = ()
    """Cases that cannot be run on it."""
    reason: str = ""
    """Why not."""


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """A function that the component imports or exports."""

    direction: Direction
    interface: str
    """With the version that the component asks for."""
    function: str
    item: str
    """As the corpus names it, without a version."""
    cases: tuple[str, ...]
    """Those that assert it."""
    runtimes: dict[str, Support]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A case that concerns the component and does not pass."""

    case: str
    runtime: str
    outcome: Outcome
    reason: str
    functions: tuple[str, ...]
    """Those of the component's that the case asserts."""
    beside: tuple[str, ...]
    """Others that it asserts as well: it may fail for their sake."""
    known: str = ""
    """``file:line`` of the expectation that explains it."""
    issue: str | None = None


class Supported(msgspec.Struct, frozen=True, kw_only=True):
    """A component and what runtimes make of it."""

    component: str
    runtimes: dict[str, dict[str, str]]
    """``name@version`` → part → version."""
    unavailable: dict[str, str]
    uses: tuple[Use, ...]
    failures: tuple[Failure, ...]
    unasserted: tuple[str, ...]
    """Functions that no case asserts: nothing is known of them."""
    left_out: dict[str, int]
    """Area → cases that assert nothing that the component uses."""
    text: str
    """How many cases concern it, and what was left out."""
    notes: tuple[str, ...] = ()

    @property
    def lacks(self) -> bool:
        """Whether any runtime fails a function that the component uses, or does not provide it."""
        return any(support.state in LACKING for use in self.uses for support in use.runtimes.values())


def supported(
    name: str, component: Component, chosen: Relevance, reports: Sequence[Report], expected: Iterable[Expectation]
) -> Supported:
    """What the runtimes of some reports make of a component. Raises :class:`BadOption` for reports that disagree."""
    reports = by_platform(reports)
    ids = {case.id for case in chosen.cases}
    records = _merged(reports, ids)
    labels = list(dict.fromkeys(label for report in reports for label in report.labels))
    settings = {label: setting for report in reports for label, setting in settings_of(report.header).items()}
    used = component.wants | component.offers
    sides: tuple[tuple[Direction, tuple[Port, ...]], ...] = (
        ("import", component.imports),
        ("export", component.exports),
    )
    return Supported(
        component=name,
        runtimes={label: parts for report in reports for label, parts in report.header.runtimes.items()},
        unavailable={label: why for report in reports for label, why in report.header.unavailable.items()},
        uses=tuple(
            use
            for direction, ports in sides
            for port in ports
            for use in _uses(direction, port, chosen, labels, records)
        ),
        failures=tuple(_failures(chosen.cases, used, records, settings, Expectations(expected))),
        unasserted=chosen.unasserted,
        left_out=chosen.left_out,
        text=chosen.describe(),
        notes=tuple(_notes(records, labels, ids)),
    )


Records = Mapping[tuple[str, str], Record]
"""By case and runtime."""


def _merged(reports: Sequence[Report], ids: set[str]) -> Records:
    merged: dict[tuple[str, str], Record] = {}
    for report in reports:
        for record in report.records:
            if record.case in ids:
                before = merged.setdefault((record.case, record.runtime), record)
                if before.outcome != record.outcome:
                    problem = f"{record.case} is {before.outcome} in one report and {record.outcome} in another"
                    raise BadOption("--report", record.runtime, problem)
    return merged


def _uses(
    direction: Direction, port: Port, chosen: Relevance, labels: Sequence[str], records: Records
) -> Iterator[Use]:
    for function, item in zip(port.functions, port.items, strict=True):
        cases = chosen.asserted.get(item, ())
        yield Use(
            direction=direction,
            interface=port.interface,
            function=function,
            item=item,
            cases=cases,
            runtimes={label: support_of([records.get((case, label)) for case in cases]) for label in labels},
        )


def support_of(records: Sequence[Record | None]) -> Support:
    """What the records of the cases of one function say; None stands for a case without any."""
    if not records:
        return Support(state="no-case")
    told = [record for record in records if record is not None]
    passing = sum(record.outcome in GOOD for record in told)
    failing = tuple(record.case for record in told if record.outcome in _BAD)
    unprovided = [record for record in told if record.outcome == "unsupported"]
    state: State = "not-tried"
    if failing:
        state = "fails"
    elif passing:
        state = "in-part" if unprovided else "passes"
    elif unprovided:
        state = "not-provided"
    return Support(
        state=state,
        passing=passing,
        failing=failing,
        unprovided=tuple(record.case for record in unprovided),
        reason=unprovided[0].reason if unprovided else "",
    )


def _failures(
    cases: Sequence[Case],
    used: frozenset[str],
    records: Records,
    settings: Mapping[str, Setting],
    expectations: Expectations,
) -> Iterator[Failure]:
    for label, setting in settings.items():
        for case in cases:
            record = records.get((case.id, label))
            if record is None or record.outcome not in _BAD:
                continue
            known = expectations.explain(setting, case.id, record)
            yield Failure(
                case=case.id,
                runtime=label,
                outcome=record.outcome,
                reason=record.reason,
                functions=tuple(item for item in case.functions if item in used),
                beside=tuple(item for item in case.functions if item not in used),
                known=known.place if known is not None else "",
                issue=known.entry.issue if known is not None else None,
            )


def _notes(records: Records, labels: Sequence[str], ids: set[str]) -> Iterator[str]:
    """What makes the answer less than whole."""
    for label in labels:
        absent = sorted(case for case in ids if (case, label) not in records)
        if absent:
            yield f"{len(absent)} of {len(ids)} cases are not in the reports for {label}: {absent[0]}, for example"
    for outcome, why in (("skip", "skipped on this machine"), ("error", "the suite itself failed")):
        some = [record for record in records.values() if record.outcome == outcome]
        if some:
            first = some[0]
            yield f"{len(some)} results are missing ({why}): {first.case} on {first.runtime}: {first.reason}"
