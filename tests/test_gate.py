"""The gate: what got worse blocks an upgrade, a flake does not, and nothing that is missing passes for unchanged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import jsonschema
import msgspec
import pytest
import xmlschema
from conftest import Cli, Said
from records import CASES, headers, records
from stand_ins import ROOT, Guest, good_report, write_corpus, write_runner
from upgrades import NAME, build, write_upgradable

from conformance.component import read_component
from conformance.corpus import load_corpus
from conformance.errors import Malformed, Unprovided
from conformance.gate import UnfitReport, admit
from conformance.report import Footer, Report, read_report
from conformance.resources import GUEST_PROGRAMS, RUNNERS
from conformance.runtimes.runtime import bring
from conformance.runtimes.spec import Wanted, load_runner

IDS = ("area/a", "area/b", "area/c")
XSD = xmlschema.XMLSchema(str(ROOT / "tests" / "junit-10.xsd"))


class House(NamedTuple):
    """A corpus of three cases, and a place where versions of a runtime are built."""

    folder: Path
    options: tuple[str, ...]

    def build(self, version: str, **deeds: Sequence[str]) -> str:
        return build(self.folder, version, {f"area/{name}": some for name, some in deeds.items()})


@pytest.fixture
def house(tmp_path: Path) -> House:
    corpus = write_corpus(tmp_path / "corpus", {case: good_report(case) for case in IDS})
    runner = write_upgradable(tmp_path / "runner")
    return House(tmp_path / "builds", ("--corpus", str(corpus), "--runner", str(runner)))


def gated(cli: Cli, house: House, before: str, after: str, *more: object) -> tuple[Said, dict[str, Any]]:
    said = cli("gate", "--from", before, "--to", after, *house.options, *more)
    found: dict[str, Any] = json.loads(Path("conformance-gate/gate.json").read_text())
    assert found["exit_code"] == said.code
    XSD.validate("conformance-gate/junit.xml")
    return said, found


def stored(cli: Cli, house: House, selection: str, file: str, *more: object) -> Path:
    cli("run", "-r", selection, "--report", file, *house.options, *more)
    return Path(file)


def junit_results() -> dict[str, str]:
    """Case → how JUnit has it, and its message."""
    tree = ElementTree.parse("conformance-gate/junit.xml")
    return {
        str(case.get("name")): "; ".join(f"{told.tag}: {told.get('message')}" for told in case) or "passed"
        for case in tree.iter("testcase")
    }


# ----------------------------------------------------------------------------------------- open, or closed


def test_it_opens_when_nothing_got_worse(cli: Cli, house: House) -> None:
    said, found = gated(cli, house, house.build("1"), house.build("2"))
    assert said.code == 0
    assert said.out.endswith("✓ GATE OPEN: nothing got worse: 3 cases tried on both sides\n")
    assert (found["blocking"], found["unsteady"], found["cases"]) == ([], [], 3)
    assert junit_results() == dict.fromkeys(IDS, "passed")


def test_it_closes_when_a_case_got_worse_and_says_all_there_is_to_know(cli: Cli, house: House) -> None:
    said, found = gated(cli, house, house.build("1"), house.build("2", b=["fail"]))
    assert said.code == 1
    (one,) = found["blocking"]
    assert (one["case"], one["verdict"], one["bucket"], len(one["again"])) == ("area/b", "confirmed", "regression", 3)
    assert (one["expected"], one["before"]["got"], one["after"]["got"]) == (
        {"ran": "yes"},
        {"ran": "yes"},
        {"ran": "fail"},
    )
    assert "✗ fail  REGRESSION  area/b (must)  stand-in@1+local." in said.out
    for line in (
        "    clause:   Whatever this test says.",
        "    expected: ran: yes",
        "    before:   ✓ pass  ran: got yes",
        "    now:      ✗ fail  ran: got fail, want yes",
        "    again:    seen again 3 of 3 times",
        "    rerun:    wasi-conformance repro area/b -r stand-in@2+local.",
        f"    bare:     {house.folder}/2 ",
        "    accept:   wasi-conformance expectations update --from conformance-gate/after.jsonl -r stand-in ",
    ):
        assert line in said.out
    assert said.out.endswith("✗ GATE CLOSED: 1 case got worse\n")
    assert junit_results()["area/b"] == "failure: was pass, is fail: fail: ran: got fail, want yes"


def test_what_got_better_is_told_and_opens(cli: Cli, house: House) -> None:
    said, _ = gated(cli, house, house.build("1", a=["fail"]), house.build("2"))
    assert (said.code, "1 fix; 2 of 3 unchanged; passing 3 (+1)" in said.out) == (0, True)


def test_what_fails_as_before_is_no_worse(cli: Cli, house: House) -> None:
    said, _ = gated(cli, house, house.build("1", a=["fail"]), house.build("2", a=["fail"]))
    assert said.code == 0
    assert junit_results()["area/a"] == "skipped: no worse than before: fail: ran: got fail, want yes"


@pytest.mark.parametrize(("deed", "title"), [("crash", "NEWLY CRASHING"), ("refuse", "NEWLY UNSUPPORTED")])
def test_crashes_and_refusals_are_worse(cli: Cli, house: House, deed: str, title: str) -> None:
    said, _ = gated(cli, house, house.build("1"), house.build("2", c=[deed]), "--format", "pretty")
    assert (said.code, f"{title}  area/c" in said.out) == (1, True)


def test_a_hang_is_worse(cli: Cli, house: House) -> None:
    said, _ = gated(cli, house, house.build("1"), house.build("2", c=["hang"]), "--timeout", 1, "--confirm", 1)
    assert (said.code, "was pass, is timeout" in said.out) == (1, True)


# ------------------------------------------------------------------------------------------------- flakes


def test_a_flake_of_the_new_side_does_not_block(cli: Cli, house: House) -> None:
    said, found = gated(cli, house, house.build("1"), house.build("2", a=["fail", "fail", "pass"]))
    assert said.code == 0
    (one,) = found["unsteady"]
    assert [again["seen_again"] for again in one["again"]] == [True, False]
    assert "✗ fail  UNSTEADY  area/a" in said.out
    assert "does not block: seen again 1 of 2 times, the last one was before pass, now pass" in said.out
    assert junit_results()["area/a"].startswith("skipped: unsteady: was pass, is fail")


def test_a_flake_that_the_old_side_has_as_well_does_not_block(cli: Cli, house: House) -> None:
    said, found = gated(cli, house, house.build("1", a=["pass", "fail"]), house.build("2", a=["fail"]))
    assert (said.code, found["unsteady"][0]["verdict"]) == (0, "unsteady")


def test_a_late_flake_is_caught_when_it_is_run_often_enough(cli: Cli, house: House) -> None:
    late = ["fail"] * 3 + ["pass"]
    assert gated(cli, house, house.build("1"), house.build("2", a=late), "--confirm", 2)[0].code == 1
    shutil.rmtree(house.folder)
    assert gated(cli, house, house.build("1"), house.build("2", a=late), "--confirm", 3)[0].code == 0


def test_a_version_that_flakes_everywhere_is_not_worse_than_itself(cli: Cli, house: House) -> None:
    moods = ["pass", "fail"] * 50
    same = house.build("1", a=moods, b=moods, c=moods)
    for confirm in (3, 1, 0):
        assert gated(cli, house, same, same, "--confirm", confirm)[0].code == 0


def test_a_side_of_the_same_name_may_be_another_program(cli: Cli, house: House, tmp_path: Path) -> None:
    program = tmp_path / "on-path"
    runner = write_runner(tmp_path / "own", "own", provide={"path": {"program": str(program)}}, process={
        "run": ["{program}", "{component}"]})  # fmt: skip
    own = House(house.folder, (*house.options, "--runner", str(runner)))
    program.symlink_to(own.build("1").partition(":")[2])
    old = stored(cli, own, "own", "old.jsonl")
    program.unlink()
    program.symlink_to(own.build("2", a=["fail"]).partition(":")[2])
    said, found = gated(cli, own, str(old), "own")
    assert {label for file in (old, "conformance-gate/after.jsonl") for label in read_report(Path(file)).labels} == {
        "own@unknown"
    }
    assert said.code == 1, found


def test_running_again_that_came_to_nothing_excuses_nobody(cli: Cli, house: House) -> None:
    said, found = gated(cli, house, house.build("1"), house.build("2", c=["vanish"]), "-j", 1)
    assert said.code == 1
    (one,) = found["blocking"]
    assert one["verdict"] == "unconfirmed"
    assert "an attempt on after came to nothing" in one["unconfirmed"]


def test_without_confirmation_everything_blocks(cli: Cli, house: House) -> None:
    said, found = gated(cli, house, house.build("1"), house.build("2", a=["fail", "pass"]), "--confirm", 0)
    assert (said.code, found["blocking"][0]["unconfirmed"]) == (1, "it was not run again")


# ------------------------------------------------------------------------------------------------- expectations


def expecting(reason: str) -> Path:
    file = Path("known.toml")
    entry = f'[[expected]]\ncase = "area/a"\noutcome = "fail"\nreason = "{reason}"\nissue = "https://e.org/7"\n'
    file.write_text(f'runtime = "{NAME}"\n\n{entry}')
    return file


def test_what_is_expected_does_not_block(cli: Cli, house: House) -> None:
    known = expecting("ran: got fail, want yes")
    said, found = gated(cli, house, house.build("1"), house.build("2", a=["fail"]), "--expectations", known)
    assert (said.code, found["expected"]) == (0, 1)
    told = "skipped: expected by known.toml:3, https://e.org/7: fail: ran: got fail, want yes"
    assert junit_results()["area/a"] == told


def test_failing_for_another_reason_than_expected_blocks(cli: Cli, house: House) -> None:
    known = expecting("ran: got fail, want yes")
    versions = house.build("1", a=["fail"]), house.build("2", a=["fail otherwise"])
    said, found = gated(cli, house, *versions, "--expectations", known)
    assert (said.code, found["blocking"][0]["why"]) == (1, "fails for another reason than known.toml:3 expects")
    assert gated(cli, house, *versions)[0].code == 0  # nobody expected anything: it fails as it did


def test_an_unexpected_pass_is_told(cli: Cli, house: House) -> None:
    said, _ = gated(cli, house, house.build("1"), house.build("2"), "--expectations", expecting("x"))
    assert (said.code, "unexpected pass: area/a is pass on stand-in@2" in said.out) == (0, True)


# ------------------------------------------------------------------------------------------------- stored reports


def test_a_stored_report_can_be_either_side(cli: Cli, house: House) -> None:
    old, new = house.build("1"), house.build("2", b=["fail"])
    before, after = stored(cli, house, old, "old.jsonl"), stored(cli, house, new, "new.jsonl")
    for sides in ((before, new), (old, after), (before, after)):
        said, found = gated(cli, house, *map(str, sides))
        assert (said.code, [one["case"] for one in found["blocking"]]) == (1, ["area/b"])
    assert gated(cli, house, str(after), str(before))[0].code == 0


def test_what_cannot_be_run_again_on_one_side_blocks_unless_the_other_disproves_it(cli: Cli, house: House) -> None:
    old = str(stored(cli, house, house.build("1"), "old.jsonl"))
    said, found = gated(cli, house, old, house.build("2", a=["fail"]))
    assert (said.code, found["blocking"][0]["verdict"]) == (1, "unconfirmed")
    assert "could not be confirmed, and blocks: before could not be run again: " in said.out
    assert [again["before"] for again in found["blocking"][0]["again"]] == [None] * 3
    assert gated(cli, house, old, house.build("3", a=["fail", "pass"]))[0].code == 0


def test_a_gates_own_report_is_the_next_baseline_and_is_not_written_over(cli: Cli, house: House) -> None:
    gated(cli, house, house.build("1"), house.build("2"))
    said = cli("gate", "--from", "conformance-gate/after.jsonl", "--to", house.build("3"), *house.options)
    assert (said.code, "would be written over: choose another --report-dir" in said.err) == (4, True)
    elsewhere = ("--report-dir", "next")
    said = cli("gate", "--from", "conformance-gate/after.jsonl", "--to", house.build("3"), *house.options, *elsewhere)
    assert said.code == 0


def test_several_runtimes_in_a_report_are_paired_by_name_or_as_chosen(cli: Cli, house: House) -> None:
    old, new = house.build("1"), house.build("2")
    both = stored(cli, house, old, "both.jsonl", "-r", new)
    said = cli("gate", "--from", both, "--to", house.build("3"), *house.options)
    assert (said.code, "hint: say which to compare with --pair BEFORE=AFTER" in said.err) == (4, True)
    label = read_report(both).labels[0]
    assert gated(cli, house, str(both), house.build("3"), "--pair", f"{label}={NAME}")[0].code == 0


def a_report(**changes: Any) -> Report:
    """A whole report of two cases on one runtime, or not quite."""
    header = msgspec.structs.replace(headers(["a@1"]).example(), selection=(), shard=None, cases=len(CASES))
    some = tuple(
        msgspec.structs.replace(records(header, case, "a@1").example(), outcome="pass", reason="") for case in CASES
    )
    fields = {name: changes.pop(name) for name in list(changes) if name in ("records", "footer")}
    header = msgspec.structs.replace(header, **changes)
    whole = {"records": some, "footer": Footer(finished="", records=len(some)), **fields}
    return Report(header, whole["records"], whole["footer"])


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
@pytest.mark.parametrize(
    ("changes", "words", "code"),
    [
        ({"footer": None}, "its run did not finish", 3),
        ({"selection": ("filesystem",)}, "it is filtered: it has only what filesystem selects", 3),
        ({"shard": "1/2"}, "it has only the shard 1/2", 3),
        ({"cases": len(CASES) + 1}, "it has 4 of 5 cases for a@1: its run was stopped early", 3),
        ({"cases": 0, "records": ()}, "it has no case at all", 5),
        ({"corpus_sha256": "0ther"}, "it is over another corpus (0ther) than the present one (c0ffee)", 4),
    ],
)
def test_a_report_is_refused_when_anything_may_be_missing(changes: dict[str, Any], words: str, code: int) -> None:
    with pytest.raises(UnfitReport) as refused:
        admit(a_report(**changes), Path("old.jsonl"), "c0ffee")
    assert words in str(refused.value)
    assert refused.value.exit_code == code


@pytest.mark.filterwarnings("ignore::hypothesis.errors.NonInteractiveExampleWarning")
def test_another_corpus_can_be_allowed_and_a_case_that_is_there_twice_cannot() -> None:
    admit(a_report(), Path("old.jsonl"), "c0ffee")
    admit(a_report(corpus_sha256="other"), Path("old.jsonl"), "c0ffee", allow_corpus_change=True)
    report = a_report()
    with pytest.raises(Malformed, match="is there twice for a@1"):
        admit(a_report(records=report.records[:1] * 4), Path("old.jsonl"), "c0ffee")


def test_a_filtered_report_is_refused_on_the_command_line(cli: Cli, house: House) -> None:
    part = stored(cli, house, house.build("1"), "part.jsonl", "area/a")
    said = cli("gate", "--from", part, "--to", house.build("2"), *house.options)
    assert (said.code, "part.jsonl cannot be gated: it is filtered" in said.err) == (3, True)
    assert "hint: `wasi-conformance run -r NAME@VERSION --report FILE` makes one" in said.err


# ------------------------------------------------------------------------------------------------- other exit codes


def test_3_when_a_runtime_is_missing(cli: Cli, house: House, tmp_path: Path) -> None:
    absent = write_runner(tmp_path / "absent", "absent", provide={"path": {"program": "never-heard-of-it"}})
    said = cli("gate", "--from", house.build("1"), "--to", "absent", *house.options, "--runner", absent)
    assert (said.code, "UNAVAILABLE absent: the program 'never-heard-of-it' is not on PATH" in said.err) == (3, True)


def test_3_when_the_suite_itself_failed_on_a_side(cli: Cli, house: House, tmp_path: Path) -> None:
    broken = write_runner(tmp_path / "broken", "broken", process={"run": ["/nowhere/at/all"]})
    said, found = gated(cli, house, house.build("1"), "broken", "--runner", broken)
    assert said.code == 3
    assert found["incomplete"][0].startswith("the suite itself failed on broken@unknown in area/a, area/b, area/c: ")
    assert said.out.endswith("✗ GATE CLOSED: incomplete: the gate cannot answer\n")


def test_3_when_a_case_that_was_tried_before_is_skipped_now(
    cli: Cli, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = write_corpus(tmp_path / "six", {"a/b": Guest(good_report("a/b"), {"needs": ["ipv6"]}), "area/a": b""})
    own = House(house.folder, ("--corpus", str(corpus), *house.options[2:]))
    monkeypatch.setattr("conformance.engine.machine_lacks", dict)
    old = stored(cli, own, own.build("1"), "old.jsonl")
    monkeypatch.setattr("conformance.engine.machine_lacks", lambda: {"ipv6": "this machine has none"})
    said, found = gated(cli, own, str(old), own.build("2"))
    assert said.code == 3
    assert "skipped on stand-in@2" in found["incomplete"][0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--to", "stand-in"], "Missing option '--from'"),
        (["--from", "stand-in", "--to", "stnad-in"], "did you mean stand-in?"),
        (["--from", "stand-in", "--to", "gone.jsonl"], "gone.jsonl: error: cannot be read: No such file"),
        (["--from", "stand-in:/nowhere/at-all", "--to", "stand-in"], "--from 'stand-in:/nowhere/at-all': "),
        (["--from", "stand-in", "--to", "stand-in", "--confirm", "-1"], "'--confirm'"),
        (["--from", "stand-in", "--to", "stand-in", "--pair", "x"], "expected BEFORE=AFTER"),
        (["--from", "stand-in", "--to", "stand-in", "area"], "unexpected extra argument"),
        (["--from", "stand-in", "--to", "stand-in", "--component", "gone.wasm"], "gone.wasm: error: cannot be read"),
    ],
)
def test_4_for_a_mistake_with_what_would_be_right(cli: Cli, house: House, arguments: list[str], words: str) -> None:
    said = cli("gate", *arguments, *house.options)
    assert (said.code, said.out) == (4, "")
    assert words in said.err


def test_5_when_nothing_could_be_tried(cli: Cli, house: House, tmp_path: Path) -> None:
    refusing = {name: ["refuse"] for name in "abc"}
    said, _ = gated(cli, house, house.build("1", **refusing), house.build("2", **refusing))
    assert (said.code, "nothing could be tried on both sides" in said.out) == (5, True)
    nothing = write_corpus(tmp_path / "empty", {})
    sides = ("--from", house.build("1"), "--to", house.build("2"))
    assert cli("gate", *sides, "--corpus", nothing, *house.options[2:]).code == 5


# ------------------------------------------------------------------------------------------------- a component


def test_a_component_of_ones_own_limits_it_to_what_it_uses(cli: Cli, house: House, tmp_path: Path) -> None:
    app = GUEST_PROGRAMS / "prebuilt" / "cli" / "exit-ok.wasm"
    assert "wasi:cli/stdout#get-stdout" in read_component(app).wants
    other = Guest(good_report("area/b"), {"spec": "wasi:sockets/tcp#[method]tcp-socket.start-bind"})
    corpus = write_corpus(tmp_path / "two", {"area/a": good_report("area/a"), "area/b": other})
    own = House(house.folder, ("--corpus", str(corpus), *house.options[2:]))
    worse = own.build("2", b=["fail"])
    assert gated(cli, own, own.build("1"), worse)[0].code == 1
    said, found = gated(cli, own, own.build("1"), worse, "--component", app)
    assert (said.code, found["cases"], found["scope"]["left_out"]) == (0, 1, {"area": 1})
    assert "1 of 2 cases concern what the component imports or exports; left out: area 1" in said.out
    assert "wasi:cli/exit#exit" in found["scope"]["unasserted"]
    assert "no case asserts" in said.out
    said = cli("gate", "--from", "conformance-gate/before.jsonl", "--to", worse, *own.options, "--report-dir", "x")
    assert (said.code, "is filtered" in said.err) == (3, True)
    whole = stored(cli, own, own.build("1"), "whole.jsonl")
    assert gated(cli, own, str(whole), worse, "--component", app)[0].code == 0


def test_a_component_that_no_case_concerns_is_no_reason_to_open(cli: Cli, house: House, tmp_path: Path) -> None:
    (tmp_path / "app.wasm").write_bytes(b"\0asm\x0d\0\x01\0")  # a component with nothing in it
    sides = ("--from", house.build("1"), "--to", house.build("2"))
    said = cli("gate", *sides, *house.options, "--component", tmp_path / "app.wasm")
    assert (said.code, "no case concerns what the component imports or exports" in said.err) == (5, True)


# ------------------------------------------------------------------------------------------------- formats


def test_its_json_is_what_its_schema_says(cli: Cli, house: House) -> None:
    schema = json.loads(cli("gate", "--schema").out)
    validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)(schema)
    flaky = house.build("1"), house.build("2", a=["fail"], b=["fail", "pass"])
    said, found = gated(cli, house, *flaky, "--format", "json")
    assert json.loads(said.out) == found
    validator.validate(found)
    assert read_report(Path(found["reports"]["after"])).footer is not None


def test_markdown_goes_to_the_step_summary_and_annotations_to_the_job(
    cli: Cli, house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sides = house.build("1"), house.build("2", a=["fail"])
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert "::error" not in gated(cli, house, *sides)[0].err
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    said, _ = gated(cli, house, *sides, "--format", "markdown")
    line = next(line for line in said.err.splitlines() if line.startswith("::error"))
    assert line.startswith("::error file=corpus/area/a.c,title=regression%3A area/a on stand-in@2+local.")
    assert "was pass, is fail; before ✓ pass  ran: got yes; now ✗ fail  ran: got fail, want yes%0Awasi-" in line
    markdown = Path("conformance-gate/gate.md").read_text()
    assert summary.read_text() == f"before\n{markdown}\n"
    monkeypatch.setenv(
        "GITHUB_WORKSPACE", str(tmp_path / "elsewhere")
    )  # the suite is installed, and not the repository
    assert "::error title=regression%3A area/a on stand-in@2+local." in gated(cli, house, *sides)[0].err
    assert said.out == markdown + "\n"
    assert "## ✗ GATE CLOSED: 1 case got worse" in markdown
    assert markdown.count("<details>") == markdown.count("</details>") == 2
    assert "1 regression; 2 of 3 unchanged; passing 2 (−1)" in markdown


# ------------------------------------------------------------------------------------------------- real versions


def small_corpus(folder: Path, area: str, ids: Mapping[str, object]) -> Path:
    """Some cases of the real corpus, in a corpus of their own."""
    (folder / area).mkdir(parents=True)
    (folder / "prebuilt" / area).mkdir(parents=True)
    for case_id in ids:
        shutil.copy(GUEST_PROGRAMS / f"{case_id}.c", folder / area)
        shutil.copy(GUEST_PROGRAMS / "prebuilt" / f"{case_id}.wasm", folder / "prebuilt" / area)
    (folder / "prebuilt" / "manifest.json").write_text(json.dumps({"cases": ids}))
    return folder


def test_two_real_versions_of_wasmtime(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WASI_CONFORMANCE_CACHE")  # the user's own has these versions, perhaps
    try:
        for version in ("45.0.2", "46.0.1"):
            bring(Wanted(load_runner(RUNNERS / "wasmtime"), version))
    except Unprovided as absent:
        pytest.skip(str(absent))
    manifest = json.loads((GUEST_PROGRAMS / "prebuilt" / "manifest.json").read_text())["cases"]
    runnable = {case.id for case in load_corpus().cases if case.stale is None and case.front.table is None}
    ids = {name: entry for name, entry in manifest.items() if name.startswith("random/") and name in runnable}
    assert len(ids) > 5
    options = ("--corpus", small_corpus(tmp_path / "corpus", "random", ids))
    said = cli("gate", "--from", "wasmtime@45.0.2", "--to", "wasmtime@46.0.1", *options)
    assert said.code == 0, said.out
    assert f"{len(ids)} of {len(ids)} unchanged" in said.out
    said = cli("gate", "--from", "conformance-gate/before.jsonl", "--to", "wasmtime@==46.0.*", *options,
               "--report-dir", "next")  # fmt: skip
    assert said.code == 0, said.err
    assert {
        label for side in ("before", "after") for label in read_report(Path(f"conformance-gate/{side}.jsonl")).labels
    } == {
        "wasmtime@45.0.2",
        "wasmtime@46.0.1",
    }
