"""The compatibility matrix: areas and cases down, runtimes across. A function of reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from conformance.case import Level
from conformance.combine import by_platform, column_order
from conformance.errors import BadOption
from conformance.expectations import name_of
from conformance.judge import GOOD, OUTCOMES, UNTRIED, Outcome
from conformance.observation import Refused, describe
from conformance.publish.tables import Style, table
from conformance.report import Record, Report, split_label
from conformance.unexpected import is_suspect

LEVELS: tuple[Level, ...] = ("must", "should", "may")
UNVERIFIED = "Not verified against the real program"

GLYPHS: dict[Outcome, str] = {
    "pass": "✓",
    "allowed": "≈",
    "flaky": "≋",
    "fail": "✗",
    "trap": "⚡",
    "crash": "☠",
    "timeout": "⏱",
    "unsupported": "–",
    "skip": "○",
    "error": "!",
    "unknown": "?",
}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime of the matrix."""

    label: str
    family: str
    parts: dict[str, str]
    refuses: str = ""
    """The words with which it refuses every component, where that is all that it does."""
    unverified: str = ""
    """What its runner.yaml was written after, where nobody has tried it with the real program."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How the cases of one area and level came out on one runtime: good ones out of those that could be tried."""

    good: int = 0
    tried: int = 0
    outcomes: dict[str, int] = {}

    @property
    def untried(self) -> int:
        """How many cases could not be tried."""
        return sum(self.outcomes.values()) - self.tried


class AreaRow(msgspec.Struct, frozen=True, kw_only=True):
    """The cases of one area and level."""

    area: str
    level: Level
    cases: int
    cells: dict[str, Tally]


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case; ``suspect`` when every runtime that could be tried fails it and nobody has confirmed the clause."""

    case: str
    area: str
    level: Level
    suspect: bool
    cells: dict[str, Outcome]


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The whole matrix."""

    suite_version: str
    corpus_sha256: str
    started: str
    runtimes: tuple[Column, ...]
    unavailable: dict[str, str]
    areas: tuple[AreaRow, ...]
    cases: tuple[CaseRow, ...]
    suspects: tuple[str, ...]


def build_matrix(reports: Sequence[Report]) -> Matrix:
    """The matrix of reports over the same corpus. Raises :class:`BadOption` when they do not go together.

    Where they come from several platforms, each column is a runtime on one of them.
    """
    reports = by_platform(reports)
    first = reports[0].header
    records = _merge(reports)
    columns = {
        label: Column(
            label=label,
            family=report.header.families.get(label, ""),
            parts=parts,
            refuses=refusal_of(record for record in records if record.runtime == label),
            unverified=report.header.unverified.get(label, ""),
        )
        for report in reports
        for label, parts in report.header.runtimes.items()
    }
    cases = _case_rows(records, list(columns))
    return Matrix(
        suite_version=first.suite_version,
        corpus_sha256=first.corpus_sha256,
        started=max(report.header.started for report in reports),
        runtimes=tuple(columns.values()),
        unavailable={name: why for report in reports for name, why in report.header.unavailable.items()},
        areas=_area_rows(cases, list(columns)),
        cases=cases,
        suspects=tuple(row.case for row in cases if row.suspect),
    )


def newest(matrix: Matrix, names: Collection[str] = ()) -> Matrix:
    """The matrix with the newest version of each runtime alone, on each platform.

    Of some of them only, where ``names`` has any that are there.
    """
    last: dict[tuple[str, str], Column] = {}
    for column in sorted(matrix.runtimes, key=lambda column: column_order((column.label, ""))):
        last[name_of(column.label), split_label(column.label)[1]] = column
    some = {key for key in last if key[0] in names} or set(last)
    chosen = [column for key, column in last.items() if key in some]
    return msgspec.structs.replace(matrix, runtimes=tuple(c for c in matrix.runtimes if c in chosen))


def _merge(reports: Sequence[Report]) -> list[Record]:
    merged: dict[tuple[str, str], Record] = {}
    for report in reports:
        if report.header.corpus_sha256 != reports[0].header.corpus_sha256:
            raise BadOption("REPORT", report.header.corpus_sha256[:12], "the reports are over different corpora")
        for record in report.records:
            before = merged.setdefault((record.case, record.runtime), record)
            if before.outcome != record.outcome:
                problem = f"{record.case} is {before.outcome} in one report and {record.outcome} in another"
                raise BadOption("REPORT", record.runtime, problem)
    return list(merged.values())


