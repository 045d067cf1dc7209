"""The engine: proof of execution on the real corpus, plans, launches, records, and any executor."""

from __future__ import annotations

import json
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from stand_ins import (
    PYTHON,
    SERVE_ADDRESS,
    VILLAINS,
    Guest,
    a_case,
    eventually,
    good_guests,
    good_report,
    none_alive,
    report_lines,
    run_cases,
    run_corpus,
    stand_in,
    villain,
    write_copier,
    write_corpus,
    write_runner,
)

from conformance import engine
from conformance.case import Case
from conformance.corpus import load_corpus
from conformance.crew import Fixed
from conformance.engine import Options, attempt, excerpt, launch_for, plan
from conformance.execution import execute, run_locally
from conformance.runtimes.runtime import Runtime, close_all
from conformance.sandbox import sandbox

pytestmark = pytest.mark.usefixtures("own_cache")
PASSING = {"pass", "allowed"}
PROXY: dict[str, Any] = {"world": "proxy", "report": "response", "requests": [{"path": "/"}]}


@pytest.fixture(scope="module")
def real() -> tuple[Case, ...]:
    """The suite's own corpus."""
    return load_corpus().cases


def serving(command: list[str]) -> dict[str, Any]:
    return {"command": command, "address": SERVE_ADDRESS}


def false_greens(cases: tuple[Case, ...], runtime: Runtime) -> list[str]:
    """The cases that pass on a runtime that has not run anything."""
    records = run_cases(cases, runtime, jobs=3, timeout_s=5)
    assert len(records) == len(cases)
    return [case_id for case_id, record in records.items() if record.outcome in PASSING]


def test_no_case_of_the_corpus_passes_on_bin_true(real: tuple[Case, ...], tmp_path: Path) -> None:
    runner = write_runner(
        tmp_path,
        provide={"path": {"program": "/bin/true"}},
        process={"run": ["{program}", "{component}"], "serve": serving(["{program}"])},
    )
    assert false_greens(real, stand_in(runner)) == []


def test_no_case_of_the_corpus_passes_on_plausible_text(real: tuple[Case, ...], tmp_path: Path) -> None:
    text = tmp_path / "plausible.txt"
    text.write_text("running 1 test\ntest exists ... ok\n\ntest result: ok. 1 passed; 0 failed\nPASS\n{}\n")
    server = [PYTHON, "-S", str(VILLAINS / "serves_another_report.py"), str(text)]
    runner = write_runner(tmp_path, process={"run": ["/bin/cat", str(text)], "serve": serving(server)})
    assert false_greens(real, stand_in(runner)) == []


def test_no_case_of_the_corpus_passes_on_the_report_of_another(real: tuple[Case, ...], tmp_path: Path) -> None:
    chosen = next(case for case in real if case.front.world == "command" and not case.choices)
    text = tmp_path / "report.jsonl"
    text.write_bytes(b"".join(report_lines(chosen)))
    server = [PYTHON, "-S", str(VILLAINS / "serves_another_report.py"), str(text)]
    runner = write_runner(tmp_path, process={"run": ["/bin/cat", str(text)], "serve": serving(server)})
    # The one whose report it is shows that the others fail because of whose it is, and not for its form.
    assert set(false_greens(real, stand_in(runner))) <= {chosen.id}
    copied = write_corpus(tmp_path / "corpus", {chosen.id: Guest(b"", {"checks": list(chosen.check_names)})})
    assert run_corpus(copied, runner)[chosen.id].outcome == "pass"


def test_a_served_guest_passes_and_its_server_is_stopped(tmp_path: Path) -> None:
    server = [PYTHON, "-S", str(VILLAINS / "serves_another_report.py"), "{component}"]
    runner = write_runner(tmp_path / "runner", process={"run": ["/bin/true"], "serve": serving(server)})
    guests = {f"proxy/case-{i}": Guest(good_report(f"proxy/case-{i}"), PROXY) for i in range(3)}
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), runner)
    assert {record.outcome for record in records.values()} == {"pass"}
    assert none_alive(str(tmp_path))


