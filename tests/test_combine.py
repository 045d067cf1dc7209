"""Reports of several runs as one: parts make the whole, in whatever order; what does not belong together is refused."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from records import CASES, LABELS, headers, records
from stand_ins import good_guests, write_copier, write_corpus
from test_report import HEADER, RECORD

from conformance.combine import NotTogether, PartsMissing, by_platform, combine, without_places
from conformance.diff import diff, results_of
from conformance.expectations import settings_of
from conformance.publish.matrix import Matrix, build_matrix
from conformance.publish.results import Results
from conformance.publish.standing import rerun, standings
from conformance.report import Footer, Header, Platform, Record, Report, read_report, write_report
from conformance.unexpected import unexpected

replace = msgspec.structs.replace
LINUX = Platform(system="Linux", machine="x86_64", release="6.1", python="3.11")
OTHER_LINUX = replace(LINUX, release="6.18")
ARM = replace(LINUX, machine="aarch64")
MAC = Platform(system="Darwin", machine="arm64", release="25", python="3.13")


def named(reports: Sequence[Report]) -> list[tuple[str, Report]]:
    return [(f"{index}.jsonl", report) for index, report in enumerate(reports)]


def combined(reports: Sequence[Report], *, allow_incomplete: bool = False) -> Report:
    return combine(named(reports), allow_incomplete=allow_incomplete).report


def table(reports: Sequence[Report]) -> Matrix:
    """The matrix, whatever the order of its columns."""
    matrix = build_matrix(reports)
    return replace(matrix, runtimes=tuple(sorted(matrix.runtimes, key=str)))


def whole(header: Header, some: Sequence[Record], **changes: Any) -> Report:
    header = replace(header, cases=len({record.case for record in some}), **changes)
    return Report(header, tuple(some), Footer(finished=f"{header.started[:-3]}59Z", records=len(some)))


@st.composite
def runs(draw: st.DrawFn, labels: Sequence[str] | None = None, platform: Platform = LINUX) -> Report:
    """A run of all cases that came to its end."""
    header = draw(headers(labels))
    plain: dict[str, Any] = {"selection": (), "shard": None, "platform": platform, "suite_version": "0", "lacks": {}}
    header = replace(header, **plain, unavailable={}, runtimes={label: {"a": "1"} for label in header.runtimes})
    return whole(header, [draw(records(header, case, label)) for case in CASES for label in header.runtimes])


def part(report: Report, cases: set[str], index: int, count: int) -> Report:
    some = [record for record in report.records if record.case in cases]
    return whole(report.header, some, shard=f"{index}/{count}", started=f"2026-01-01T00:00:{index:02}Z")


@st.composite
def sharded(draw: st.DrawFn) -> tuple[Report, list[Report]]:
    """A run, and the same as shards, of which some may be empty."""
    report, count = draw(runs()), draw(st.integers(1, 4))
    where = {case: draw(st.integers(1, count)) for case in CASES}
    shards = [part(report, {c for c, at in where.items() if at == i}, i, count) for i in range(1, count + 1)]
    return report, draw(st.permutations(shards))


@st.composite
def grids(draw: st.DrawFn) -> list[Report]:
    """Shards of runs on several platforms, some of them missing."""
    labels, found = draw(LABELS), []
    for platform in draw(st.lists(st.sampled_from([LINUX, ARM, MAC]), min_size=1, unique=True)):
        report = draw(runs(labels, platform))
        cut = draw(st.integers(0, len(CASES)))
        first = set(sorted(CASES)[:cut])
        found += [part(report, some, i, 2) for i, some in ((1, first), (2, CASES.keys() - first))]
    return draw(st.lists(st.sampled_from(found), min_size=1, unique_by=id))


# ------------------------------------------------------------------------------------------------- the laws


@given(sharded())
def test_shards_together_are_the_whole(made: tuple[Report, list[Report]]) -> None:
    report, shards = made
    one, other = combined(shards), combined([report])
    assert one.records == other.records
    assert sorted(one.records, key=str) == sorted(report.records, key=str)
    same: dict[str, Any] = {"sources": (), "started": ""}
    assert replace(one.header, **same) == replace(other.header, **same)
    assert one.footer is not None
    assert table([one]) == table(shards)
    assert build_matrix([one]).cases == build_matrix([report]).cases


@given(grids(), st.randoms())
def test_the_order_does_not_matter_nor_does_it_when_a_report_is_there_twice(
    parts: list[Report], shuffled: random.Random
) -> None:
    one = combined(parts, allow_incomplete=True)
    mixed = parts * 2
    shuffled.shuffle(mixed)
    assert combined(mixed, allow_incomplete=True) == one


@given(grids(), st.integers(0, 9))
def test_what_was_combined_may_be_combined_again(parts: list[Report], at: int) -> None:
    one = combined(parts, allow_incomplete=True)
    assert combined([one], allow_incomplete=True) == one
    groups = [group for group in (parts[:at], parts[at:]) if group]
    halves = [combined(group, allow_incomplete=True) for group in groups]
    assert combined(halves, allow_incomplete=True) == one


@given(sharded(), st.data())
def test_a_missing_shard_is_named_and_a_report_without_it_is_an_incomplete_one(
    made: tuple[Report, list[Report]], data: st.DataObject
) -> None:
    report, shards = made
    lost = data.draw(st.sampled_from(shards))
    left = [shard for shard in shards if shard is not lost]
    if not left:
        return
    with pytest.raises(PartsMissing) as raised:
        combined(left)
    assert set(raised.value.gaps) == {f"{label}: shard {lost.header.shard}" for label in report.labels}
    one = combined(left, allow_incomplete=True)
    assert (one.footer, one.header.shard) == (None, " ".join(sorted(shard.header.shard or "" for shard in left)))
    assert combined([one, lost]) == combined(shards)  # and when it turns up after all


@given(runs(), st.data())
def test_a_run_that_was_stopped_early_is_noticed_by_any_record_that_it_lacks(
    report: Report, data: st.DataObject
) -> None:
    lost = data.draw(st.sampled_from(report.records))
    left = tuple(record for record in report.records if record is not lost)
    with pytest.raises(PartsMissing, match=r": 1 of 4 cases: a run of it was stopped early"):
        combined([Report(report.header, left, None)])
    again = Report(replace(report.header, started="2026-01-02T00:00:00Z"), (lost,), None)
    assert combined([Report(report.header, left, None), again]).footer is not None  # nothing is missing of both


@given(runs(), st.data())
def test_attempts_that_contradict_each_other_are_refused(report: Report, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(report.records) - 1))
    old = report.records[index]
    new = replace(old, outcome="fail" if old.outcome != "fail" else "crash")
    some = (*report.records[:index], new, *report.records[index + 1 :])
    with pytest.raises(NotTogether) as raised:
        combined([report, Report(report.header, some, report.footer)], allow_incomplete=True)
    (problem,) = raised.value.problems
    assert problem.startswith(f"{old.case} on {old.runtime}: {old.outcome}")
    assert problem.endswith("in 1.jsonl")


# ------------------------------------------------------------------------------------------------- platforms


@given(st.data())
def test_columns_tell_the_platform_only_where_there_are_several(data: st.DataObject) -> None:
    labels = data.draw(LABELS)
    linux, elsewhere, mac = (data.draw(runs(labels, platform)) for platform in (LINUX, OTHER_LINUX, MAC))
    assert set(combined([linux]).labels) == set(labels)
    both = combined([linux, mac])
    assert both.header.platform_keys == ("darwin-arm64", "linux-x86_64")
    assert set(both.labels) == {f"{label} ({key})" for label in labels for key in both.header.platform_keys}
    assert table([both]) == table([linux, mac])
    assert by_platform(by_platform([linux, mac])) == by_platform([linux, mac])
    assert by_platform([both]) == [both]
    kernels = {record.runtime for record in by_platform([linux, elsewhere])[0].records}
    assert kernels == set(labels)  # another kernel is no other platform


def test_expectations_know_what_ran_where() -> None:
    lacking = whole(HEADER, [RECORD], platform=MAC, lacks={"ipv6": "none"})
    settings = settings_of(combined([whole(HEADER, [RECORD], platform=LINUX), lacking]).header)
    linux, mac = settings["a@1 (linux-x86_64)"], settings["a@1 (darwin-arm64)"]
    assert (linux.name, linux.version, linux.system, linux.lacks) == ("a", "1", "Linux", frozenset())
    assert (mac.name, mac.version, mac.machine, mac.lacks) == ("a", "1", "arm64", frozenset({"ipv6"}))


def test_the_site_has_a_runtime_for_each_platform_with_its_versions_side_by_side() -> None:
    def run(version: str, platform: Platform) -> Report:
        label = f"a@{version}"
        return whole(HEADER, [replace(RECORD, runtime=label)], runtimes={label: {"a": version}}, platform=platform)

    parts = [run(version, platform) for version in ("9", "10") for platform in (LINUX, MAC)]
    for reports in (parts, [combined(parts)]):
        found = {one.name: one for one in Results(reports).products}
        assert list(found) == ["a (darwin-arm64)", "a (linux-x86_64)"]
        for one in found.values():
            assert [version.number for version in one.versions] == ["9", "10"]
        assert found["a (linux-x86_64)"].newest.platform == "Linux x86_64"


def test_a_diff_compares_like_with_like() -> None:
    def run(version: str, platform: Platform) -> Report:
        label = f"a@{version}"
        return whole(HEADER, [replace(RECORD, runtime=label)], runtimes={label: {}}, platform=platform)

    before = combined([run("1", LINUX), run("1", MAC)])
    after = combined([run("2", MAC), run("2", LINUX)])
    pairs = [(one.before.label, one.after.label) for one in diff(results_of(before), results_of(after)).comparisons]
    assert pairs == [("a@1 (darwin-arm64)", "a@2 (darwin-arm64)"), ("a@1 (linux-x86_64)", "a@2 (linux-x86_64)")]
    alone = diff(results_of(before), results_of(run("2", LINUX)))
    assert [(one.before.label, one.after.label) for one in alone.comparisons] == [("a@1 (linux-x86_64)", "a@2")]
    assert alone.only_before == ("a@1 (darwin-arm64)",)
    chosen = diff(results_of(before), results_of(run("2", ARM)), [("a@1 (darwin-arm64)", "a")])
    assert [one.after.label for one in chosen.comparisons] == ["a@2"]


def test_lines_to_rerun_name_a_runtime_as_it_is_chosen() -> None:
    failing = replace(RECORD, outcome="fail", reason="it does not")
    reports = [whole(HEADER, [failing], platform=platform) for platform in (LINUX, MAC)]
    for some in (by_platform(reports), [combined(reports)]):
        lines = {one.rerun for report in some for one in unexpected(report.records)}
        lines |= {rerun(one.record) for one in standings(some)}
        assert lines == {"wasi-conformance repro io/poll -r a@1"}
        assert {one.runtime for one in standings(some)} == {"a@1 (darwin-arm64)", "a@1 (linux-x86_64)"}


# ------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"corpus_sha256": "1"}, r"0.jsonl is over corpus 0, 1.jsonl over 1: a case may have changed"),
        ({"suite_version": "2"}, r"made by suite 0, 1.jsonl by 2: each has a judge of its own"),
        ({"runtimes": {"a@1": {"a": "1", "node": "24"}}}, r"a@1 has node none in 0.jsonl, and node 24 in 1.jsonl"),
        ({"families": {"a@1": "b"}}, r"a@1 has family none in 0.jsonl, and family b in 1.jsonl"),
        ({"sources": (replace(HEADER, sources=(HEADER,)),)}, r"1.jsonl was combined of reports that were combined"),
    ],
)
def test_what_is_not_about_the_same_is_refused(changes: dict[str, Any], words: str) -> None:
    changes = {"started": "2026-01-03T00:00:00Z", **changes}
    record = replace(RECORD, case="io/other")
    reports = [whole(replace(HEADER, families={}), [RECORD]), whole(HEADER, [record], **changes)]
    words = words.replace("family none", "family ")
    with pytest.raises(NotTogether, match=words):
        combined(reports)


def test_a_guest_that_came_to_the_same_twice_is_told_and_one_attempt_kept() -> None:
    slow = replace(RECORD, duration_s=2.0, reason="took 12.5 ms")
    quick = replace(RECORD, duration_s=1.0, reason="took 13.5 ms")
    reports = [whole(HEADER, [slow]), whole(HEADER, [quick]), whole(HEADER, [slow])]
    made = combine(named(reports))
    assert made.report.records in ((quick,), (slow,))
    assert {combine(named(reports[::-1])).report.records, made.report.records} == {made.report.records}
    assert any("made twice and came to the same; one of each was kept" in note for note in made.notes)


def test_a_runtime_that_a_shard_could_not_have_is_missing_with_the_reason() -> None:
    first = whole(HEADER, [RECORD], shard="1/2")
    second = whole(HEADER, [], shard="2/2", runtimes={}, unavailable={"a": "no wheel for this machine"})
    with pytest.raises(PartsMissing, match=r"a@1: shard 2/2, where it was unavailable: no wheel for this machine"):
        combined([first, second])


def test_a_runtime_that_one_platform_had_and_another_not_is_unavailable_there() -> None:
    mac = whole(HEADER, [], platform=MAC, runtimes={}, unavailable={"a": "no wheel"})
    linux = whole(HEADER, [RECORD], platform=LINUX)
    assert combined([linux, mac]).header.unavailable == {"a (darwin-arm64)": "no wheel"}


def test_areas_that_were_run_apart_are_one_report() -> None:
    other = replace(RECORD, case="cli/exit", area="cli")
    reports = [whole(HEADER, [RECORD], selection=("io",)), whole(HEADER, [other], selection=("cli",))]
    one = combined(reports)
    assert (one.header.selection, one.header.cases, one.footer is not None) == (("cli", "io"), 2, True)
    with pytest.raises(PartsMissing, match="a@1: 1 of 1 cases of cli: a run of it was stopped early"):
        combined([reports[0], Report(reports[1].header, (), None)])


def test_a_published_report_has_no_folders_of_the_machine() -> None:
    record = replace(
        RECORD, command=("/still/.cache/it/bin/a", "/still/x", "/stillman", "/usr/still"), stderr='at "/still"\n/still'
    )
    report = without_places(whole(HEADER, [record]), {"/still": "/home/user", "/still/.cache/it": "/cache"})
    assert report.records[0].command == ("/cache/bin/a", "/home/user/x", "/stillman", "/usr/still")
    assert report.records[0].stderr == 'at "/home/user"\n/home/user'
    assert report.header == whole(HEADER, [record]).header


# ------------------------------------------------------------------------------------------------- the command


def shards(cli: Cli, folder: Path, count: int, cases: int = 12) -> tuple[list[str], tuple[str, ...]]:
    corpus, runner = write_corpus(folder / "corpus", good_guests(cases)), write_copier(folder / "runner")
    options = ("--corpus", str(corpus), "--runner", str(runner), "-r", "copier")
    files = [f"{index}.jsonl" for index in range(1, count + 1)]
    for index, file in enumerate(files, start=1):
        assert cli("run", *options, "--shard", f"{index}/{count}", "--report", file).code in (0, 5)
    assert cli("run", *options, "--report", "whole.jsonl").code == 0
    return files, options


def test_shards_of_real_runs_are_combined_and_compressed(cli: Cli, tmp_path: Path) -> None:
    files, options = shards(cli, tmp_path, 3)
    said = cli("combine", *files, "-o", "kept/all.jsonl.gz")
    assert said.code == 0
    assert said.err == (
        "wrote kept/all.jsonl.gz, complete: 12 records of 12 cases, 3 runs on "
        f"{read_report(Path('whole.jsonl')).header.platform.key}\n"
    )
    gzip.decompress(Path("kept/all.jsonl.gz").read_bytes())
    one, other = (
        json.loads(cli("matrix", file, "--format", "json").out) for file in ("kept/all.jsonl.gz", "whole.jsonl")
    )
    assert one["cases"] == other["cases"]
    assert cli("diff", "kept/all.jsonl.gz", "whole.jsonl", "--exit-code").code == 0
    assert cli("explain", "good/case-0", *options[:2], "--report", "kept/all.jsonl.gz").code == 0


def test_a_shard_that_had_no_case_is_there_all_the_same(cli: Cli, tmp_path: Path) -> None:
    files, _ = shards(cli, tmp_path, 5, cases=1)
    assert cli("combine", *files, "-o", "all.jsonl").code == 0
    assert len(read_report(Path("all.jsonl")).records) == 1


def test_what_is_missing_is_told_with_the_way_out(cli: Cli, tmp_path: Path) -> None:
    files, _ = shards(cli, tmp_path, 3)
    said = cli("combine", *files[:2], "-o", "all.jsonl")
    assert (said.code, Path("all.jsonl").exists()) == (3, False)
    assert "copier@unknown: shard 3/3\n" in said.err
    assert "--allow-incomplete" in said.err
    result = json.loads(cli("combine", *files[:2], "-o", "all.jsonl", "--allow-incomplete", "--format", "json").out)
    jsonschema.validate(result, json.loads(cli("combine", "--schema").out))
    assert (result["complete"], result["notes"]) == (False, ["missing: copier@unknown: shard 3/3"])
    assert cli("matrix", "all.jsonl").code == 3
    assert cli("matrix", "all.jsonl", "--allow-incomplete").code == 0


def test_two_platforms_are_two_columns_for_every_reader(cli: Cli, tmp_path: Path) -> None:
    _, options = shards(cli, tmp_path, 1, cases=2)
    report = read_report(Path("whole.jsonl"))
    write_report(Path("mac.jsonl"), Report(replace(report.header, platform=MAC), report.records, report.footer))
    assert cli("combine", "whole.jsonl", "mac.jsonl", "-o", "all.jsonl").code == 0
    key = report.header.platform.key
    for verb in (("matrix", "all.jsonl"), ("matrix", "whole.jsonl", "mac.jsonl")):
        out = cli(*verb).out
        assert "copier@unknown (darwin-arm64)" in out
        assert f"copier@unknown ({key})" in out
    assert cli("publish", "all.jsonl", "--into", "there", *options[:2]).code == 0
    assert "(darwin-arm64)" in Path("there/COMPATIBILITY.md").read_text()
    assert cli("site", "all.jsonl", "-o", "site", *options[:2]).code == 0
    assert "(darwin-arm64)" in Path("site/index.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["gone.jsonl", "-o", "x"], 4, "gone.jsonl: error: cannot be read"),
        (["noise", "-o", "x"], 4, "noise:1: error: not JSON"),
        (["older", "-o", "x"], 4, "expected 'wasi-conformance/report/1', got 'wasi-conformance/report/0'"),
        (["whole", "-o", "whole/x"], 4, "--into 'whole/x': cannot be written"),
        (["whole"], 4, "Missing option '-o'"),
        ([], 4, "Missing argument 'REPORT...'"),
    ],
)
def test_what_is_no_report_of_ours_is_refused(cli: Cli, arguments: list[str], code: int, words: str) -> None:
    report = whole(HEADER, [RECORD])
    Path("noise").write_bytes(b"\x1b[2J<script>\n")
    write_report(Path("whole"), report)
    write_report(Path("older"), Report(replace(HEADER, schema="wasi-conformance/report/0"), (), report.footer))
    said = cli("combine", *arguments)
    assert said.code == code
    assert words in said.err
