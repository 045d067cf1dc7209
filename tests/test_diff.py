"""Diffs: a report has no difference with itself, going back mirrors going forth, and no case is lost or told twice."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from records import CASES, headers, records
from stand_ins import ROOT
from test_report import HEADER, RECORD

from conformance.diff import (
    BUCKETS,
    MIRROR,
    WORSE,
    Bucket,
    CannotPair,
    Diff,
    OtherCorpus,
    Result,
    Results,
    bucket_of,
    diff,
    pair_up,
    read_results,
    regressions,
)
from conformance.errors import Malformed
from conformance.expectations import Entry, Expectation
from conformance.judge import GOOD, Check, Outcome
from conformance.publish.differences import TITLES, diff_markdown, diff_text, signed
from conformance.report import Header, Record, Writer


def results(header: Header, some: list[Record]) -> Results:
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        return read_results(written(Path(file.name), header, some))


def result(outcome: Outcome = "pass", reason: str = "", **fields: Any) -> Result:
    return Result(case="io/poll", level="must", runtime="a@1", outcome=outcome, reason=reason, **fields)


def written(file: Path, header: Header, some: list[Record]) -> Path:
    stream = io.BytesIO()
    writer = Writer(stream, header)
    for record in some:
        writer.record(record)
    writer.finish()
    file.write_bytes(stream.getvalue())
    return file


@st.composite
def sides(draw: st.DrawFn, labels: list[str]) -> Results:
    """A report of these runtimes, in which each pair has at most one record."""
    header = draw(headers(labels))
    pairs = [(case, label) for case in CASES for label in labels]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True))
    return results(header, [draw(records(header, case, label)) for case, label in chosen])


TWO = st.sampled_from([(["a@1"], ["a@2"]), (["a@1", "b@1"], ["a@1", "b@1"]), (["a@1", "b@1"], ["b@2", "c@1"])])
PAIRS = TWO.flatmap(lambda labels: st.tuples(sides(labels[0]), sides(labels[1])))


# ------------------------------------------------------------------------------------------------------- laws


@given(sides(["a@1", "b@2"]))
def test_a_report_does_not_differ_from_itself(report: Results) -> None:
    found = diff(report, report)
    for one in found.comparisons:
        assert (one.changes, one.paces, one.unchanged) == ((), (), one.cases)
    assert (found.worse, found.notes, regressions(found, [])) == (False, (), ())


@given(PAIRS)
def test_going_back_mirrors_going_forth(both: tuple[Results, Results]) -> None:
    forth, back = diff(both[0], both[1]), diff(both[1], both[0])
    pairs = {(one.before.label, one.after.label): one for one in back.comparisons}
    for one in forth.comparisons:
        other = pairs.pop((one.after.label, one.before.label))
        assert [MIRROR[change.bucket] for change in one.changes] == [change.bucket for change in other.changes]
        assert [(c.before, c.after) for c in one.changes] == [(c.after, c.before) for c in other.changes]
        assert [(p.before_s, p.after_s) for p in one.paces] == [(p.after_s, p.before_s) for p in other.paces]
        assert {o: pair[::-1] for o, pair in one.outcomes.items()} == other.outcomes
        assert one.tempo * other.tempo == pytest.approx(1)
    assert not pairs
    assert (forth.only_before, forth.only_after) == (back.only_after, back.only_before)


@given(PAIRS)
def test_every_case_is_in_exactly_one_bucket(both: tuple[Results, Results]) -> None:
    before, after = both
    for one in diff(before, after).comparisons:
        ours, theirs = before.by_runtime[one.before.label], after.by_runtime[one.after.label]
        told = Counter(change.case for change in one.changes)
        assert set(told.values()) <= {1}
        assert sum(one.counts.values()) + one.unchanged == one.cases == len(ours.keys() | theirs.keys())
        for change in one.changes:
            assert (change.before, change.after) == (ours.get(change.case), theirs.get(change.case))
        for case_id in (ours.keys() | theirs.keys()) - told.keys():
            assert ours[case_id].outcome == theirs[case_id].outcome


@given(PAIRS)
def test_both_texts_tell_of_every_case_that_changed(both: tuple[Results, Results]) -> None:
    found = diff(*both)
    for text in (diff_text(found), diff_markdown(found)):
        for one in found.comparisons:
            assert f"{one.before.label} → {one.after.label}" in text
            for change in one.changes:
                assert change.case in text
    assert diff_markdown(found).count("<details>") == diff_markdown(found).count("</details>")


def test_buckets_mirror_in_pairs_and_all_have_titles() -> None:
    assert set(MIRROR) == set(TITLES) == set(BUCKETS)
    assert all(MIRROR[MIRROR[bucket]] == bucket for bucket in BUCKETS)
    assert not any(MIRROR[bucket] in WORSE for bucket in WORSE)


# ---------------------------------------------------------------------------------------------------- buckets


@pytest.mark.parametrize(
    ("before", "after", "bucket"),
    [
        (result(), result("fail"), "regression"),
        (result("allowed"), result("timeout"), "regression"),
        (result("flaky"), result("trap"), "regression"),
        (result("fail"), result(), "fix"),
        (result("fail"), result("flaky"), "fix"),
        (result(), result("crash"), "newly-crashing"),
        (result("fail"), result("crash"), "newly-crashing"),
        (result("crash"), result(), "no-longer-crashing"),
        (result(), result("unsupported"), "newly-unsupported"),
        (result("crash"), result("unsupported"), "newly-unsupported"),
        (result("unsupported"), result("fail"), "newly-supported"),
        (result("unsupported", "no tcp"), result("unsupported", "no udp"), "changed-reason"),
        (result(), result("flaky"), "newly-flaky"),
        (result("flaky"), result("allowed"), "no-longer-flaky"),
        (result("fail", "a"), result("fail", "b"), "changed-reason"),
        (result("fail", "a"), result("trap", "a"), "changed-reason"),
        (result("crash", "a"), result("crash", "b"), "changed-reason"),
        (result("pass", "x: took a"), result("pass", "x: took b"), "changed-choice"),
        (result("pass"), result("allowed", "x: took b"), "changed-choice"),
        (result(), result("skip"), "not-comparable"),
        (result("error", "a"), result("error", "b"), "not-comparable"),
        (result("error", "a"), result("error", "a"), "unchanged"),
        (result("fail", "port 127.0.0.1:4000"), result("fail", "port 127.0.0.1:5000"), "unchanged"),
        (None, result("fail"), "added"),
        (result("fail"), None, "removed"),
    ],
)
def test_a_case_has_the_bucket_that_tells_most(before: Result | None, after: Result | None, bucket: Bucket) -> None:
    assert bucket_of(before, after) == bucket
    assert bucket_of(after, before) == MIRROR[bucket]


def test_other_checks_are_another_reason() -> None:
    one, two = Check("a", False, "1", "2"), Check("b", False, "1", "2")
    assert bucket_of(result("fail", "a", checks=(one,)), result("fail", "a", checks=(one, two))) == "changed-reason"


# ---------------------------------------------------------------------------------------------------- pairing


@pytest.mark.parametrize(
    ("before", "after", "chosen", "pairs"),
    [
        (["a@1"], ["a@2"], [], [("a@1", "a@2")]),
        (["a@1", "b@1"], ["b@2", "a@1"], [], [("a@1", "a@1"), ("b@1", "b@2")]),
        (["a@1", "a@2"], ["a@2", "a@1"], [], [("a@1", "a@1"), ("a@2", "a@2")]),
        (["a@1", "b@1"], ["a@2", "c@1"], [], [("a@1", "a@2")]),
        (["a@1", "a@2"], ["a@3"], [("a@2", "a")], [("a@2", "a@3")]),
        (["a@1"], ["b@1"], [("a", "b")], [("a@1", "b@1")]),
    ],
)
def test_runtimes_are_paired_by_name_or_as_chosen(
    before: list[str], after: list[str], chosen: list[tuple[str, str]], pairs: list[tuple[str, str]]
) -> None:
    assert list(pair_up(before, after, chosen)) == pairs


@pytest.mark.parametrize(
    ("before", "after", "chosen", "words"),
    [
        (["a@1"], ["b@1"], [], "no runtime in common"),
        ([], [], [], "no runtime in common"),
        (["a@1", "a@2"], ["a@3"], [], "a is there in several versions"),
        (["a@1", "a@2"], ["a@2", "a@3"], [], "a is there in several versions"),
        (["a@1"], ["a@2"], [("c", "a")], "c is not in that report"),
        (["a@1", "a@2"], ["a@2"], [("a", "a")], "a is there in several versions"),
    ],
)
def test_what_is_not_clear_is_refused(
    before: list[str], after: list[str], chosen: list[tuple[str, str]], words: str
) -> None:
    with pytest.raises(CannotPair, match=words) as raised:
        pair_up(before, after, chosen)
    assert "--pair BEFORE=AFTER" in str(raised.value)


def test_other_corpora_are_refused_unless_allowed_and_then_other_guests_are_told() -> None:
    changed = msgspec.structs.replace(RECORD, outcome="fail", component_sha256="1")
    other = results(msgspec.structs.replace(HEADER, corpus_sha256="1"), [changed])
    with pytest.raises(OtherCorpus, match="--allow-corpus-change"):
        diff(results(HEADER, [RECORD]), other)
    found = diff(results(HEADER, [RECORD]), other, allow_corpus_change=True)
    assert found.comparisons[0].changes[0].guest_changed
    assert "1 of the changed cases have another guest" in found.notes[0]


def test_another_selection_and_another_machine_are_told() -> None:
    machine = msgspec.structs.replace(HEADER.platform, machine="pdp11")
    other = msgspec.structs.replace(HEADER, selection=("io",), platform=machine)
    notes = diff(results(HEADER, []), results(other, [])).notes
    assert ["selections" in notes[0], "pdp11" in notes[1]] == [True, True]


# -------------------------------------------------------------------------------------------------- durations


def timed(count: int, slow: float) -> list[Record]:
    return [
        msgspec.structs.replace(RECORD, case=f"io/{index:02}", duration_s=slow * (0.1 + index / 1000))
        for index in range(count)
    ]


def test_a_machine_that_is_slower_as_a_whole_is_no_news() -> None:
    (one,) = diff(results(HEADER, timed(20, 1)), results(HEADER, timed(20, 5))).comparisons
    assert (one.paces, one.changes, one.unchanged) == ((), (), 20)
    assert one.tempo == pytest.approx(5)


def test_a_case_that_takes_much_longer_than_the_others_is_told_and_not_judged() -> None:
    some = timed(20, 1)
    some[7] = msgspec.structs.replace(some[7], duration_s=3.0)
    found = diff(results(HEADER, timed(20, 1)), results(HEADER, some))
    assert [pace.case for pace in found.comparisons[0].paces] == ["io/07"]
    assert (found.worse, regressions(found, [])) == (False, ())
    assert "io/07  0.11 s → 3.00 s" in diff_text(found)


# ----------------------------------------------------------------------------------------------- for the gate


def upgrade(before: Outcome, after: Outcome, reasons: tuple[str, str] = ("x", "y")) -> Diff:
    before_side, after_side = (
        results(
            msgspec.structs.replace(HEADER, runtimes={f"a@{version}": {}}),
            [msgspec.structs.replace(RECORD, runtime=f"a@{version}", outcome=outcome, reason=reason)],
        )
        for version, outcome, reason in zip("12", (before, after), reasons, strict=True)
    )
    return diff(before_side, after_side)


def expect(outcome: Outcome, reason: str, versions: str | None = None) -> Expectation:
    entry = Entry(case=RECORD.case, outcome=outcome, reason=reason, versions=versions)
    return Expectation("a", Path("a.toml"), 5, entry)


@pytest.mark.parametrize(
    ("before", "after", "blocks"),
    [
        ("pass", "fail", True),
        ("pass", "crash", True),
        ("pass", "unsupported", True),
        ("pass", "flaky", True),
        ("fail", "crash", True),
        ("fail", "unsupported", False),
        ("unsupported", "fail", False),
        ("pass", "allowed", False),
        ("pass", "skip", False),
        ("fail", "pass", False),
        ("fail", "fail", False),
        ("fail", "trap", False),
    ],
)
def test_what_got_worse_speaks_against_an_upgrade(before: Outcome, after: Outcome, blocks: bool) -> None:
    found = regressions(upgrade(before, after), [])
    assert [(one.case, one.before, one.after) for one in found] == [(RECORD.case, "a@1", "a@2")] * blocks


def test_what_is_expected_of_the_new_version_does_not() -> None:
    assert regressions(upgrade("pass", "fail"), [expect("fail", "y")]) == ()
    assert regressions(upgrade("pass", "fail"), [expect("fail", "y", ">=2")]) == ()
    assert len(regressions(upgrade("pass", "fail"), [expect("fail", "y", "<2")])) == 1
    assert len(regressions(upgrade("pass", "fail"), [expect("fail", "z")])) == 1


def test_a_known_failure_that_fails_for_another_reason_does() -> None:
    (one,) = regressions(upgrade("fail", "fail"), [expect("fail", "x")])
    assert one.why == "fails for another reason than a.toml:5 expects"
    assert regressions(upgrade("fail", "fail"), [expect("fail", "*x*"), expect("fail", "y", ">1")]) == ()


@given(PAIRS)
def test_nothing_that_is_good_now_ever_blocks(both: tuple[Results, Results]) -> None:
    for one in regressions(diff(*both), []):
        assert one.change.bucket in WORSE
        assert one.change.after is not None
        assert one.change.after.outcome not in GOOD


# ------------------------------------------------------------------------------------------------ the command


@pytest.fixture
def two_reports(tmp_path: Path) -> tuple[Path, Path]:
    ours = [msgspec.structs.replace(RECORD, case=f"io/{index}") for index in range(3)]
    header = msgspec.structs.replace(HEADER, runtimes={"a@2": {}})
    theirs = [msgspec.structs.replace(one, runtime="a@2") for one in ours]
    theirs[1] = msgspec.structs.replace(theirs[1], outcome="fail", reason="x: got <1>, want *2*")
    return written(tmp_path / "1.jsonl", HEADER, ours), written(tmp_path / "2.jsonl", header, theirs)


def test_it_tells_and_judges_only_when_it_is_asked_to(cli: Cli, two_reports: tuple[Path, Path]) -> None:
    said = cli("diff", *two_reports)
    assert (said.code, said.err) == (0, "")
    assert "a@1 → a@2" in said.out
    assert "✓ pass → ✗ fail  io/1 (must)\n      now: x: got <1>, want *2*" in said.out
    assert "1 regression; 2 of 3 unchanged; passing 2 (−1)" in said.out
    assert cli("diff", *two_reports, "--exit-code").code == 1
    assert cli("diff", *two_reports[::-1], "--exit-code").code == 0


def test_markdown_is_fit_for_a_pull_request(cli: Cli, two_reports: tuple[Path, Path]) -> None:
    said = cli("diff", *two_reports, "--format", "markdown").out
    assert "| ✗ fail    | 0        | 1       | +1       |" in said
    assert "| ✓ pass    | 3        | 2       | −1       |" in said
    assert "<details><summary>1 regression</summary>\n\n- ✓ pass → ✗ fail `io/1` (must)" in said
    assert "now: x: got \\<1\\>, want \\*2\\*" in said
    assert [signed(count) for count in (2, 0, -2)] == ["+2", "±0", "−2"]


def test_json_is_what_its_schema_says(cli: Cli, two_reports: tuple[Path, Path]) -> None:
    schema = json.loads(cli("diff", "--schema").out)
    found = json.loads(cli("diff", *two_reports, "--format", "json").out)
    jsonschema.validate(found, schema)
    assert found["comparisons"][0]["changes"][0]["bucket"] == "regression"


def test_two_runtimes_of_one_report(cli: Cli, tmp_path: Path) -> None:
    header = msgspec.structs.replace(HEADER, runtimes={"a@1": {}, "b@1": {}})
    file = written(tmp_path / "r.jsonl", header, [RECORD])
    assert "a@1 → b@1" in cli("diff", file, file, "--pair", "a=b").out
    assert "only in the first report, not compared: b@1" in cli("diff", file, file, "--pair", "a=b").out
    for wrong in ("a", "a=", "=b"):
        said = cli("diff", file, file, "--pair", wrong)
        assert (said.code, "expected BEFORE=AFTER" in said.err) == (4, True)


def test_a_report_that_is_not_whole_is_refused(cli: Cli, two_reports: tuple[Path, Path]) -> None:
    before, after = two_reports
    after.write_bytes(b"".join(after.read_bytes().splitlines(keepends=True)[:-1]))
    said = cli("diff", before, after)
    assert (said.code, "--allow-incomplete" in said.err) == (3, True)
    assert cli("diff", before, after, "--allow-incomplete").code == 0


def test_a_case_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="io/poll is there twice for a@1"):
        read_results(written(tmp_path / "r.jsonl", HEADER, [RECORD, RECORD]))


MEASURED = """
import atexit, re, sys, time
from conformance.cli import main
def told():
    peak = re.search("VmHWM:\\\\s*(\\\\d+)", open("/proc/self/status").read())[1]
    print(time.process_time(), peak, file=sys.stderr)
