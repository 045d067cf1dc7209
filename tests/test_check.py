"""Which runtimes provide what a component of one's own uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from records import CASES, headers, records
from stand_ins import Guest, good_report, write_corpus, write_runner
from upgrades import NAME, build, write_upgradable

from conformance.judge import GOOD
from conformance.report import Record, read_report
from conformance.resources import GUEST_PROGRAMS
from conformance.support import support_of

APP = GUEST_PROGRAMS / "prebuilt" / "cli" / "exit-ok.wasm"
EXIT = "wasi:cli/exit#exit"
STDOUT = "wasi:cli/stdout#get-stdout"
SPECS: dict[str, Any] = {"out": STDOUT, "exit": [EXIT, "wasi:clocks/wall-clock#now"], "tcp": "wasi:sockets/tcp#x"}


class House(NamedTuple):
    """A corpus with a case for stdout, one for exit and one for what the component does not use."""

    folder: Path
    options: tuple[str, ...]

    def build(self, version: str, **deeds: str) -> str:
        return build(self.folder, version, {f"area/{name}": [deed] for name, deed in deeds.items()})


@pytest.fixture
def house(tmp_path: Path) -> House:
    guests = {f"area/{name}": Guest(good_report(f"area/{name}"), {"spec": spec}) for name, spec in SPECS.items()}
    corpus = write_corpus(tmp_path / "corpus", guests)
    runner = write_upgradable(tmp_path / "runner")
    return House(tmp_path / "builds", ("--corpus", str(corpus), "--runner", str(runner)))


def checked(cli: Cli, house: House, *arguments: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cli("check", APP, *house.options, *arguments, "--format", "json").out)
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    """Function → state, for what some case asserts; of one runtime."""
    return {
        use["item"]: support["state"]
        for use in found["uses"]
        for support in use["runtimes"].values()
        if support["state"] != "no-case"
    }


def test_each_function_is_looked_up_in_the_cases_that_assert_it(cli: Cli, house: House) -> None:
    found = checked(cli, house, "-r", house.build("1", exit="fail", tcp="fail"))
    assert states(found) == {STDOUT: "passes", EXIT: "fails"}
    (failure,) = found["failures"]
    assert (failure["case"], failure["functions"], failure["beside"]) == (
        "area/exit",
        [EXIT],
        ["wasi:clocks/wall-clock#now"],
    )
    assert found["left_out"] == {"area": 1}
    assert "wasi:cli/run#run" in found["unasserted"]


def test_the_table_names_imports_exports_versions_failures_and_what_was_left_out(cli: Cli, house: House) -> None:
    said = cli("check", APP, *house.options, "-r", house.build("1", exit="fail"), "-r", house.build("2"))
    assert said.code == 0
    rows = [line for line in said.out.splitlines() if line.startswith("│")]
    assert any("import │ wasi:cli/exit@0.2.12#exit" in row and "✗ 1 of 1 fail" in row for row in rows)
    assert any("export │ wasi:cli/run@0.2.12#run" in row and "? no case" in row for row in rows)
    assert "1 failure in what the component uses:" in said.out
    assert "    but:   asserts wasi:clocks/wall-clock#now, too, which the component does not use" in said.out
    assert "2 of 3 cases concern what the component imports or exports; left out: area 1" in said.out
    markdown = cli("check", APP, *house.options, "-r", house.build("2"), "--format", "markdown").out
    assert "| import | `wasi:cli/exit@0.2.12#exit`" in markdown


def test_what_is_refused_is_not_provided_and_says_why(cli: Cli, house: House) -> None:
    runtime = house.build("1", exit="refuse")
    found = checked(cli, house, "-r", runtime)
    assert states(found) == {STDOUT: "passes", EXIT: "not-provided"}
    said = cli("check", APP, *house.options, "-r", runtime, "--exit-code")
    assert said.code == 1
    assert "does not provide: refused at load: no such import" in said.out
    assert cli("check", APP, *house.options, "-r", house.build("2"), "--exit-code").code == 0


def test_a_known_failure_is_told_with_its_issue(cli: Cli, house: House) -> None:
    entry = '[[expected]]\ncase = "area/exit"\noutcome = "fail"\nreason = "ran: *"\nissue = "https://e.org/7"\n'
    Path("known.toml").write_text(f'runtime = "{NAME}"\n\n{entry}')
    runtime = house.build("1", exit="fail")
    found = checked(cli, house, "-r", runtime, "--expectations", "known.toml")
    assert (found["failures"][0]["known"], found["failures"][0]["issue"]) == ("known.toml:3", "https://e.org/7")
    said = cli("check", APP, *house.options, "-r", runtime, "--expectations", "known.toml")
    assert "    known: known.toml:3, https://e.org/7" in said.out


def test_reports_answer_without_running_anything(cli: Cli, house: House) -> None:
    one, two = house.build("1", out="fail"), house.build("2")
    cli("run", *house.options, "-r", one, "-r", two, "--report", "r.jsonl")
    first, second = read_report(Path("r.jsonl")).labels
    for program in (one, two):
        Path(program.partition(":")[2]).unlink()
    found = checked(cli, house, "--report", "r.jsonl")
    assert [found["runtimes"].keys() >= {first, second}, len(found["failures"])] == [True, 1]
    assert states(checked(cli, house, "--report", "r.jsonl", "-r", second)) == {STDOUT: "passes", EXIT: "passes"}
    said = cli("check", APP, *house.options, "--report", "r.jsonl", "-r", "wasmtime")
    assert (said.code, f"the reports have only {first}" in said.err) == (4, True)


def test_a_case_that_is_not_in_the_report_is_not_taken_for_a_pass(cli: Cli, house: House) -> None:
    cli("run", "area/exit", *house.options, "-r", house.build("1"), "--report", "r.jsonl")
    found = checked(cli, house, "--report", "r.jsonl")
    assert states(found) == {STDOUT: "not-tried", EXIT: "passes"}
    assert "1 of 2 cases are not in the reports" in found["notes"][0]


def test_reports_that_disagree_are_refused(cli: Cli, house: House) -> None:
    cli("run", *house.options, "-r", house.build("1"), "--report", "a.jsonl")
    Path("b.jsonl").write_text(Path("a.jsonl").read_text().replace('"outcome":"pass"', '"outcome":"fail"'))
    said = cli("check", APP, *house.options, "--report", "a.jsonl", "--report", "b.jsonl")
    assert (said.code, "is pass in one report and fail in another" in said.err) == (4, True)


def test_the_run_can_be_kept_and_asked_again(cli: Cli, house: House) -> None:
    runtime = house.build("1", exit="crash")
    before = checked(cli, house, "-r", runtime, "--keep", "kept.jsonl")
    assert read_report(Path("kept.jsonl")).header.selection == ("area/exit", "area/out")
    assert checked(cli, house, "--report", "kept.jsonl") == before


def test_its_json_is_what_its_schema_says(cli: Cli, house: House) -> None:
    schema = json.loads(cli("check", "--schema").out)
    validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)(schema)
    validator.validate(checked(cli, house, "-r", house.build("1", exit="fail", out="refuse")))


def test_exit_codes(cli: Cli, house: House, tmp_path: Path) -> None:
    absent = write_runner(tmp_path / "absent", "absent", provide={"path": {"program": "never-heard-of-it"}})
    said = cli("check", APP, *house.options, "--runner", absent, "-r", house.build("1"), "-r", "absent")
    assert (said.code, "unavailable: absent: the program 'never-heard-of-it'" in said.out) == (3, True)
    (tmp_path / "empty.wasm").write_bytes(b"\0asm\x0d\0\x01\0")
    assert cli("check", tmp_path / "empty.wasm", *house.options, "-r", house.build("1")).code == 5
    (tmp_path / "core.wasm").write_bytes(b"\0asm\x01\0\0\0")
    said = cli("check", tmp_path / "core.wasm", *house.options)
    assert (said.code, "is a core module, not a component" in said.err) == (4, True)
    assert cli("check", APP, *house.options, "--report", "x.jsonl", "--keep", "y.jsonl").code == 4


@st.composite
def some_records(draw: st.DrawFn) -> list[Record | None]:
    header = draw(headers(["a@1"]))
    return [draw(st.none() | records(header, case, "a@1")) for case in CASES]


@given(some_records())
def test_a_function_passes_only_when_a_case_does_and_none_says_otherwise(some: list[Record | None]) -> None:
    found = support_of(some)
    outcomes = [record.outcome for record in some if record is not None]
    if found.state == "passes":
        assert any(outcome in GOOD for outcome in outcomes)
        assert not {"fail", "trap", "crash", "timeout", "flaky", "unsupported"} & set(outcomes)
    assert (found.state == "fails") == bool({"fail", "trap", "crash", "timeout", "flaky"} & set(outcomes))
    assert found.state != "no-case"
    assert support_of([]).state == "no-case"
    assert support_of([None]).state == "not-tried"
