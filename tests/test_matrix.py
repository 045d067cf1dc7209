"""The matrix, a function of reports: every record is in exactly one cell, and nothing else is in any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import CASES, headers, records
from test_report import HEADER

from conformance.errors import BadOption
from conformance.judge import GOOD, OUTCOMES, UNTRIED
from conformance.publish.matrix import GLYPHS, area_table, build_matrix, case_table
from conformance.report import Header, Record, Report
from conformance.unexpected import is_suspect, unexpected


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """The report of a run in which each pair left at most one record."""
    header = draw(headers())
    pairs = [(case, label) for case in CASES for label in header.runtimes]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    return Report(header, tuple(draw(records(header, case, label)) for case, label in chosen), None)


@given(reports())
def test_every_record_is_in_exactly_one_cell(report: Report) -> None:
    matrix = build_matrix([report])
    cells = {(row.case, label): outcome for row in matrix.cases for label, outcome in row.cells.items()}
    for record in report.records:
        assert cells.pop((record.case, record.runtime)) == record.outcome
    assert set(cells.values()) <= {"unknown"}  # no record is no answer


@given(reports())
def test_areas_count_what_the_cases_say(report: Report) -> None:
    matrix = build_matrix([report])
    for label in report.header.runtimes:
        counted: Counter[str] = Counter()
        for row in matrix.areas:
            tally = row.cells[label]
            counted.update(tally.outcomes)
            assert sum(tally.outcomes.values()) == row.cases
            assert tally.good <= tally.tried <= row.cases
            assert tally.untried == row.cases - tally.tried
        assert counted == Counter(row.cells[label] for row in matrix.cases)
    assert sum(row.cases for row in matrix.areas) == len(matrix.cases)


@given(reports(), st.data())
def test_it_does_not_matter_how_a_run_was_split(report: Report, data: st.DataObject) -> None:
    first: list[Record] = []
    second: list[Record] = []
    for record in report.records:
        data.draw(st.sampled_from([first, second])).append(record)
    parts = [Report(report.header, tuple(part), None) for part in (first, second)]
    assert build_matrix(parts) == build_matrix([report])


@given(reports())
def test_a_report_twice_is_the_report_once(report: Report) -> None:
    assert build_matrix([report, report]) == build_matrix([report])


@given(reports())
def test_a_case_is_suspect_only_when_two_families_fail_and_none_succeeds(report: Report) -> None:
    matrix = build_matrix([report])
    for row in matrix.cases:
        mine = [record for record in report.records if record.case == row.case]
        failing = {record.family for record in mine if record.outcome not in GOOD | UNTRIED}
        if row.suspect:
            assert len(failing) >= 2
            assert not any(record.outcome in GOOD for record in mine)
    assert matrix.suspects == tuple(row.case for row in matrix.cases if row.suspect)


def some(record: Record, outcomes: Sequence[tuple[str, str]], *, confirmed: bool = False) -> list[Record]:
    return [
        msgspec.structs.replace(record, family=family, runtime=f"{family}@1", outcome=outcome, confirmed=confirmed)
        for family, outcome in outcomes
    ]


@pytest.fixture
def record() -> Record:
    return Record(
        case="io/a",
        area="io",
        level="must",
        runtime="a@1",
        family="a",
        outcome="pass",
        reason="because",
        checks=(),
        duration_s=0,
        command=(),
        component_sha256="",
        attempt=1,
        bare_command=("a", "with space"),
    )


@pytest.mark.parametrize(
    ("outcomes", "suspect"),
    [
        ([("a", "fail"), ("b", "fail")], True),
        ([("a", "fail"), ("b", "trap"), ("c", "unsupported")], True),
        ([("a", "fail"), ("a", "fail")], False),
        ([("a", "fail"), ("b", "unsupported")], False),
        ([("a", "fail"), ("b", "pass")], False),
        ([("a", "fail"), ("b", "fail"), ("c", "allowed")], False),
        ([("a", "pass"), ("b", "pass")], False),
        ([], False),
    ],
)
def test_who_is_suspect(record: Record, outcomes: list[tuple[str, str]], suspect: bool) -> None:
    assert is_suspect(some(record, outcomes)) is suspect
    assert is_suspect(some(record, outcomes, confirmed=True)) is False


def test_reports_over_different_corpora_are_not_mixed(record: Record) -> None:
    one = Report(_header(record), (record,), None)
    other = Report(msgspec.structs.replace(_header(record), corpus_sha256="other"), (record,), None)
    with pytest.raises(BadOption, match="different corpora"):
        build_matrix([one, other])


def test_reports_that_contradict_each_other_are_not_mixed(record: Record) -> None:
    one = Report(_header(record), (record,), None)
    other = Report(_header(record), (msgspec.structs.replace(record, outcome="fail"),), None)
    with pytest.raises(BadOption, match="io/a is pass in one report and fail in another"):
        build_matrix([one, other])


def _header(record: Record) -> Header:
    return msgspec.structs.replace(HEADER, runtimes={record.runtime: {}}, families={record.runtime: record.family})


@given(reports())
def test_tables_name_every_runtime_and_every_outcome_by_a_word(report: Report) -> None:
    matrix = build_matrix([report])
    for style in ("pretty", "markdown"):
        areas, cases = area_table(matrix, style), case_table(matrix, style)
        for label in report.header.runtimes:
            assert label in areas
            assert label in cases
        for record in report.records:
            assert f"{GLYPHS[record.outcome]} {record.outcome}" in cases


def test_there_is_a_glyph_for_every_outcome() -> None:
    assert set(GLYPHS) == set(OUTCOMES)
    assert len(set(GLYPHS.values())) == len(OUTCOMES)


@given(reports())
def test_the_unexpected_results_are_exactly_those_that_are(report: Report) -> None:
    found = [(one.case, one.runtime, one.outcome) for one in unexpected(report.records)]
    fine = GOOD | {"flaky", "unsupported", "skip"}
    want = [(one.case, one.runtime, one.outcome) for one in report.records if one.outcome not in fine]
    assert found == sorted(want)


def test_an_unexpected_result_has_two_lines_to_see_it_again(record: Record) -> None:
    (one,) = unexpected([msgspec.structs.replace(record, outcome="fail")], ["--runner", "a folder"])
    assert one.rerun == "wasi-conformance repro io/a -r a@1 --runner 'a folder'"
    assert one.rerun_bare == "a 'with space'"
