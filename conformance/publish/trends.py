"""What plain reports say over time: which cell changed in which version, and how many cases hold in each.

A *cell* is a case on a runtime. It is followed through the versions of the runtime, oldest first, and through the
reports about one version, in the order in which they were made. It changed where it came to another end, with the same
component: a case that was changed itself proves nothing about the runtime. What a report cannot say (no record, a
machine that lacks something, a failure of the suite) neither is an end nor hides one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from conformance.case import Level
from conformance.combine import by_platform
from conformance.judge import GOOD, Outcome
from conformance.publish.matrix import LEVELS, tally
from conformance.publish.results import Product, Version, products_of, versions_of
from conformance.publish.shown import excerpt, line
from conformance.report import Record, Report

Direction = Literal["better", "worse", "otherwise"]
_SAYS_NOTHING: frozenset[Outcome] = frozenset({"unknown", "skip", "error"})
_ORDER: Mapping[Outcome, int] = {"pass": 0, "allowed": 0, "flaky": 1, "unsupported": 2}
"""Good, nearly good, not there; everything else is worse than that."""
_REASON = 300


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a runtime, as one report saw it."""

    runtime: str
    """``name@version``, harmless."""
    version: str
    started: str
    """When the run was started."""
    platform: str


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that came to another end."""

    case: str
    level: Level
    name: str
    """The runtime, without its version."""
    family: str
    before: Moment
    after: Moment
    was: Outcome
    is_now: Outcome
    direction: Direction
    reason: str
    """Why, where it does not hold now; else why it did not hold before."""


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How the cases of one level came out in one version."""

    level: Level
    good: int
    failed: int
    untried: int

    @property
    def whole(self) -> int:
        """All of them."""
        return self.good + self.failed + self.untried


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """A version on the plot of its runtime."""

    version: str
    counts: tuple[Count, ...]

    def count(self, level: Level) -> Count:
        """The count of a level, of nothing where it has no case."""
        nothing = Count(level=level, good=0, failed=0, untried=0)
        return next((one for one in self.counts if one.level == level), nothing)


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime through its versions, oldest first."""

    name: str
    family: str
    cases: int
    """How many cases every version has a record of: the points are about these, so that they can be compared."""
    points: tuple[Point, ...]
    changes: tuple[Changed, ...]


class Trends(msgspec.Struct, frozen=True, kw_only=True):
    """What the reports of a folder say over time."""

    newest: str
    """When the newest run was started."""
    runtimes: tuple[Trend, ...]


class _Sighting(msgspec.Struct, frozen=True):
    """A record and where it comes from."""

    version: Version
    record: Record


def trends(reports: Sequence[Report]) -> Trends:
    """The trends of all runtimes in some reports, which may be over different corpora."""
    ordered_reports = _oldest_first(by_platform(reports))
    products = products_of([report.header for report in ordered_reports])
    seen = _sightings(ordered_reports, products)
    found = []
    for product in products:
        cells = {case: some for (name, case), some in seen.items() if name == product.name}
        common, points = _points(product.versions, cells)
        changes = (one for case in sorted(cells) for one in _changes(product.name, cells[case]))
        ordered = sorted(changes, key=lambda one: (one.after.started, one.case))
        found.append(
            Trend(
                name=line(product.name),
                family=line(product.family),
                cases=common,
                points=points,
                changes=tuple(ordered),
            )
        )
    newest = max((report.header.started for report in reports), default="")
    return Trends(newest=line(newest), runtimes=tuple(found))


def _oldest_first(reports: Sequence[Report]) -> list[Report]:
    return sorted(reports, key=lambda one: (one.header.started, msgspec.json.encode(one.header)))


def _sightings(oldest_first: Sequence[Report], products: Iterable[Product]) -> dict[tuple[str, str], list[_Sighting]]:
    """(Runtime, case) → what was seen of it: by version, and of one version by report."""
    place = {
        version.label: (product.name, index) for product in products for index, version in enumerate(product.versions)
    }
    seen: dict[tuple[str, str], dict[tuple[int, str], _Sighting]] = {}
    for report in oldest_first:
        versions = {version.label: version for version in versions_of(report.header)}
        for record in report.records:
            if record.outcome not in _SAYS_NOTHING:
                name, index = place[record.runtime]
                key = index, report.header.started  # two records of one attempt are one sighting
                seen.setdefault((name, record.case), {})[key] = _Sighting(versions[record.runtime], record)
    return {cell: [one for _, one in sorted(some.items(), key=lambda item: item[0])] for cell, some in seen.items()}


def _points(versions: Iterable[Version], cells: Mapping[str, Sequence[_Sighting]]) -> tuple[int, tuple[Point, ...]]:
    """How many cases all versions have, and how these came out in each."""
    last = {case: {one.record.runtime: one.record for one in some} for case, some in cells.items()}
    labels = [version.label for version in versions]
    labels = [label for label in labels if any(label in records for records in last.values())]
    common = [records for records in last.values() if all(label in records for label in labels)]
    numbers = {version.label: line(version.number) for version in versions}
    points = [
        Point(version=numbers[label], counts=tuple(_counts([records[label] for records in common]))) for label in labels
    ]
    return len(common), tuple(points)


def _counts(records: Sequence[Record]) -> Iterator[Count]:
    for level in LEVELS:
        some = tally([record.outcome for record in records if record.level == level])
        if some.outcomes:
            yield Count(level=level, good=some.good, failed=some.tried - some.good, untried=some.untried)


def _changes(name: str, sightings: Sequence[_Sighting]) -> Iterator[Changed]:
    """Where the end of a cell differs from the one before, or the way to it does from good to allowed."""
    for before, after in pairwise(sightings):
        old, new = before.record, after.record
        if old.outcome == new.outcome or old.component_sha256 != new.component_sha256:
            continue
        told = new.reason if new.outcome not in GOOD else old.reason
        yield Changed(
            case=line(new.case),
            level=new.level,
            name=line(name),
            family=line(new.family),
            before=_moment(before.version),
            after=_moment(after.version),
            was=old.outcome,
            is_now=new.outcome,
            direction=direction(old.outcome, new.outcome),
            reason=line(excerpt(told, _REASON).text),
        )


def direction(before: Outcome, after: Outcome) -> Direction:
    """Whether an outcome is better or worse than another, or only another."""
    ranks = _ORDER.get(before, 3), _ORDER.get(after, 3)
    if ranks[0] == ranks[1]:
        return "otherwise"
    return "better" if ranks[1] < ranks[0] else "worse"


def _moment(version: Version) -> Moment:
    return Moment(
        runtime=line(version.label),
        version=line(version.number),
        started=line(version.started),
        platform=line(version.platform),
    )
