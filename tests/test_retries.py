"""Retries and repeats: a pass that took several attempts is flaky, and what varies is found."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import NamedTuple

import jsonschema
import msgspec
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from records import OUTCOME
from stand_ins import Guest, eventually, good_guests, good_report, none_alive, write_corpus, write_runner
from test_report import RECORD

from conformance.execution import after
from conformance.judge import GOOD, Outcome
from conformance.load import load
from conformance.report import Record, read_report
from conformance.stability import stability


class House(NamedTuple):
    """A corpus of a good case, a bad one and one that fails at first, and the options to use it."""

    options: tuple[str, ...]
    counter: Path


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The runtime copies components to stdout; that of ``flaky/case`` only from the third attempt on."""
    counter = tmp_path / "attempts"
    script = (
        f'case "$0" in *flaky*) echo x >> {counter}; '
        f"if [ $(wc -l < {counter}) -lt 3 ]; then echo noise; exit; fi;; esac; "
        'exec cat "$0"'
    )
    runner = write_runner(tmp_path / "runner", "moody", process={"run": ["/bin/sh", "-c", script, "{component}"]})
    guests = {**good_guests(1), "bad/case": b"noise", "flaky/case": good_report("flaky/case")}
    corpus = write_corpus(tmp_path / "corpus", guests)
    return House(("--corpus", str(corpus), "--runner", str(runner), "-r", "moody"), counter)


def records_of(file: str = "conformance-report.jsonl") -> dict[str, Record]:
    return {record.case: record for record in read_report(Path(file)).records}


# ---------------------------------------------------------------------------------------------------- retries


def test_without_being_asked_nothing_is_tried_again(cli: Cli, house: House) -> None:
    said = cli("run", *house.options)
    assert (said.code, "2 unexpected results" in said.out) == (1, True)
    assert all((record.attempt, record.earlier) == (1, ()) for record in records_of().values())


def test_a_pass_after_a_retry_is_flaky_and_every_attempt_is_in_the_report(cli: Cli, house: House) -> None:
    said = cli("run", *house.options, "--retries", "3")
    found = records_of()
    assert {case: record.outcome for case, record in found.items()} == {
        "good/case-0": "pass",
        "bad/case": "fail",
        "flaky/case": "flaky",
    }
    flaky = found["flaky/case"]
    assert (flaky.attempt, [(one.attempt, one.outcome) for one in flaky.earlier]) == (3, [(1, "fail"), (2, "fail")])
    assert "pass at attempt 3; before that fail: the guest reported nothing" in flaky.reason
    assert (found["bad/case"].attempt, len(found["bad/case"].earlier)) == (4, 3)
    assert found["good/case-0"].attempt == 1
    assert (said.code, "1 unexpected result," in said.out) == (1, True)
    assert "flaky: flaky/case moody@unknown: pass at attempt 3" in said.out


def test_a_flaky_result_fails_a_strict_run_only(cli: Cli, house: House) -> None:
    assert cli("run", "flaky", *house.options, "--retries", "2").code == 0
    house.counter.unlink()
    assert cli("run", "flaky", *house.options, "--retries", "2", "--strict").code == 1
    house.counter.unlink()
    assert cli("run", "flaky", *house.options, "--retries", "1").code == 1  # one more attempt was not enough


def test_a_flaky_result_is_no_pass_in_the_matrix(cli: Cli, house: House) -> None:
    said = cli("run", "flaky", *house.options, "--retries", "2", "--format", "json")
    (row,) = json.loads(said.out)["matrix"]["areas"]
    assert row["cells"]["moody@unknown"] == {"good": 0, "tried": 1, "outcomes": {"flaky": 1}}


def test_what_is_expected_is_not_tried_again(cli: Cli, house: House, tmp_path: Path) -> None:
    write_expectation(tmp_path, "bad/case")
    cli("run", "bad", "good", *house.options, "--retries", "3")
    assert records_of()["bad/case"].attempt == 1


def write_expectation(folder: Path, case_id: str, reason: str = "the guest reported nothing*", **more: str) -> Path:
    file = folder / "expectations" / "moody.toml"
    file.parent.mkdir(exist_ok=True)
    fields = {"case": case_id, "outcome": "fail", "reason": reason, **more}
    lines = [f"{name} = {json.dumps(value)}" for name, value in fields.items()]
    text = file.read_text() if file.exists() else 'runtime = "moody"\n'
    file.write_text("\n".join((text, "[[expected]]", *lines, "")))
    return file


@given(st.lists(OUTCOME, min_size=1, max_size=5))
def test_an_attempt_is_never_forgotten(outcomes: list[Outcome]) -> None:
    before: Record | None = None
    for outcome in outcomes:
        before = after(before, msgspec.structs.replace(RECORD, outcome=outcome, reason=str(outcome)))
    assert before is not None
    assert (before.attempt, [one.attempt for one in before.earlier]) == (len(outcomes), [*range(1, len(outcomes))])
    if len(outcomes) > 1:
        assert before.outcome not in GOOD
        assert (before.outcome == "flaky") == (outcomes[-1] in GOOD or outcomes[-1] == "flaky")