SERVERS = {
    "dies before it listens": (
        "import sys; sys.exit('no port for me')",
        "crash",
        "exited with code 1 before it listened",
    ),
    "never listens": ("import time; time.sleep(600)", "timeout", "still running after"),
    "dies by a signal": ("import os; os.abort()", "crash", "SIGABRT"),
    "lies about its port": (
        "print('http://127.0.0.1:9/', flush=True); import time; time.sleep(600)",
        "fail",
        "connect",
    ),
    "floods before its address": (
        "import os\nfor _ in range(300): os.write(1, b'x' * 100000)\nprint('\\nhttp://127.0.0.1:9/', flush=True)",
        "crash",
        "",
    ),
}


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_is_reported_for_what_it_is(tmp_path: Path, name: str) -> None:
    program, outcome, words = SERVERS[name]
    script = tmp_path / "server.py"
    script.write_text(program)
    runner = write_runner(tmp_path / "runner", process={"run": [], "serve": serving([PYTHON, "-S", str(script)])})
    corpus = write_corpus(tmp_path / "corpus", {"proxy/case": Guest(b"", PROXY)})
    record = run_corpus(corpus, runner, timeout_s=1.5)["proxy/case"]
    assert (record.outcome, words in record.reason) == (outcome, True), record.reason
    assert none_alive(str(tmp_path))


# ------------------------------------------------------------------------------------------- plans and launches


def test_what_a_runtime_cannot_do_is_unsupported_with_its_reason_and_nothing_is_run(tmp_path: Path) -> None:
    runner = write_runner(tmp_path / "runner", cannot={"terminal": "it has none"}, process={"run": ["/bin/false"]})
    guests = {"a/terminal": Guest(b"", {"needs": ["terminal"]}), "a/proxy": Guest(b"", PROXY), **good_guests(1)}
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), runner)
    assert (records["a/terminal"].outcome, records["a/terminal"].reason) == (
        "unsupported",
        "needs terminal: it has none",
    )
    assert records["a/terminal"].command == ()
    assert records["a/proxy"].reason == "needs http-incoming: its runner.yaml has no way to serve a component"
    assert records["good/case-0"].outcome == "fail"


def test_what_the_machine_lacks_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "machine_lacks", lambda: {"ipv6": "this machine has none"})
    corpus = write_corpus(tmp_path / "corpus", {"a/b": Guest(b"", {"needs": ["ipv6"]})})
    record = run_corpus(corpus, write_copier(tmp_path / "runner"))["a/b"]
    assert (record.outcome, record.reason) == ("skip", "needs ipv6: this machine has none")


def test_a_launch_says_everything_and_never_which_case_it_is(tmp_path: Path) -> None:
    case = a_case(
        "secret/name",
        files={"a.txt": ""},
        arguments=["one", "{echo.port}", "{nobody.port}"],
        environment={"PORT": "at {echo.port}", "SECOND": ""},
        stdin="in",
        peers={"echo": "tcp-echo"},
        needs=["http-outgoing"],
    )
    with sandbox(case) as box:
        launch = launch_for(case, box, {"echo": 4242}, Options(timeout_s=3, output_limit=99))
        assert launch.arguments == ("one", "4242", "{nobody.port}")
        assert launch.environment == {"PORT": "at 4242", "SECOND": ""}
        assert (launch.stdin, launch.timeout_s, launch.output_limit) == (b"in", 3, 99)
        assert launch.grants == ("network", "http")
        assert [(preopen.guest, preopen.host) for preopen in launch.preopens] == [("/", str(box.files))]
        assert b"secret" not in msgspec.json.encode(launch, enc_hook=str)


