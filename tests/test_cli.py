"""The command: exit codes, what goes where, messages that people can act on, and JSON that is what it says."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from conftest import Cli
from stand_ins import PYTHON, Guest, driver_lane, good_guests, good_report, write_copier, write_corpus, write_runner

from conformance import __version__
from conformance.cli import _VERBS
from conformance.report import read_report
from conformance.schemas import schema_file


class House(NamedTuple):
    """A corpus with one case that passes and one that does not, and a runner for it."""

    corpus: Path
    runner: Path
    options: tuple[str, ...]


@pytest.fixture
def house(tmp_path: Path) -> House:
    corpus = write_corpus(tmp_path / "corpus", {**good_guests(1), "bad/case": b"noise"})
    runner = write_copier(tmp_path / "runner")
    return House(corpus, runner, ("--corpus", str(corpus), "--runner", str(runner), "-r", "copier"))


# ------------------------------------------------------------------------------------------------- exit codes


def test_0_when_all_is_as_expected(cli: Cli, house: House) -> None:
    said = cli("run", "good", *house.options)
    assert said.code == 0
    assert "1/1" in said.out
    assert read_report(Path("conformance-report.jsonl")).footer is not None


def test_1_when_a_result_is_not_expected(cli: Cli, house: House) -> None:
    said = cli("run", *house.options)
    assert said.code == 1
    assert "1 unexpected" in said.out
    assert "✗ fail  bad/case  copier@unknown" in said.out
    assert cli("repro", "bad/case", *house.options).code == 1
    assert cli("repro", "good/case-0", *house.options).code == 0


@pytest.mark.parametrize(
    ("runner", "words"),
    [
        ({"provide": {"path": {"program": "never-heard-of-it"}}}, "'never-heard-of-it' is not on PATH"),
        ({"worker": driver_lane("driver_dies_at_hello")}, "its last words: no licence found"),
        ({"worker": driver_lane("driver_speaks_another_protocol")}, "speaks protocol 2, not 1"),
    ],
)
def test_3_when_a_runtime_that_was_asked_for_by_name_is_not_to_be_had(
    cli: Cli, house: House, tmp_path: Path, runner: dict[str, Any], words: str
) -> None:
    folder = write_runner(tmp_path / "absent", "absent", **runner)
    said = cli("run", "good", *house.options, "--runner", folder, "-r", "absent")
    assert said.code == 3
    assert f"UNAVAILABLE absent: {words}" in said.err or words in said.err
    assert "unavailable: absent" in said.out
    assert len(read_report(Path("conformance-report.jsonl")).records) == 1  # the other runtime was run all the same
    assert cli("repro", "good/case-0", "--corpus", house.corpus, "--runner", folder, "-r", "absent").code == 3
    assert cli("runtimes", "--runner", folder, "-r", "absent").code == 3


def test_3_when_the_suite_itself_failed(cli: Cli, house: House, tmp_path: Path) -> None:
    folder = write_runner(tmp_path / "broken", "broken", process={"run": ["/nowhere/at/all"]})
    said = cli("run", "good", "--corpus", house.corpus, "--runner", folder, "-r", "broken")
    assert said.code == 3
    assert "! error  good/case-0  broken@unknown" in said.out


def test_3_when_the_report_cannot_be_written_to_its_end(cli: Cli, house: House) -> None:
    said = cli("run", "good", *house.options, "--report", "/dev/full")
    assert said.code == 3
    assert "No space left on device" in said.err


def test_a_mistake_of_the_suites_own_is_no_unexpected_result(
    cli: Cli, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.cli.run.plan", lambda *_: 1 / 0)
    said = cli("run", *house.options)
    assert said.code == 3
    assert "ZeroDivisionError" in said.err
    assert "a mistake of the suite's own" in said.err


def test_5_when_nothing_ran(cli: Cli, house: House, tmp_path: Path) -> None:
    empty = {cli("run", "good", *house.options, "--shard", f"{index}/2").code for index in (1, 2)}
    assert empty == {0, 5}
    nothing = write_corpus(tmp_path / "empty", {})
    assert cli("run", "--corpus", nothing, *house.options[2:]).code == 5
    assert cli("list", "--corpus", nothing).code == 5


def test_5_when_every_case_was_skipped(cli: Cli, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.engine.machine_lacks", lambda: {"ipv6": "this machine has none"})
    corpus = write_corpus(tmp_path / "ipv6", {"a/b": Guest(good_report("a/b"), {"needs": ["ipv6"]})})
    said = cli("run", "--corpus", corpus, *house.options[2:])
    assert (said.code, "1 skip" in said.out) == (5, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "godo"], "unknown case 'godo'; did you mean good/"),
        (["run", "good/case-1"], "did you mean good/case-0"),
        (["run", "-r", "copper"], "unknown runtime 'copper'; did you mean copier?"),
        (["run", "-r", "copier@"], "--runtime 'copier@': expected NAME or NAME@VERSION"),
        (["run", "--shard", "5/4"], "--shard '5/4': expected i/n"),
        (["run", "-j", "0"], "'--jobs'"),
        (["run", "--timeout", "0"], "'--timeout'"),
        (["run", "--timeout", "soon"], "not a valid float"),
        (["run", "--format", "xml"], "'xml' is not one of"),
        (["run", "--corpus", "/nowhere"], "'/nowhere' does not exist"),
        (["run", "--colour"], "No such option"),
        (["run", "--report", "/dev/null/x"], "--report '/dev/null/x': cannot be written: "),
        (["run", "--report", "r.jsonl.gz"], "`wasi-conformance combine` does that"),
        (["repro", "good/case-0", "-r", "copper"], "did you mean copier?"),
        (["repro", "god/case-0", "-r", "copier"], "did you mean good/case-0"),
        (["repro", "good/case-0"], "Missing option '-r'"),
        (["explain", "good"], "did you mean good/case-0"),
        (["explain"], "Missing argument 'ID'"),
        (["list", "nonsense-everywhere"], "unknown case 'nonsense-everywhere'; there is"),
        (["runtimes", "-r", "copper"], "did you mean copier?"),
        (["matrix"], "Missing argument 'REPORTS...'"),
        (["matrix", "gone.jsonl"], "gone.jsonl: error: cannot be read: No such file"),
        (["rnu"], "no such command 'rnu'; did you mean run?"),
        (["completion", "tcsh"], "is not one of 'bash', 'zsh', 'fish'"),
    ],
)
def test_4_for_a_mistake_in_the_options_with_what_would_be_right(
    cli: Cli, house: House, arguments: list[str], words: str
) -> None:
    takes = {"run": house.options, "repro": house.options[:4], "explain": house.options[:2], "list": house.options[:2]}
    takes["runtimes"] = house.options[2:4]
    verb, *more = arguments
    said = cli(verb, *takes.get(verb, ()), *more)
    assert said.code == 4
    assert words in said.err
    assert said.out == ""


def test_4_for_a_mistake_in_a_file_with_file_line_and_field(cli: Cli, house: House, tmp_path: Path) -> None:
    source = house.corpus / "bad/case.c"
    source.write_text(source.read_text().replace("level: must", "level: perhaps"))
    said = cli("run", *house.options)
    assert (said.code, f"{source}:5: error in `level`: Invalid enum value 'perhaps'" in said.err) == (4, True)

    runner = write_runner(tmp_path / "wrong", process={"run": ["{programme}"]})
    said = cli("runtimes", "--runner", runner)
    assert (said.code, "runner.yaml:7: error in `process`: Unknown variable {programme}" in said.err) == (4, True)

    report = tmp_path / "report.jsonl"
    report.write_text("{}\n")
    for verb in (["matrix"], ["explain", "good/case-0", "--corpus", house.corpus, "--report"]):
        if verb[0] == "explain":
            source.write_text(source.read_text().replace("perhaps", "must"))
        said = cli(*verb, report)
        assert (said.code, f"{report}:1: error: " in said.err) == (4, True)


def test_4_for_components_that_are_not_those_of_the_sources(cli: Cli, house: House) -> None:
    (house.corpus / "prebuilt/bad/case.wasm").write_bytes(b"other")
    said = cli("run", *house.options)
    assert (said.code, "hint: build the components with `nox -s guests`" in said.err) == (4, True)
    assert cli("run", "good", *house.options).code == 0  # which are not asked for do not matter


# ------------------------------------------------------------------------------------------- what goes where


def test_data_is_on_stdout_and_talk_on_stderr(cli: Cli, house: House) -> None:
    said = cli("run", *house.options, "--format", "json", "--report", "r.jsonl")
    assert json.loads(said.out)["exit_code"] == said.code == 1
    assert said.err == ""
    said = cli("run", *house.options, "--report", "r.jsonl")
    assert said.err == "report: r.jsonl\n"
    assert cli("matrix", "r.jsonl").err == ""


def test_without_arguments_there_is_help(cli: Cli) -> None:
    said = cli()
    assert (said.code, "Usage: wasi-conformance" in said.out + said.err) == (4, True)


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_verb_and_every_verb_has_help(cli: Cli, flag: str) -> None:
    said = cli(flag)
    assert (said.code, said.err) == (0, "")
    for verb in _VERBS:
        assert f"  {verb} " in said.out
        own = cli(verb, flag)
        assert (own.code, own.err) == (0, "")
        assert f"Usage: wasi-conformance {verb}" in own.out


def test_the_version_is_the_packages(cli: Cli) -> None:
    assert cli("--version").out == f"wasi-conformance, version {__version__}\n"


def on_terminal(*arguments: object, **environment: str) -> str:
    """What the command writes to a stderr that is a terminal."""
    parent, child = pty.openpty()
    base = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [PYTHON, "-m", "conformance", *map(str, arguments)]
    environment = {"TERM": "xterm", "COLUMNS": "100", **environment}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=child, env={**base, **environment})
    os.close(child)
    written = b""
    try:
        while chunk := os.read(parent, 65536):
            written += chunk
    except OSError:  # the other side is closed
        pass
    process.wait()
    os.close(parent)
    return written.decode()


def test_no_color_is_honoured_where_there_would_be_colour(house: House, tmp_path: Path) -> None:
    wrong = ("list", "godo", "--corpus", house.corpus)
    assert "\x1b[31m" in on_terminal(*wrong)
    assert "\x1b" not in on_terminal(*wrong, NO_COLOR="1")
    assert "\x1b[31m" in on_terminal(*wrong, NO_COLOR="")  # as no-color.org has it: empty is not set


def test_a_bar_shows_how_far_it_is_and_only_on_a_terminal(house: House, tmp_path: Path) -> None:
    options = (*house.options, "--report", tmp_path / "r.jsonl")
    shown = on_terminal("run", *options, WASI_CONFORMANCE_CACHE=str(tmp_path / "cache"))
    assert "2/2" in shown
    plain = on_terminal("run", *options, WASI_CONFORMANCE_CACHE=str(tmp_path / "cache"), NO_COLOR="1")
    assert "\x1b[3" not in plain  # a bar may move, but not be coloured


@pytest.mark.parametrize("verb", ["run", "list"])
def test_a_reader_that_leaves_changes_nothing(house: House, tmp_path: Path, verb: str) -> None:
    options = (*house.options, "--report", str(tmp_path / "r.jsonl")) if verb == "run" else house.options[:2]
    process = subprocess.Popen(
        [PYTHON, "-m", "conformance", verb, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "WASI_CONFORMANCE_CACHE": str(tmp_path / "cache")},
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=20)
    assert process.returncode == (1 if verb == "run" else 0)
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err


# ------------------------------------------------------------------------------------------------------- JSON


def validated(cli: Cli, *arguments: object) -> Any:
    """What a verb prints with ``--format json``, after its own schema has agreed."""
    verb = str(arguments[0])
    schema = json.loads(cli(verb, "--schema").out)
    data = json.loads(cli(*arguments, "--format", "json").out)
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    kind.check_schema(schema)
    kind(schema).validate(data)
    return data


def test_run_says_in_json_what_it_came_to(cli: Cli, house: House) -> None:
    result = validated(cli, "run", *house.options)
    assert result["exit_code"] == 1
    assert [one["case"] for one in result["unexpected"]] == ["bad/case"]
    assert {row["case"]: row["cells"]["copier@unknown"] for row in result["matrix"]["cases"]} == {
        "good/case-0": "pass",
        "bad/case": "fail",
    }


def test_every_line_of_a_real_report_is_as_the_schema_says(cli: Cli, house: House, tmp_path: Path) -> None:
    absent = write_runner(tmp_path / "absent", "absent", provide={"path": {"program": "never-heard-of-it"}})
    cli("run", *house.options, "--runner", absent, "-r", "absent", "--report", "r.jsonl")
    validator = jsonschema.Draft202012Validator(json.loads(schema_file("report").read_text()))
    lines = Path("r.jsonl").read_text().splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["header", "record", "record", "footer"]
    for line in lines:
        validator.validate(json.loads(line))


def test_matrix_is_the_one_that_run_showed(cli: Cli, house: House) -> None:
    shown = validated(cli, "run", *house.options)["matrix"]
    assert validated(cli, "matrix", "conformance-report.jsonl") == shown


def test_repro_keeps_the_sandbox_and_tells_the_commands(cli: Cli, house: House) -> None:
    result = validated(cli, "repro", "bad/case", *house.options)
    assert result["verdict"]["outcome"] == "fail"
    assert result["stdout"] == "noise"
    assert Path(result["sandbox"]).is_dir()
    assert result["bare_command"] == ["/bin/cat", str(house.corpus / "prebuilt/bad/case.wasm")]


def test_explain_tells_the_clause_the_source_and_what_became_of_it(cli: Cli, house: House) -> None:
    before = validated(cli, "explain", "bad/case", "--corpus", house.corpus)
    assert before["records"] == []
    cli("run", *house.options)
    after = validated(cli, "explain", "bad/case", "--corpus", house.corpus)
    assert [record["outcome"] for record in after["records"]] == ["fail"]
    assert after["source"] == (house.corpus / "bad/case.c").read_text()
    text = cli("explain", "bad/case", "--corpus", house.corpus).out
    assert "✗ fail  copier@unknown" in text
    assert "bare:  /bin/cat" in text


def test_list_lists(cli: Cli, house: House) -> None:
    listed = validated(cli, "list", "--corpus", house.corpus)
    assert [one["id"] for one in listed] == ["bad/case", "good/case-0"]
    assert cli("list", "--corpus", house.corpus, "--format", "ids").out == "bad/case\ngood/case-0\n"
    assert len(validated(cli, "list")) > 100


def test_coverage_says_what_is_asserted_and_what_is_not(cli: Cli, house: House) -> None:
    whole = validated(cli, "coverage", "--corpus", house.corpus)
    assert whole["functions"]["wasi:cli/stdout#get-stdout"] == ["bad/case", "good/case-0"]
    gaps = validated(cli, "coverage", "--gaps", "--corpus", house.corpus)
    assert "wasi:cli/stdout#get-stdout" not in gaps["functions"]
    assert set(map(len, gaps["functions"].values())) == {0}


def test_runtimes_tells_what_is_there_and_what_is_not(cli: Cli, house: House, tmp_path: Path) -> None:
    absent = write_runner(tmp_path / "absent", "absent", provide={"path": {"program": "never-heard-of-it"}})
    asked = ("--runner", house.runner, "--runner", absent, "-r", "copier", "-r", "absent")
    statuses = {status["name"]: status for status in validated(cli, "runtimes", *asked)}
    assert statuses["copier@unknown"]["available"] is True
    assert statuses["absent"]["reason"] == "the program 'never-heard-of-it' is not on PATH"
    assert "✗ unavailable" in cli("runtimes", *asked).out


def test_doctor_looks_at_everything(cli: Cli) -> None:
    findings = {finding["what"]: finding["ok"] for finding in validated(cli, "doctor")}
    assert {"Python", "uv", "cache", "corpus", "runners", "Node.js", "ipv6", "symlinks"} <= set(findings)


def test_every_verb_with_json_has_a_schema_and_was_validated_here(cli: Cli) -> None:
    with_json = {verb for verb in _VERBS if "--schema" in cli(verb, "--help").out}
    # Each of these has a file of its own.
    elsewhere = {"bench-runtimes", "bisect", "check", "combine", "diff", "fuzz", "gate", "verify", "smoke"}
    assert with_json - elsewhere == {"run", "matrix", "repro", "explain", "list", "coverage", "runtimes", "doctor"}
    options = {verb: cli(verb, "--help").out.partition("\nOptions:")[2] for verb in _VERBS}  # examples name some, too
    assert {verb for verb, text in options.items() if "json" in text.partition("--format")[2][:40]} == with_json


def test_markdown_is_a_table(cli: Cli, house: House) -> None:
    said = cli("run", *house.options, "--format", "markdown")
    assert "\n| area" in said.out
    assert "- ✗ fail" in said.out
    assert cli("matrix", "conformance-report.jsonl", "--cases", "--format", "markdown").out.count("|--") >= 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script(cli: Cli, shell: str) -> None:
    assert "_WASI_CONFORMANCE_COMPLETE" in cli("completion", shell).out


def test_shards_together_are_the_whole(cli: Cli, tmp_path: Path, house: House) -> None:
    corpus = write_corpus(tmp_path / "many", good_guests(12))
    files = []
    for index in (1, 2, 3):
        files.append(f"part-{index}.jsonl")
        options = ("--corpus", corpus, *house.options[2:], "--shard", f"{index}/3", "--report", files[-1])
        assert cli("run", *options).code == 0
    cases = json.loads(cli("matrix", *files, "--format", "json").out)["cases"]
    assert sorted(row["case"] for row in cases) == sorted(good_guests(12))