# ----------------------------------------------------------------------------------------------------- verify


def test_verify_finds_what_varies(cli: Cli, house: House) -> None:
    said = cli("verify", *house.options, "--repeat", "5", "-j", "1")
    assert said.code == 1
    assert "varies  flaky/case  moody@unknown\n    3 × ✓ pass\n    2 × ✗ fail  the guest reported nothing" in said.out
    assert "again: wasi-conformance verify flaky/case -r moody@unknown --runner" in said.out
    assert "15 attempts of 3 cases: 1 with an outcome that varies" in said.out
    assert "bad/case" not in said.out  # it fails, and always in the same way


def test_what_does_not_vary_is_no_concern_of_verify(cli: Cli, house: House) -> None:
    said = cli("verify", "good", "bad", *house.options, "--repeat", "3", "--load")
    assert (said.code, "under load" in said.out) == (0, True)


def test_verify_finds_what_nearly_takes_too_long(cli: Cli, house: House, tmp_path: Path) -> None:
    script = 'case "$0" in */a/slow*) sleep 2.5;; */a/never*) sleep 60;; esac; exec cat "$0"'
    runner = write_runner(tmp_path / "slow", "slow", process={"run": ["/bin/sh", "-c", script, "{component}"]})
    guests: dict[str, Guest | bytes] = {name: good_report(name) for name in ("a/quick", "a/slow", "a/never")}
    corpus = write_corpus(tmp_path / "slow-corpus", guests)
    options = ("--corpus", corpus, "--runner", runner, "-r", "slow", "--timeout", "3", "--repeat", "2")
    said = cli("verify", *options)
    assert said.code == 1
    assert "slow  a/slow  slow@unknown: 2." in said.out
    assert "a/quick" not in said.out
    assert "a/never" not in said.out  # it always takes too long, which is a result and no flake


def test_verify_says_so_in_json_and_when_nothing_can_be_tried(cli: Cli, house: House) -> None:
    found = json.loads(cli("verify", *house.options, "--repeat", "4", "--format", "json", "-j", "1").out)
    jsonschema.validate(found, json.loads(cli("verify", "--schema").out))
    assert [one["case"] for one in found["varying"]] == ["flaky/case"]
    assert cli("verify", "goood", *house.options).code == 4
    assert cli("verify", "good", *house.options, "--repeat", "1").code == 4


def test_a_reason_that_varies_is_told_apart_from_an_outcome_that_does() -> None:
    some = [msgspec.structs.replace(RECORD, outcome="fail", reason=text) for text in "aab"]
    found = stability(some, 10.0)
    assert (found.varying, len(found.other_reasons)) == ((), 1)
    assert [(one.reason, one.times) for one in found.other_reasons[0].observed] == [("a", 2), ("b", 1)]
    ports = [msgspec.structs.replace(RECORD, outcome="fail", reason=f"127.0.0.1:{port}") for port in (4000, 5000)]
    assert stability(ports, 10.0).other_reasons == ()


def test_the_load_ends_with_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOAD_MARKER", "a-mark-that-nobody-else-has")
    with load(2) as count:
        assert count == 2
        assert eventually(lambda: not none_alive("a-mark-that-nobody-else-has", 0))
    assert none_alive("a-mark-that-nobody-else-has")
    assert os.environ["LOAD_MARKER"]


# ----------------------------------------------------------------------------------- run and its expectations


def test_what_is_expected_is_no_news(cli: Cli, house: House, tmp_path: Path) -> None:
    write_expectation(tmp_path, "bad/case", issue="https://example.org/1")
    said = cli("run", "bad", "good", *house.options)
    assert said.code == 0
    assert "0 unexpected results; 1 did not pass, as expected" in said.out
    assert "✗" not in said.out
    assert cli("run", "bad", "good", *house.options, "--expectations", "none").code == 1
    found = json.loads(cli("run", "bad", "good", *house.options, "--format", "json").out)
    jsonschema.validate(found, json.loads(cli("run", "--schema").out))
    (known,) = found["expected"]
    assert (known["case"], known["place"], known["issue"]) == (
        "bad/case",
        "expectations/moody.toml:3",
        "https://example.org/1",
    )


def test_failing_for_another_reason_is_news(cli: Cli, house: House, tmp_path: Path) -> None:
    write_expectation(tmp_path, "bad/case", "it was too slow")
    said = cli("run", "bad", "good", *house.options)
    assert said.code == 1
    assert "but:   expectations/moody.toml:3: another reason than expected: it was too slow" in said.out
    said = cli("run", "bad", "good", *house.options, "--format", "markdown")
    assert "- but expectations/moody.toml:3: another reason" in said.out