def test_command_lines_carry_what_the_launch_says(tmp_path: Path) -> None:
    program = b"import sys, json; print(json.dumps(sys.argv[1:]))"
    run = [
        "{program}",
        "-S",
        "{component}",
        "{{literal}}",
        {"when": "network", "add": ["--net"]},
        {"when": "http", "add": ["--http"]},
        {"each": "preopens", "add": ["--dir", "{guest}={mode}"]},
        {"each": "environment", "add": ["--env={key}={value}"]},
        {"each": "arguments", "add": ["{value}"]},
    ]
    front = {
        "needs": ["network"],
        "files": {"in/": None},
        "preopens": [{"guest": "/a"}, {"guest": "/b", "host": "in", "readonly": True}],
        "environment": {"K": "{v} =x"},
        "arguments": ["", "a b", "--", "{x}"],
    }
    corpus = write_corpus(tmp_path / "corpus", {"a/b": Guest(program, front)})
    record = run_corpus(corpus, write_runner(tmp_path / "runner", process={"run": run}))["a/b"]
    got = json.loads(record.stdout)
    assert got == ["{literal}", "--net", "--dir", "/a=rw", "--dir", "/b=ro", "--env=K={v} =x", "", "a b", "--", "{x}"]


def test_the_bare_command_points_into_the_sandbox_that_repro_makes(tmp_path: Path, own_cache: Path) -> None:
    run = ["/bin/cat", "{component}", {"each": "preopens", "add": ["{host}/data.txt"]}]
    corpus = write_corpus(tmp_path / "corpus", {"a/b": Guest(b"", {"files": {"data.txt": "x"}})})
    record = run_corpus(corpus, write_runner(tmp_path / "runner", process={"run": run}))["a/b"]
    kept = own_cache / "repro" / "stand-in@unknown" / "a/b" / "files" / "data.txt"
    assert record.bare_command == ("/bin/cat", str(corpus / "prebuilt/a/b.wasm"), str(kept))
    assert eventually(lambda: not Path(record.command[-1]).exists())  # the attempt's own sandbox goes


def test_a_component_is_prepared_once_for_all_attempts(tmp_path: Path) -> None:
    count = tmp_path / "count"
    compiler = ["/bin/sh", "-c", f"echo x >> {count}; tr a-z A-Z < $1 > $2/out", "sh", "{component}", "{artifacts}"]
    runner = write_runner(
        tmp_path / "runner", process={"prepare": {"command": compiler}, "run": ["/bin/cat", "{artifacts}/out"]}
    )
    same = {f"a/case-{index}": b"same component" for index in range(4)}
    records = run_corpus(write_corpus(tmp_path / "corpus", same), runner)
    assert {record.stdout for record in records.values()} == {"SAME COMPONENT"}
    assert count.read_text() == "x\n"


def test_a_component_that_the_compiler_refuses_is_unsupported(tmp_path: Path) -> None:
    compiler = ["/bin/sh", "-c", "echo cannot compile >&2; exit 1"]
    runner = write_runner(tmp_path / "runner", process={"prepare": {"command": compiler}, "run": ["/bin/true"]})
    record = run_corpus(write_corpus(tmp_path / "corpus", good_guests(1)), runner)["good/case-0"]
    assert (record.outcome, record.reason) == ("unsupported", "refused at load: compiling failed: cannot compile")


def test_a_compiler_that_crashes_is_a_crash_and_leaves_nothing_in_the_cache(tmp_path: Path, own_cache: Path) -> None:
    compiler = ["/bin/sh", "-c", "echo half > $0/half; kill -SEGV $$", "{artifacts}"]
    process = {"prepare": {"command": compiler}, "run": ["/bin/true"]}
    runner = write_runner(tmp_path / "runner", "crashing", process=process)
    record = run_corpus(write_corpus(tmp_path / "corpus", good_guests(1)), runner)["good/case-0"]
    assert (record.outcome, "while compiling" in record.reason) == ("crash", True)
    assert [path for path in (own_cache / "artifacts").glob("crashing*/*") if path.is_dir()] == []