def _case_rows(records: Iterable[Record], labels: Sequence[str]) -> tuple[CaseRow, ...]:
    by_case: dict[str, dict[str, Record]] = {}
    for record in records:
        by_case.setdefault(record.case, {})[record.runtime] = record
    rows = []
    for case_id, found in sorted(by_case.items()):
        sample = next(iter(found.values()))
        cells: dict[str, Outcome] = {label: found[label].outcome if label in found else "unknown" for label in labels}
        suspect = is_suspect(found.values())
        rows.append(CaseRow(case=case_id, area=sample.area, level=sample.level, suspect=suspect, cells=cells))
    return tuple(rows)


_REFUSED = describe(Refused(""))


def refusal_of(records: Iterable[Record]) -> str:
    """The words with which a runtime refuses components, if it refused all that it was handed; else nothing.

    That is neither a failure nor the want of a runtime: it was there, and was asked.
    """
    told = [record for record in records if record.outcome not in ("skip", "unknown")]
    if any(record.outcome != "unsupported" for record in told):
        return ""
    return next((record.reason for record in told if record.reason.startswith(_REFUSED)), "")


def _area_rows(cases: Sequence[CaseRow], labels: Sequence[str]) -> tuple[AreaRow, ...]:
    rows = []
    for area in sorted({row.area for row in cases}):
        for level in LEVELS:
            some = [row for row in cases if row.area == area and row.level == level]
            if some:
                cells = {label: tally([row.cells[label] for row in some]) for label in labels}
                rows.append(AreaRow(area=area, level=level, cases=len(some), cells=cells))
    return tuple(rows)


def tally(outcomes: Sequence[Outcome]) -> Tally:
    """Count how cases came out."""
    counted: dict[str, int] = {outcome: outcomes.count(outcome) for outcome in GLYPHS if outcome in outcomes}
    assert set(GLYPHS) == set(OUTCOMES)
    return Tally(
        good=sum(counted.get(outcome, 0) for outcome in GOOD),
        tried=sum(count for outcome, count in counted.items() if outcome not in UNTRIED),
        outcomes=counted,
    )


def area_table(matrix: Matrix, style: Style) -> str:
    """Areas by level down, runtimes across: good of tried, with those that could not be tried told apart."""
    headers = ["area", "level", "cases", *(column.label for column in matrix.runtimes)]
    body = [
        [row.area, row.level, str(row.cases), *(_cell_text(c, row.cells[c.label]) for c in matrix.runtimes)]
        for row in matrix.areas
    ]
    totals = _total_rows(matrix)
    return table([*body, *totals], headers, style)


def _total_rows(matrix: Matrix) -> list[list[str]]:
    rows = []
    for level in LEVELS:
        some = [row for row in matrix.cases if row.level == level]
        if some:
            cells = [_cell_text(c, tally([row.cells[c.label] for row in some])) for c in matrix.runtimes]
            rows.append(["all", level, str(len(some)), *cells])
    return rows


def _cell_text(column: Column, tally: Tally) -> str:
    """A runtime without components is told from one that has them and lacks something else."""
    return "refuses components" if column.refuses and tally.outcomes else _tally_text(tally)


def _tally_text(tally: Tally) -> str:
    """``11/12``, ``11/12 +3 unsupported``, or ``5 unsupported`` where nothing could be tried."""
    rest = ", ".join(f"{count} {outcome}" for outcome, count in tally.outcomes.items() if outcome in UNTRIED)
    if not tally.tried:
        return rest or "–"
    return f"{tally.good}/{tally.tried}" + (f" +{rest}" if rest else "")


def case_table(matrix: Matrix, style: Style) -> str:
    """Cases down, runtimes across, a word for each outcome with its glyph."""
    headers = ["case", "level", *(column.label for column in matrix.runtimes), ""]
    body = [
        [
            row.case,
            row.level,
            *(f"{GLYPHS[row.cells[c.label]]} {row.cells[c.label]}" for c in matrix.runtimes),
            "suspect" if row.suspect else "",
        ]
        for row in matrix.cases
    ]
    return table(body, headers, style)


def notes(matrix: Matrix) -> list[str]:
    """What has to be known to read the table, a paragraph each."""
    found = ["11/12 is eleven passed of twelve that could be tried; what could not be tried is counted apart."]
    families: dict[str, list[str]] = {}
    for column in matrix.runtimes:
        families.setdefault(column.family, []).append(column.label)
    for family, labels in families.items():
        if len(labels) > 1:
            found.append(f"One family, not independent witnesses: {', '.join(labels)} ({family}).")
    found += [f"Refuses components: {one.label}, {one.refuses}." for one in matrix.runtimes if one.refuses]
    found += [f"{UNVERIFIED}: {one.label}. {one.unverified}" for one in matrix.runtimes if one.unverified]
    found += [f"unavailable: {name}: {why}" for name, why in matrix.unavailable.items()]
    if matrix.suspects:
        suspects = ", ".join(matrix.suspects)
        found.append(f"Suspect (every runtime fails them and nobody has confirmed the clause): {suspects}.")
    return found