def test_an_unexpected_pass_is_told_and_fails_a_strict_run(cli: Cli, house: House, tmp_path: Path) -> None:
    write_expectation(tmp_path, "good/case-0")
    said = cli("run", "good", *house.options)
    assert said.code == 0
    assert "unexpected pass: good/case-0  moody@unknown, expected otherwise by expectations/moody.toml:3" in said.out
    assert cli("run", "good", *house.options, "--strict").code == 1


def test_the_line_that_accepts_a_result_can_be_pasted(cli: Cli, house: House, tmp_path: Path) -> None:
    import shlex

    file = write_expectation(tmp_path, "flaky/case")
    said = cli("run", "bad", *house.options)
    (line,) = [line for line in said.out.splitlines() if "accept:" in line]
    pasted = cli(*shlex.split(line.partition("accept:")[2])[1:])
    assert pasted.code == 0, pasted.err
    assert 'case = "bad/case"' in file.read_text()
    assert cli("run", "bad", *house.options).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--expectations", "nowhere"], "--expectations 'nowhere': no such file or folder"),
        (["--retries", "-1"], "'--retries'"),
    ],
)
def test_mistakes_in_the_options_are_told(cli: Cli, house: House, arguments: list[str], words: str) -> None:
    said = cli("run", *house.options, *arguments)
    assert (said.code, words in said.err) == (4, True)


def test_an_unknown_case_is_an_error_before_anything_runs(cli: Cli, house: House, tmp_path: Path) -> None:
    write_expectation(tmp_path, "bad/cass")
    said = cli("run", *house.options)
    assert (said.code, said.out) == (4, "")
    assert (
        "expectations/moody.toml:4: error in `case`: unknown case 'bad/cass'\n  hint: did you mean bad/case" in said.err
    )


# ------------------------------------------------------------------------------------------- expectations


def test_update_proposes_and_write_makes_it_so(cli: Cli, house: House) -> None:
    cli("run", *house.options)
    update = ("expectations", "update", "--from", "conformance-report.jsonl", *house.options[:4])
    said = cli(*update)
    assert (said.code, Path("expectations").exists()) == (0, False)
    assert said.out.startswith("--- /dev/null\n+++ expectations/moody.toml\n@@ ")
    assert '+case = "bad/case"\n' in said.out
    assert "2 added, 0 amended, 0 removed; --write makes it so" in said.err
    assert "; written" in cli(*update, "--write").err
    assert cli(*update).out == ""
    house.counter.unlink()
    assert cli("run", *house.options).code == 0


def test_check_finds_everything_that_is_wrong_at_once(cli: Cli, house: House, tmp_path: Path) -> None:
    options = house.options[:4]
    file = write_expectation(tmp_path, "bad/case")
    cli("run", "bad", "good", *house.options)
    check = ("expectations", "check", *options, "--report", "conformance-report.jsonl")
    assert cli(*check).code == 0
    write_expectation(tmp_path, "good/case-0")
    write_expectation(tmp_path, "god/case-0")
    said = cli(*check, "--format", "json")
    found = json.loads(said.out)
    jsonschema.validate(found, json.loads(cli("expectations", "check", "--schema").out))
    assert said.code == 4
    assert [text.partition("\n")[0] for text in found["problems"]] == [
        "expectations/moody.toml:8: error: stale: good/case-0 is pass on moody@unknown",
        "expectations/moody.toml:14: error in `case`: unknown case 'god/case-0'",
    ]
    file.write_text(file.read_text().replace("nothing", "little"))
    assert "expectations/moody.toml:3: error: stale: bad/case on moody@unknown: another reason" in cli(*check).out


def test_check_and_update_say_what_they_miss(cli: Cli, house: House) -> None:
    assert cli("expectations", "check").code == 4
    cli("run", *house.options)
    update = ("expectations", "update", "--from", "conformance-report.jsonl", *house.options[:4])
    for more, words in (
        (("--accept", "bad/case"), "goes with --reason TEXT"),
        (("--accept", "bad/cas", "--reason", "x"), "did you mean bad/case"),
        (("--accept", "bad/case", "--reason", "too slow"), "is not what is recorded"),
        (("-r", "moodier"), "the reports have only moody"),
        (("--expectations", "none"), "nothing to update"),
    ):
        said = cli(*update, *more)
        assert (said.code, words in said.err) == (4, True), said.err


def test_expectations_of_the_suites_own_lie_beside_each_runner(cli: Cli, house: House, tmp_path: Path) -> None:
    cli("run", *house.options)
    update = ("expectations", "update", "--from", "conformance-report.jsonl", *house.options[:4], "--write")
    cli(*update, "--expectations", house.options[3])
    assert (tmp_path / "runner" / "expectations.toml").exists()
    (tmp_path / "moody").symlink_to(tmp_path / "runner")
    cli(*update, "--expectations", tmp_path)
    assert not (tmp_path / "moody.toml").exists()
    assert cli("run", "bad", *house.options, "--expectations", house.options[3]).code == 0