atexit.register(told)
main()
"""
"""The command, and on stderr what it took: seconds of processor, which others do not disturb, and kilobytes."""


def test_twenty_thousand_records_on_each_side_take_little_time_and_memory(tmp_path: Path) -> None:
    checks = tuple(Check(f"check-{index}", index % 3 > 0, "got 12345", "want 54321") for index in range(20))
    files = []
    for version, other in enumerate(("fail", "crash")):
        some: list[Record] = []
        for index in range(20_000):
            outcome: Any = ("pass", "pass", "fail", other)[index % 4]
            one = {"case": f"io/case-{index}", "outcome": outcome, "checks": checks, "stderr": "x" * 1500}
            some.append(msgspec.structs.replace(RECORD, **one))
        files.append(written(tmp_path / f"{version}.jsonl", HEADER, some))
    command = [sys.executable, "-c", MEASURED, "diff", *map(str, files)]
    measured = []
    for _ in range(3):  # a crowd on the machine makes processors slow, too: the best of three
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        assert "5000 newly crashing; 15000 of 20000 unchanged" in said.stdout
        spent, memory = map(float, said.stderr.split())
        measured.append(f"{spent:.2f} s of processor, {memory:.0f} kB")
        if spent < 2 and memory < 200_000:
            return
    pytest.fail(", ".join(measured))