# ------------------------------------------------------------------------------------------------- attempts


def test_a_mistake_of_ours_costs_one_attempt_and_is_reported_as_ours(tmp_path: Path) -> None:
    guests = {**good_guests(2), "bad/port": Guest(b"", {"peers": {"echo": "tcp-echo"}, "files": {"a/b": "", "a": ""}})}
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), write_copier(tmp_path / "runner"))
    assert (records["bad/port"].outcome, "the suite failed: IsADirectoryError" in records["bad/port"].reason) == (
        "error",
        True,
    )
    assert [records[f"good/case-{index}"].outcome for index in range(2)] == ["pass", "pass"]


def test_any_executor_will_do_and_an_attempt_can_be_sent_far_away(tmp_path: Path) -> None:
    runtime = stand_in(write_copier(tmp_path / "runner"))
    cases = load_corpus(write_corpus(tmp_path / "corpus", good_guests())).cases
    for value in (runtime, *cases):
        assert msgspec.structs.replace(value) == value
    moved_cases, moved_runtime = pickle.loads(pickle.dumps((cases, runtime)))
    with ThreadPoolExecutor(2) as executor:
        records = list(execute(plan(moved_cases, [moved_runtime]), Options(), Fixed(executor, 2)))
    close_all()
    assert {record.outcome for record in records} == {"pass"}
    assert pickle.loads(pickle.dumps(records)) == records


def test_a_consumer_that_stops_early_stops_what_is_running(tmp_path: Path) -> None:
    guests: dict[str, Guest | bytes] = {
        f"a/{name}": Guest(villain(name), {"arguments": [f"a/{name}"]}) for name in ("well_behaved", "sleeps")
    }
    runtime = stand_in(write_runner(tmp_path / "runner"))
    cases = load_corpus(write_corpus(tmp_path / "corpus", guests)).cases
    records = run_locally(plan(cases, [runtime]), Options(), jobs=2)
    assert next(records).case == "a/well_behaved"
    records.close()  # type: ignore[attr-defined]
    assert none_alive(str(tmp_path))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPoolExecutor")]


def test_outputs_are_kept_for_what_did_not_pass(tmp_path: Path) -> None:
    guests: dict[str, Guest | bytes] = {"a/bad": b"noise \xff" * 2000, **good_guests(1)}
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), write_copier(tmp_path / "runner"))
    assert records["a/bad"].stdout.startswith("noise \\xffnoise")
    assert records["a/bad"].stdout.endswith("…")
    assert records["good/case-0"].stdout == ""


def test_what_is_recorded_does_not_tell_where_the_sandbox_was(tmp_path: Path) -> None:
    process = {"run": ["/bin/sh", "-c", "echo lost in $PWD >&2; kill -SEGV $$"]}
    runner = write_runner(tmp_path / "runner", "lost", process=process)
    record = run_corpus(write_corpus(tmp_path / "corpus", good_guests(1)), runner)["good/case-0"]
    assert (record.outcome, "lost in SANDBOX" in record.reason) == ("crash", True)
    assert all("lost in SANDBOX" in check.got for check in record.checks if check.name == "expect.ending")


def test_an_excerpt_is_text_whatever_the_bytes() -> None:
    assert excerpt(b"caf\xe9") == "caf\\xe9"
    assert excerpt("é".encode()) == "é"
    assert len(excerpt(b"x" * 10_000)) == 4097


def test_an_attempt_leaves_no_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    runtime = stand_in(write_copier(tmp_path / "runner"))
    (case,) = load_corpus(write_corpus(tmp_path / "corpus", good_guests(1))).cases
    assert attempt(case, runtime, Options()).outcome == "pass"
    assert eventually(lambda: not list((tmp_path / "tmp").iterdir()))
