"""JUnit, TAP and CSV of a report: every case named, expected failures told as such, nothing mistaken for the format."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
import xmlschema
import yaml
from conftest import Cli
from hostile_reports import is_harmless, reports
from hypothesis import given
from site_worlds import corpus, record, report, some_report, write_report
from stand_ins import ROOT

from conformance.expectations import Entry, Expectation
from conformance.judge import GOOD
from conformance.publish.csv_table import COLUMNS, cell, csv_table
from conformance.publish.junit_report import junit_of
from conformance.publish.standing import Stood, standings
from conformance.publish.tap import tap
from conformance.report import Report

XSD = xmlschema.XMLSchema(str(ROOT / "tests" / "junit-10.xsd"))
LINK, OPEN = "filesystem/link-at", "filesystem/link-open"
REASON = "ran: got fail, want yes"


def expected(case: str, outcome: Any, reason: str = REASON, issue: str | None = None) -> Expectation:
    return Expectation("alpha", Path("alpha.toml"), 7, Entry(case=case, outcome=outcome, reason=reason, issue=issue))


def small(*outcomes: tuple[str, str]) -> Report:
    return report([record(case, "alpha@1.0", outcome) for case, outcome in outcomes], ["alpha@1.0"])


def stand(what: Report, *expectations: Expectation) -> dict[str, Stood]:
    return {one.record.case: one for one in standings([what], expectations)}


# ------------------------------------------------------------------------------------------------- how records stand


@pytest.mark.parametrize(
    ("outcome", "standing"),
    [
        ("pass", "passed"), ("allowed", "passed"), ("fail", "failed"), ("trap", "failed"), ("crash", "failed"),
        ("timeout", "failed"), ("flaky", "flaky"), ("unsupported", "untried"), ("skip", "untried"), ("error", "error"),
        ("unknown", "error"),
    ],
)  # fmt: skip
def test_without_expectations_a_record_stands_as_its_outcome(outcome: str, standing: str) -> None:
    assert stand(small((LINK, outcome)))[LINK].standing == standing


def test_an_expected_failure_is_told_with_its_place_its_issue_and_its_reason() -> None:
    one = stand(small((LINK, "fail")), expected(LINK, "fail", issue="https://example.org/1"))[LINK]
    assert one.standing == "expected"
    assert one.why == f"expected by alpha.toml:7, https://example.org/1: fail: {REASON}"


def test_a_failure_for_another_reason_is_a_failure() -> None:
    assert stand(small((LINK, "fail")), expected(LINK, "fail", "something else"))[LINK].standing == "failed"


def test_a_pass_against_an_expectation_is_a_surprise_and_a_failure_when_strict() -> None:
    some = [*stand(small((LINK, "pass")), expected(LINK, "fail")).values()]
    assert some[0].why == "passes, though alpha.toml:7 expects fail"
    assert [point.ok for point in points(tap(some))] == [True]
    assert [point.ok for point in points(tap(some, strict=True))] == [False]
    assert b'failures="0"' in junit_of(some)
    assert b'failures="1"' in junit_of(some, strict=True)


# ------------------------------------------------------------------------------------------------- TAP


class Point(NamedTuple):
    """A test point, as a reader of TAP 14 has it."""

    ok: bool
    number: int
    description: str
    directive: str
    reason: str
    diagnostic: Any


def points(text: str) -> list[Point]:
    """The test points of a document, read as the specification of TAP 14 says; raises where it is none."""
    assert text.endswith("\n")
    lines = text[:-1].split("\n")
    assert lines.pop(0) == "TAP version 14"
    plan = re.fullmatch(r"1\.\.(\d+)( # .*)?", lines.pop(0))
    assert plan is not None
    found: list[Point] = []
    while lines:
        line = lines.pop(0)
        if line.startswith("#"):
            continue
        # A directive begins with the first unescaped `#` that has blanks around it.
        match = re.fullmatch(r"(not )?ok (\d+) - ((?:\\.|[^\\#])*?)(?: # (TODO|SKIP) (.+))?", line)
        assert match is not None, line
        diagnostic = None
        if lines and lines[0] == "  ---":
            block = lines[1 : lines.index("  ...")]
            assert all(one.startswith("  ") for one in block)
            diagnostic = yaml.safe_load("\n".join(one[2:] for one in block))
            del lines[: len(block) + 2]
        description, reason = (re.sub(r"\\(.)", r"\1", match[n] or "") for n in (3, 5))
        found.append(Point(not match[1], int(match[2]), description, match[4] or "", reason, diagnostic))
    assert [one.number for one in found] == list(range(1, int(plan[1]) + 1))
    return found


def test_tap_names_every_case_and_says_how_it_stands() -> None:
    what = small((LINK, "fail"), (OPEN, "pass"), ("io/poll-none", "unsupported"), ("io/poll-one", "trap"))
    found = points(tap(standings([what], [expected(LINK, "fail")])))
    assert [(one.ok, one.description, one.directive) for one in found] == [
        (False, f"alpha@1.0 {LINK}", "TODO"),
        (True, f"alpha@1.0 {OPEN}", ""),
        (True, "alpha@1.0 io/poll-none", "SKIP"),
        (False, "alpha@1.0 io/poll-one", ""),
    ]
    assert found[0].reason == f"expected by alpha.toml:7: fail: {REASON}"
    assert found[3].diagnostic["checks"] == [{"name": "ran", "got": "trap", "want": "yes"}]
    assert found[3].diagnostic["rerun"] == "wasi-conformance repro io/poll-one -r alpha@1.0"


def test_tap_of_nothing_is_a_plan_of_nothing() -> None:
    assert points(tap(standings([small()]))) == []


@given(reports())
def test_tap_holds_whatever_a_report_says(what: Report) -> None:
    stood = standings([what])
    text = tap(stood)
    assert is_harmless(text)
    found = points(text)
    assert [one.directive for one in found if one.directive == "SKIP"] == ["SKIP"] * sum(
        one.standing == "untried" for one in stood
    )
    assert [one.ok for one in found] == [one.standing in ("passed", "untried") for one in stood]


# ------------------------------------------------------------------------------------------------- JUnit


def test_junit_names_every_case_and_skips_what_is_expected_with_its_reason() -> None:
    what = small((LINK, "fail"), (OPEN, "pass"), ("io/poll-none", "skip"), ("io/poll-one", "error"))
    tree = ElementTree.fromstring(junit_of(standings([what], [expected(LINK, "fail")])))
    XSD.validate(ElementTree.ElementTree(tree))
    told = {case.get("name"): [(child.tag, child.get("message")) for child in case] for case in tree.iter("testcase")}
    assert told == {
        LINK: [("skipped", f"expected by alpha.toml:7: fail: {REASON}")],
        OPEN: [],
        "io/poll-none": [("skipped", "skip: ran: got skip, want yes")],
        "io/poll-one": [("error", "error: ran: got error, want yes")],
    }


def test_junit_has_a_suite_for_each_runtime() -> None:
    tree = ElementTree.fromstring(junit_of(standings([some_report()])))
    assert [suite.get("name") for suite in tree.iter("testsuite")] == sorted(some_report().header.runtimes)
    assert tree.get("tests") == "20"
    assert tree.get("failures") == "6"


@given(reports())
def test_junit_of_whatever_a_report_says_is_valid_and_harmless(what: Report) -> None:
    document = junit_of(standings([what]))
    XSD.validate(ElementTree.ElementTree(ElementTree.fromstring(document)))
    assert is_harmless(document.decode(), keep="\n\t")


# ------------------------------------------------------------------------------------------------- CSV


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_a_row_for_each_record() -> None:
    found = rows(csv_table(standings([some_report()])))
    assert len(found) == len(some_report().records)
    first = next(one for one in found if one["runtime"] == "alpha@1.0" and one["case"] == LINK)
    assert (first["name"], first["outcome"], first["standing"], first["failing checks"]) == (
        "alpha", "crash", "failed", "ran",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", " =1", "＝1", "\r\n=1", "=\n1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert re.match(r"['\\]", cell(text))
    assert cell(f"a{text}")[0] == "a"


@given(reports())
def test_csv_of_whatever_a_report_says_keeps_its_rows_and_columns(what: Report) -> None:
    text = csv_table(standings([what]))
    assert is_harmless(text, keep="\r\n")
    assert text.count("\n") == text.count("\r\n") == len(what.records) + 1
    found = rows(text)
    assert all(tuple(one) == COLUMNS for one in found)
    assert not [value for one in found for value in one.values() if re.match(r"\s*[=+\-@＝＋－＠]", value)]
    assert sorted(one["outcome"] in GOOD for one in found) == sorted(r.outcome in GOOD for r in what.records)


# ------------------------------------------------------------------------------------------------- the verbs


@pytest.mark.parametrize("form", ["junit", "tap", "csv"])
def test_each_format_goes_to_standard_output_or_to_a_file(cli: Cli, tmp_path: Path, form: str) -> None:
    file = write_report(tmp_path / "r.jsonl", some_report())
    printed = cli("export", form, file)
    assert (printed.code, printed.err) == (0, "")
    said = cli("export", form, tmp_path, "-o", "deep/out")
    assert (said.code, said.out, said.err) == (0, "", "wrote deep/out\n")
    assert Path("deep/out").read_bytes().decode().replace("\r\n", "\n") == printed.out.replace("\r\n", "\n")
    assert all(case_id in printed.out for case_id in corpus().ids)


def test_expectations_are_taken_from_where_one_says(cli: Cli, tmp_path: Path) -> None:
    file = write_report(tmp_path / "r.jsonl", small((LINK, "fail")))
    text = f'runtime = "alpha"\n[[expected]]\ncase = "{LINK}"\noutcome = "fail"\nreason = "{REASON}"\n'
    Path("mine.toml").write_text(text)
    assert points(cli("export", "tap", file, "--expectations", "mine.toml").out)[0].directive == "TODO"
    assert points(cli("export", "tap", file).out)[0].directive == ""


def test_a_folder_without_reports_is_no_report(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = cli("export", "csv", tmp_path / "empty")
    assert (said.code, "has no reports" in said.err) == (4, True)
    assert cli("export", "csvv").err.endswith("did you mean csv?\n")
