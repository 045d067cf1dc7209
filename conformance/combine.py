"""Reports of several runs as one: of shards, of machines, of operating systems and architectures.

What comes out is a function of the set of runs and of the set of their records, so that order, repetition and grouping
do not matter: shards combined are the whole, and parts that were combined before may be combined again. A column is a
runtime on a platform; its label says the platform only where there are several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from packaging.version import InvalidVersion, Version

from conformance.account import account
from conformance.errors import EXIT_INCOMPLETE, SuiteError
from conformance.report import SCHEMA, Footer, Header, Platform, Record, Report, on_platform, split_label

_NAMED = 10
"""Of what does not go together, so many are named."""
_SHARD = re.compile(r"(\d+)/(\d+)")

Column = tuple[str, str]
"""A runtime as ``name@version``, and the platform that it ran on."""
E = TypeVar("E", Header, Record)
_Attempts = Mapping[tuple[Column, str], Record]
"""By column and case; the records have the labels of their columns alone."""


class Combined(msgspec.Struct, frozen=True):
    """The one report, and what has to be known of how it came about."""

    report: Report
    notes: tuple[str, ...]


@dataclass(eq=False)
class NotTogether(SuiteError):
    """Reports that are not about the same thing, or that contradict each other."""

    problems: tuple[str, ...]
    hint: str = ""

    def __str__(self) -> str:
        more = (f"and {len(self.problems) - _NAMED} more",) if len(self.problems) > _NAMED else ()
        lines = "".join(f"\n  {problem}" for problem in (*self.problems[:_NAMED], *more))
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"the reports do not belong together:{lines}{hint}"


@dataclass(eq=False)
class PartsMissing(SuiteError):
    """Reports that together are not what their runs set out to be."""

    gaps: tuple[str, ...]
    exit_code = EXIT_INCOMPLETE

    def __str__(self) -> str:
        lines = "".join(f"\n  {gap}" for gap in self.gaps)
        return f"parts are missing:{lines}\n  hint: name their reports, too, or do without with --allow-incomplete"


def combine(parts: Sequence[tuple[str, Report]], *, allow_incomplete: bool = False) -> Combined:
    """One report of many; each has a name to be told by. Without all of its parts it has no footer.

    Raises :class:`NotTogether`, and :class:`PartsMissing` unless that is allowed.
    """
    named = _runs(parts)
    strangers = tuple(_strangers(named))
    if strangers:
        raise NotTogether(strangers)
    runs = [run for _, run in named]
    attempts, notes = _attempts(parts)
    gaps, most = _gaps(runs, attempts)
    if gaps and not allow_incomplete:
        raise PartsMissing(gaps)
    several = len({run.platform.key for run in runs}) > 1
    header = _header(runs, several=several, cases=max(most, len({case for _, case in attempts})), whole=not gaps)
    records = [
        msgspec.structs.replace(record, runtime=_label(column, several=several))
        for (column, _), record in sorted(attempts.items(), key=lambda one: (one[0][1], column_order(one[0][0])))
    ]
    finished = max(run.finished or run.started for run in runs)
    footer = Footer(finished=finished, records=len(records)) if not gaps else None
    return Combined(Report(header, tuple(records), footer), (*notes, *(f"missing: {gap}" for gap in gaps)))


def _runs(parts: Sequence[tuple[str, Report]]) -> list[tuple[str, Header]]:
    """The runs that records come from, each once, with the name of a report that has it."""
    found: dict[tuple[str, bytes], tuple[str, Header]] = {}
    for name, report in parts:
        finished = report.footer.finished if report.footer is not None else ""
        for run in report.header.sources or (msgspec.structs.replace(report.header, finished=finished),):
            found.setdefault((run.started, msgspec.json.encode(run)), (name, run))
    return [one for _, one in sorted(found.items(), key=lambda one: one[0])]


def by_platform(reports: Sequence[Report]) -> list[Report]:
    """The reports as they are, with labels that say the platform where they come from several; once is enough."""
    if len({key for report in reports for key in report.header.platform_keys}) < 2:
        return list(reports)
    return [report if len(report.header.platform_keys) > 1 else _labelled(report) for report in reports]


def _labelled(report: Report) -> Report:
    header, key = report.header, report.header.platform_keys[0]
    if header.sources and all(split_label(label)[1] == key for label in header.runtimes):
        return report  # they say it already
    labelled = msgspec.structs.replace(
        header,
        runtimes={on_platform(label, key): parts for label, parts in header.runtimes.items()},
        families={on_platform(label, key): family for label, family in header.families.items()},
        unverified={on_platform(label, key): after for label, after in header.unverified.items()},
        unavailable={on_platform(label, key): why for label, why in header.unavailable.items()},
        sources=header.runs,
    )
    records = (msgspec.structs.replace(record, runtime=on_platform(record.runtime, key)) for record in report.records)
    return Report(labelled, tuple(records), report.footer)


# ------------------------------------------------------------------------------------------- what goes together


def _strangers(named: Sequence[tuple[str, Header]]) -> Iterator[str]:
    """Why these runs are not about the same thing."""
    here, first = named[0]
    parts: dict[Column, tuple[str, Header]] = {}
    for name, run in named:
        if run.sources:
            yield f"{name} was combined of reports that were combined, which ours never are"
        if run.corpus_sha256 != first.corpus_sha256:
            corpora = f"corpus {first.corpus_sha256[:12]}, {name} over {run.corpus_sha256[:12]}"
            yield f"{here} is over {corpora}: a case may have changed, not the runtime"
        elif run.suite_version != first.suite_version:
            versions = f"suite {first.suite_version}, {name} by {run.suite_version}"
            yield f"{here} was made by {versions}: each has a judge of its own"
        for label in run.runtimes:
            other = parts.setdefault((label, run.platform.key), (name, run))
            yield from _other_parts(label, other, (name, run))


def _other_parts(label: str, one: tuple[str, Header], other: tuple[str, Header]) -> Iterator[str]:
    ours, theirs = ({**run.runtimes[label], "family": run.families.get(label, "")} for _, run in (one, other))
    differing = [part for part in sorted(ours.keys() | theirs.keys()) if ours.get(part) != theirs.get(part)]
    if differing:
        there, here = (", ".join(f"{part} {some.get(part, 'none')}" for part in differing) for some in (ours, theirs))
        yield f"{label} has {there} in {one[0]}, and {here} in {other[0]}: these are two runtimes"


def _columns(header: Header) -> dict[str, Column]:
    """What the labels of a report stand for."""
    keys = header.platform_keys
    if len(keys) == 1:
        return {label: (label, keys[0]) for label in header.runtimes}
    return {on_platform(label, run.platform.key): (label, run.platform.key) for run in header.runs
            for label in run.runtimes}  # fmt: skip


def _attempts(parts: Sequence[tuple[str, Report]]) -> tuple[_Attempts, list[str]]:
    """Each attempt once, in an order that nothing depends on. Raises :class:`NotTogether` for contradictions."""
    found: dict[tuple[Column, str], tuple[str, Record]] = {}
    problems: list[str] = []
    same = alike = 0
    for name, report in parts:
        columns = _columns(report.header)
        for labelled in report.records:
            if labelled.runtime not in columns:
                raise NotTogether((f"{name}: none of its runs had {labelled.runtime}, which has a record",))
            column = columns[labelled.runtime]
            record = msgspec.structs.replace(labelled, runtime=column[0])
            before, kept = found.setdefault((column, record.case), (name, record))
            if kept is record:
                continue
            same += kept == record
            alike += kept != record
            if _differ(kept, record):
                problems.append(f"{record.case} on {column[0]}: {_told(kept)} in {before}, {_told(record)} in {name}")
            elif msgspec.json.encode(record) < msgspec.json.encode(kept):
                found[column, record.case] = name, record
    if problems:
        hint = "leave one of the reports out, or find out with `wasi-conformance verify` whether the case varies"
        raise NotTogether(tuple(problems), hint)
    notes = [f"{same} records are there twice, and were kept once"] if same else []
    notes += [f"{alike} attempts were made twice and came to the same; one of each was kept"] if alike else []
    return {key: record for key, (_, record) in found.items()}, notes


def _differ(one: Record, other: Record) -> bool:
    """Whether two attempts contradict each other: another end, or another account of it."""
    guests = one.component_sha256 != other.component_sha256
    return guests or one.outcome != other.outcome or account(one) != account(other)


def _told(record: Record) -> str:
    return f"{record.outcome} ({record.reason[:80]})" if record.reason else record.outcome


# ------------------------------------------------------------------------------------------- what is missing


def _gaps(runs: Sequence[Header], attempts: _Attempts) -> tuple[tuple[str, ...], int]:
    """What is missing of the columns, and how many cases were selected for one at least, as far as runs say."""
    several = len({run.platform.key for run in runs}) > 1
    cases: dict[Column, list[str]] = {}
    for column, case in attempts:
        cases.setdefault(column, []).append(case)
    gaps: list[str] = []
    most = 0
    for column in _all_columns(runs):
        mine = [run for run in runs if column[0] in run.runtimes and run.platform.key == column[1]]
        for selection in sorted({tuple(sorted(run.selection)) for run in mine}):
            group = [run for run in mine if tuple(sorted(run.selection)) == selection]
            expected, absent = _expected(group)
            have = _selected(cases.get(column, []), selection)
            most = max(most, expected)
            of = f" of {', '.join(selection)}" if selection else ""
            label = _label(column, several=several)
            gaps += [f"{label}: shard {shard}{of}{_why(runs, column, shard)}" for shard in absent]
            if len(have) < expected:
                gaps.append(f"{label}: {expected - len(have)} of {expected} cases{of}: a run of it was stopped early")
    return tuple(gaps), most


def _expected(group: Sequence[Header]) -> tuple[int, tuple[str, ...]]:
    """How many cases the runs of one selection had, each shard counted once, and which shards are missing."""
    whole = [run.cases for run in group if _shard(run) is None]
    if whole:
        return max(whole), ()
    by_count: dict[int, dict[int, int]] = {}
    for run in group:
        index, count = _shard(run) or (1, 1)
        by_count.setdefault(count, {})[index] = run.cases
    count, there = min(by_count.items(), key=lambda one: (one[0] - len(one[1]), one[0]))
    return sum(there.values()), tuple(f"{i}/{count}" for i in range(1, min(count, 256) + 1) if i not in there)


def _shard(run: Header) -> tuple[int, int] | None:
    match = _SHARD.fullmatch(run.shard or "")
    return (int(match[1]), int(match[2])) if match is not None else None


def _selected(cases: Iterable[str], selection: Sequence[str]) -> list[str]:
    """The cases that a selection means: an id is that case alone, and anything else a prefix."""
    some = set(cases)
    exact, prefixes = some & set(selection), tuple(text for text in selection if text not in some)
    return [case for case in some if not selection or case in exact or case.startswith(prefixes)]


def _why(runs: Sequence[Header], column: Column, shard: str) -> str:
    """Why a shard of a column is missing, where a run of that shard says that it could not have the runtime."""
    name = re.split(r"[@:]", column[0], maxsplit=1)[0]
    for run in runs:
        if run.shard == shard and run.platform.key == column[1]:
            reasons = [why for label, why in run.unavailable.items() if label in (column[0], name)]
            return f", where it was unavailable: {reasons[0]}" if reasons else ", whose run did not ask for it"
    return ""


# ------------------------------------------------------------------------------------------- the header


def _header(runs: Sequence[Header], *, several: bool, cases: int, whole: bool) -> Header:
    columns = _all_columns(runs)
    of = {
        column: next(r for r in runs if column[0] in r.runtimes and r.platform.key == column[1]) for column in columns
    }
    everything = any(not run.selection for run in runs)
    shards = sorted({run.shard for run in runs if run.shard is not None}, key=lambda text: (len(text), text))
    return Header(
        schema=SCHEMA,
        suite_version=runs[0].suite_version,
        corpus_sha256=runs[0].corpus_sha256,
        started=max(run.started for run in runs),
        platform=_platform(runs),
        runtimes={_label(column, several=several): run.runtimes[column[0]] for column, run in of.items()},
        families={_label(column, several=several): run.families.get(column[0], "") for column, run in of.items()},
        unverified={
            _label(column, several=several): run.unverified[column[0]]
            for column, run in of.items()
            if column[0] in run.unverified
        },
        unavailable=dict(sorted(_unavailable(runs, columns, several=several))),
        selection=() if everything else tuple(sorted({text for run in runs for text in run.selection})),
        shard=None if whole or not shards else " ".join(shards),
        cases=cases,
        lacks={need: why for run in reversed(runs) for need, why in sorted(run.lacks.items())},
        sources=tuple(runs),
    )


def _all_columns(runs: Iterable[Header]) -> list[Column]:
    return sorted({(label, run.platform.key) for run in runs for label in run.runtimes}, key=column_order)


def column_order(column: Column) -> tuple[str, bool, Version, str, str]:
    """By name, version and platform; what has no number comes first."""
    name, _, version = split_label(column[0])[0].partition("@")
    try:
        return name, True, Version(version), *column
    except InvalidVersion:
        return name, False, Version("0"), *column


def _label(column: Column, *, several: bool) -> str:
    return on_platform(*column) if several else column[0]


def _platform(runs: Sequence[Header]) -> Platform:
    """The platform of all runs; what they do not have in common is told side by side."""
    values = {
        field: ", ".join(sorted({getattr(run.platform, field) for run in runs})) for field in Platform.__struct_fields__
    }
    return Platform(**values)


def _unavailable(runs: Sequence[Header], columns: Sequence[Column], *, several: bool) -> Iterator[tuple[str, str]]:
    """What could not be had on a platform, and was not had by another run there."""
    for run in reversed(runs):
        for name, why in run.unavailable.items():
            had = (label for label, key in columns if key == run.platform.key)
            if not any(name == label or name == label.partition("@")[0] for label in had):
                yield _label((name, run.platform.key), several=several), why


# ------------------------------------------------------------------------------------------- to be published


def without_places(report: Report, places: Mapping[str, str]) -> Report:
    """A report with other folders in the place of those of the machine that it was made on."""
    folders = {_inside_json(place): _inside_json(neutral) for place, neutral in places.items()}
    longest_first = sorted(folders, key=len, reverse=True)
    begin, end = rb"(?:(?<=\\[nrt])|(?<![\w.-]))", rb"(?![\w.-])"  # a line end of JSON, or no more of a name
    pattern = re.compile(begin + b"(" + b"|".join(map(re.escape, longest_first)) + b")" + end)

    def told(entry: E) -> E:
        text = pattern.sub(lambda match: folders[match[1]], msgspec.json.encode(entry))
        return msgspec.json.decode(text, type=type(entry))

    return Report(told(report.header), tuple(map(told, report.records)), report.footer)


def _inside_json(text: str) -> bytes:
    """A text as it stands within a string of JSON."""
    return msgspec.json.encode(text)[1:-1]
