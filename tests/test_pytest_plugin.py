"""The plugin of pytest: cases as items, told as ``run`` tells them, and nothing at all where nobody asked for it."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from stand_ins import (
    PYTHON,
    Guest,
    alive,
    driver_lane,
    eventually,
    good_guests,
    good_report,
    none_alive,
    villain,
    write_copier,
    write_corpus,
    write_runner,
)

from conformance.errors import Unprovided
from conformance.resources import RUNNERS, cache_dir
from conformance.runtimes.runtime import bring
from conformance.runtimes.spec import Wanted, load_runner

pytest_plugins = ["pytester"]

Run = Callable[..., pytest.RunResult]
GUESTS: dict[str, Guest | bytes] = {
    **good_guests(2),
    "bad/noise": b"noise",
    "bad/silent": Guest(b"", {"clause": "A guest\n  says something.", "level": "should"}),
    "served/never": Guest(good_report("served/never"), {"needs": ["http-incoming"]}),
}


@pytest.fixture
def run(pytester: pytest.Pytester, session_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """pytest in a process and a folder of its own, without plugins but ours and what is named."""
    monkeypatch.setenv("WASI_CONFORMANCE_CACHE", str(session_cache))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("COLUMNS", "300")
    return lambda *words: pytester.runpytest_subprocess("-p", "conformance.pytest_plugin", *map(str, words))


@pytest.fixture
def house(pytester: pytest.Pytester) -> tuple[str, ...]:
    """A corpus of two cases that pass, two that do not and one that cannot be tried, and a runner for it."""
    corpus, runner = write_corpus(pytester.path / "corpus", GUESTS), write_copier(pytester.path / "runner")
    return "--wasi-corpus", str(corpus), "--wasi-runner", str(runner), "--wasi-runtime", "copier"


def expect(folder: Path, *entries: tuple[str, str, str]) -> str:
    """A file of expectations."""
    text = 'runtime = "copier"\n'
    for case, outcome, reason in entries:
        text += f'\n[[expected]]\ncase = "{case}"\noutcome = "{outcome}"\nreason = "{reason}"\n'
    (folder / "copier.toml").write_text(text)
    return str(folder / "copier.toml")


def told(result: pytest.RunResult) -> dict[str, str]:
    """Item → what the verbose line says of it."""
    found = (re.search(r"::(\S+\[\S+\]) (PASSED|FAILED|SKIPPED|XFAIL|XPASS|ERROR)", line) for line in result.outlines)
    return {match[1]: match[2] for match in found if match is not None}


def ids(result: pytest.RunResult) -> list[str]:
    """What was collected."""
    return [line.partition("::")[2] for line in result.outlines if re.match(r"\w+::", line)]


# ------------------------------------------------------------------------------------------------- outcomes


def test_each_case_on_each_runtime_is_an_item(run: Run, house: tuple[str, ...]) -> None:
    result = run(*house, "-v")
    assert told(result) == {
        "bad/noise[copier]": "FAILED",
        "bad/silent[copier]": "FAILED",
        "good/case-0[copier]": "PASSED",
        "good/case-1[copier]": "PASSED",
        "served/never[copier]": "SKIPPED",
    }
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_failure_says_what_run_says_and_nothing_of_python(run: Run, house: tuple[str, ...]) -> None:
    result = run(*house, "bad/silent")
    text = result.stdout.str()
    result.stdout.fnmatch_lines(
        [
            "✗ fail  bad/silent  copier@unknown",
            "    clause: A guest says something.",
            "    ✗ not ok  ran: got not reported, want a report",
            f"    rerun: wasi-conformance repro bad/silent -r copier@unknown --runner {house[3]} --corpus {house[1]}",
            "    bare:  /bin/cat *corpus/prebuilt/bad/silent.wasm",
            "FAILED bad::bad/silent[[]copier] - fail: *",
        ]
    )
    assert "Traceback" not in text
    assert "pytest_plugin" not in text


def test_what_cannot_be_tried_is_skipped_with_the_reason_and_the_place_of_the_case(
    run: Run, house: tuple[str, ...]
) -> None:
    result = run(*house, "served", "-rs")
    result.stdout.fnmatch_lines(
        ["SKIPPED [[]1] corpus/served/never.c:1: unsupported: needs http-incoming: its runner.yaml has no way to *"]
    )
    assert result.ret == 0


def test_what_is_expected_not_to_pass_is_an_xfail_with_its_reason(
    run: Run, house: tuple[str, ...], pytester: pytest.Pytester
) -> None:
    file = expect(
        pytester.path, ("bad/noise", "fail", "the guest reported nothing*"), ("bad/silent", "fail", "another reason")
    )
    result = run(*house, "--wasi-expectations", file, "-v", "-rx")
    assert told(result)["bad/noise[copier]"] == "XFAIL"
    assert told(result)["bad/silent[copier]"] == "FAILED"  # it fails, but not as expected
    result.stdout.fnmatch_lines(
        [
            "    but:   *copier.toml:8: another reason than expected: another reason",
            "XFAIL bad::bad/noise[[]copier] - fail: the guest reported nothing*copier.toml:3)",
        ]
    )


@pytest.mark.parametrize("strict", [False, True])
def test_what_is_expected_not_to_pass_and_passes_is_an_xpass_and_strictly_a_failure(
    run: Run, house: tuple[str, ...], pytester: pytest.Pytester, strict: bool
) -> None:
    file = expect(pytester.path, ("good/case-0", "fail", "never"))
    result = run(*house, "good", "--wasi-expectations", file, "-rxX", *(["--wasi-strict"] if strict else []))
    result.assert_outcomes(passed=1, failed=int(strict), xpassed=int(not strict))
    result.stdout.fnmatch_lines(["*expected otherwise by *copier.toml:3*"])
    assert result.ret == int(strict)


def test_expectations_in_the_folder_are_found_by_themselves(
    run: Run, house: tuple[str, ...], pytester: pytest.Pytester
) -> None:
    (pytester.path / "expectations").mkdir()
    expect(pytester.path / "expectations", ("bad/noise", "fail", "*nothing*"), ("bad/silent", "fail", "*nothing*"))
    run(*house).assert_outcomes(passed=2, xfailed=2, skipped=1)
    run(*house, "--wasi-expectations", "none").assert_outcomes(passed=2, failed=2, skipped=1)


def test_what_a_runtime_prints_is_shown_harmlessly(run: Run, house: tuple[str, ...], pytester: pytest.Pytester) -> None:
    evil = b"\x1b[2J\x1b]0;owned\x07\xe2\x80\xaeesrever"
    write_corpus(pytester.path / "corpus", {**GUESTS, "bad/evil": evil})
    result = run(*house, "bad/evil", "--junitxml", "junit.xml")
    result.assert_outcomes(failed=1)
    for text in (result.stdout.str(), Path("junit.xml").read_text()):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "\\x1b[2J" in result.stdout.str()


# ------------------------------------------------------------------------------------------------- choosing


@pytest.mark.parametrize(
    ("words", "cases"),
    [
        (["-m", "bad and should"], ["bad/silent"]),
        (["-m", "wasi and not bad"], ["good/case-0", "good/case-1", "served/never"]),
        (["-k", "case-1 or noise"], ["bad/noise", "good/case-1"]),
        (["good"], ["good/case-0", "good/case-1"]),
        (["bad/noise", "good/case-0"], ["bad/noise", "good/case-0"]),
        (["bad::bad/noise[copier]"], ["bad/noise"]),
        (["bad/noise[copier]", "good/case-1[other]"], ["bad/noise"]),
    ],
)
def test_cases_are_chosen_by_mark_by_keyword_and_by_id(
    run: Run, house: tuple[str, ...], words: list[str], cases: list[str]
) -> None:
    assert ids(run(*house, "--collect-only", "-q", "--strict-markers", *words)) == [f"{case}[copier]" for case in cases]


def test_the_last_failures_are_run_again_and_the_first_ends_a_run(run: Run, house: tuple[str, ...]) -> None:
    run(*house, "-p", "cacheprovider", "-x").assert_outcomes(failed=1)
    again = run(*house, "--lf", "-v")
    assert told(again) == {"bad/noise[copier]": "FAILED"}
    assert told(run(*house, "-v", "--ff"))["bad/silent[copier]"] == "FAILED"
    assert set(told(run(*house, "-v", "--lf"))) == {"bad/noise[copier]", "bad/silent[copier]"}


def test_nothing_is_run_in_order_to_collect(run: Run, house: tuple[str, ...], pytester: pytest.Pytester) -> None:
    absent = write_runner(pytester.path / "absent", "absent", provide={"path": {"program": "never-heard-of-it"}})
    options = (*house[:2], "--wasi-runner", absent, "--wasi-runtime", "absent")
    assert len(ids(run(*options, "--collect-only", "-q"))) == len(GUESTS)
    result = run(*options)
    assert result.ret == 3
    assert result.stdout.str().count("'never-heard-of-it' is not on PATH") == 1  # and not for each item


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["godo"], "unknown case 'godo'; did you mean good/"),
        (["--wasi-runtime", "copper"], "unknown runtime 'copper'; did you mean copier?"),
        (["--wasi-runner", "nowhere"], "--wasi-runner 'nowhere': is no folder"),
        (["--wasi-expectations", "nowhere"], "--expectations 'nowhere': no such file or folder"),
    ],
)
def test_a_mistake_in_an_option_is_told_with_what_would_be_right(
    run: Run, house: tuple[str, ...], words: list[str], said: str
) -> None:
    result = run(*house, *words)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert said in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


# ------------------------------------------------------------------------------------------------- beside others


def test_whoever_does_not_ask_for_cases_does_not_notice(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\n"
        "def test_nothing_is_imported():\n"
        "    assert {name for name in sys.modules if name.startswith('conformance')}"
        " == {'conformance', 'conformance.pytest_plugin'}\n"
    )
    result = run("-v", "--strict-markers")
    result.assert_outcomes(passed=1)
    assert "wasi-conformance" not in result.stdout.str()


def test_tests_of_ones_own_are_collected_when_they_are_named(
    run: Run, house: tuple[str, ...], pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(test_own="def test_own(): pass")
    assert len(ids(run(*house, "--collect-only", "-q"))) == len(GUESTS)
    run(*house, "test_own.py", "good").assert_outcomes(passed=3)
    run(*house, "test_own.py::test_own", "-m", "not bad").assert_outcomes(passed=3, skipped=1, deselected=2)


def test_junit_names_every_case_in_its_area(run: Run, house: tuple[str, ...], pytester: pytest.Pytester) -> None:
    file = expect(pytester.path, ("bad/noise", "fail", "the guest reported nothing*"))
    run(*house, "--wasi-expectations", file, "--junitxml", "junit.xml")
    cases = {case.get("name"): case for case in ElementTree.parse("junit.xml").iter("testcase")}
    assert set(cases) == {f"{case}[copier]" for case in GUESTS}
    assert {name: case.get("classname") for name, case in cases.items()} == {
        name: str(name).partition("/")[0] for name in cases
    }
    failure = cases["bad/silent[copier]"].find("failure")
    assert failure is not None
    assert str(failure.get("message")).startswith("fail: ")
    assert "rerun: wasi-conformance repro bad/silent" in str(failure.text)
    for name, words in (("bad/noise[copier]", "copier.toml:3"), ("served/never[copier]", "needs http-incoming")):
        skipped = cases[name].find("skipped")
        assert skipped is not None
        assert words in str(skipped.get("message"))
    assert {p.get("name"): p.get("value") for p in cases["good/case-0[copier]"].iter("property")}["outcome"] == "pass"


# ------------------------------------------------------------------------------------------------- many processes


def test_under_xdist_all_is_as_it_is_without(run: Run, house: tuple[str, ...], pytester: pytest.Pytester) -> None:
    file = expect(pytester.path, ("bad/noise", "fail", "the guest reported nothing*"))
    result = run(*house, "--wasi-expectations", file, "-p", "xdist", "-n", "2", "-rA")
    result.assert_outcomes(passed=2, failed=1, xfailed=1, skipped=1)
    result.stdout.fnmatch_lines(["✗ fail  bad/silent  copier@unknown", "*rerun: wasi-conformance repro bad/silent *"])
    result.stdout.fnmatch_lines(["FAILED bad::bad/silent[[]copier] - fail: *"])
    assert "Traceback" not in result.stdout.str()
    named = run(*house, "-p", "xdist", "-n", "2", "good", "-v")
    named.assert_outcomes(passed=2)


def test_each_process_has_a_driver_of_its_own_which_ends_with_it(
    run: Run, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WASI_CONFORMANCE_TEST_MARK", str(pytester.path))
    corpus = write_corpus(pytester.path / "corpus", good_guests(8))
    runner = write_runner(pytester.path / "runner", "driven", worker=driver_lane("driver_well_behaved"))
    options = ("--wasi-corpus", corpus, "--wasi-runner", runner, "--wasi-runtime", "driven")
    run(*options, "-p", "xdist", "-n", "2").assert_outcomes(passed=8)
    assert none_alive(f"WASI_CONFORMANCE_TEST_MARK={pytester.path}", patience_s=20)
    run(*options).assert_outcomes(passed=8)
    assert none_alive(f"WASI_CONFORMANCE_TEST_MARK={pytester.path}", patience_s=20)


def test_an_interrupted_session_leaves_nothing_behind(run: Run, pytester: pytest.Pytester) -> None:
    corpus = write_corpus(pytester.path / "corpus", {"bad/loops": villain("loops_forever")})
    runner = write_runner(pytester.path / "runner")
    options = ("--wasi-corpus", corpus, "--wasi-runner", runner, "--wasi-runtime", "stand-in", "--wasi-timeout", "600")
    command = [PYTHON, "-m", "pytest", "-p", "conformance.pytest_plugin", *map(str, options)]
    guest = f"{corpus}/prebuilt/bad/loops.wasm"
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, cwd=pytester.path)
    try:
        assert eventually(lambda: bool(alive(guest)), patience_s=120)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    assert b"KeyboardInterrupt" in out
    assert none_alive(guest, patience_s=20)


# ------------------------------------------------------------------------------------------------- for real


def test_a_real_runtime_by_the_entry_point(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASI_CONFORMANCE_CACHE", str(cache_dir()))
    try:
        label = bring(Wanted(load_runner(RUNNERS / "wasmtime"), None)).label
    except Unprovided as absent:
        pytest.skip(str(absent))
    # pytester has a home of its own, and what is in the user's cache is wanted all the same
    cases = ("cli/exit-ok", "http/incoming-hello", "sockets/tcp-connect-echo")
    result = pytester.runpytest_subprocess("--wasi-runtime", "wasmtime", "--wasi-expectations", "suite", *cases, "-v")
    assert told(result) == {f"{case}[{label}]": "PASSED" for case in cases}
