"""The process lane, and the villains that it has to survive. Every villain stands beside attempts that behave."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from stand_ins import (
    PYTHON,
    RUN_PROGRAM,
    VILLAINS,
    Guest,
    none_alive,
    run_corpus,
    villain,
    write_corpus,
    write_runner,
)

from conformance.observation import Captured, Crashed, Exited, Refused, TimedOut, Trapped
from conformance.report import Record
from conformance.runtimes.process_lane import classify
from conformance.runtimes.spawn import Finished, run
from conformance.runtimes.spec import EndingRule

pytestmark = pytest.mark.usefixtures("own_cache")
TIMEOUT_S = 4.0
FILES: dict[str, Any] = {"files": {"data.txt": "text"}}
EXPECTS_NOTHING: dict[str, Any] = {**FILES, "expect": {"files": {"out.txt": None}}}


class Vice(msgspec.Struct, frozen=True):
    """A villain, what its front matter says, and what its attempt must come to."""

    name: str
    outcome: str
    words: str
    front: dict[str, Any] = {}


VICES = (
    Vice("loops_forever", "timeout", "still running after"),
    Vice("stops_itself", "timeout", "still running after"),
    Vice("closes_stdout_and_lingers", "timeout", "still running after"),
    Vice("floods_stdout", "fail", "of which 8388608 were kept"),
    Vice("floods_both", "fail", "of which 8388608 were kept"),
    Vice("floods_stderr", "pass", ""),
    Vice("leaves_children", "pass", ""),
    Vice("leaves_a_daemon", "pass", ""),
    Vice("prints_no_utf8", "fail", r"\xff\xfe"),
    Vice("kills_itself", "crash", "SIGSEGV"),
    Vice("ignores_stdin", "pass", "", {"stdin": {"repeat": "much", "times": 4 << 20}}),
    Vice("cries_trap", "fail", "the guest reported nothing"),
    Vice("takes_permissions", "pass", "", FILES),
    Vice("writes_outside", "fail", "CONFINEMENT BROKEN: escaped.txt appeared", FILES),
    Vice("changes_what_is_outside", "fail", "CONFINEMENT BROKEN: outside.txt", FILES),
    Vice("removes_what_is_outside", "fail", "CONFINEMENT BROKEN: outside-dir/inner.txt", FILES),
    Vice("plants_a_pipe", "fail", "expect.files.out.txt", EXPECTS_NOTHING),
    Vice("plants_an_endless_file", "fail", "expect.files.out.txt", EXPECTS_NOTHING),
    Vice("leaves_a_directory", "fail", "expect.files.out.txt", EXPECTS_NOTHING),
    Vice("prints_plausible_text", "fail", "the guest reported nothing"),
    Vice("prints_another_report", "fail", "the report is that of another case: another/case"),
)
TRAP_RULES = [{"is": "trapped", "exit": [134, 1], "stderr": "wasm trap: .*"}]


class Evening(NamedTuple):
    """One run with the whole cast."""

    records: dict[str, Record]
    corpus: Path
    memory_kb: int


MEASURED_RUN = """
import re
from conformance.cli import main
try:
    main()
finally:
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
    open({peak!r}, "w").write(peak)
"""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """The whole cast on one evening, two at a time, a well-behaved attempt after each; by the real command."""
    folder = tmp_path_factory.mktemp("evening")
    guests: dict[str, Guest | bytes] = {}
    for number, vice in enumerate(VICES):
        bad, good = f"cast/{number:02}a-{vice.name}", f"cast/{number:02}b-good"
        guests[bad] = Guest(villain(vice.name), {**vice.front, "arguments": [bad]})
        guests[good] = Guest(villain("well_behaved"), {"arguments": [good]})
    corpus = write_corpus(folder / "corpus", guests)
    process = {"run": RUN_PROGRAM, "environment": {"PYTHONPATH": str(VILLAINS)}, "endings": TRAP_RULES}
    runner = write_runner(folder / "runner", process=process)
    peak, report = folder / "peak", folder / "report.jsonl"
    options = ["-j2", f"--timeout={TIMEOUT_S}", "--corpus", corpus, "--runner", runner, "-r", "stand-in"]
    command = [PYTHON, "-c", MEASURED_RUN.format(peak=str(peak)), "run", *options, "--report", report]
    done = subprocess.run(
        list(map(str, command)),
        env={**os.environ, "WASI_CONFORMANCE_CACHE": str(folder / "cache")},
        capture_output=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    lines = report.read_bytes().splitlines()[1:-1]
    records = [msgspec.json.decode(line, type=Record) for line in lines]
    yield Evening({record.case: record for record in records}, corpus, int(peak.read_text()))


@pytest.mark.parametrize("number", range(len(VICES)), ids=[vice.name for vice in VICES])
def test_a_villain_is_reported_for_what_it_is(evening: Evening, number: int) -> None:
    vice = VICES[number]
    record = evening.records[f"cast/{number:02}a-{vice.name}"]
    assert (record.outcome, vice.words in record.reason) == (vice.outcome, True), record.reason


def test_each_villain_costs_its_own_attempt_only(evening: Evening) -> None:
    good = [record for record in evening.records.values() if record.case.endswith("-good")]
    assert [(record.case, record.reason) for record in good if record.outcome != "pass"] == []
    assert len(good) == len(VICES)


def test_no_villain_leaves_a_process_behind(evening: Evening) -> None:
    assert none_alive(str(evening.corpus))


def test_gigabytes_of_output_do_not_end_in_memory(evening: Evening) -> None:
    assert evening.memory_kb < 200_000


def test_a_flood_is_counted_to_the_last_byte(tmp_path: Path) -> None:
    program = "import os\nfor _ in range(100): os.write(1, b'x' * 65536); os.write(2, b'y' * 1000)"
    finished = run([PYTHON, "-S", "-c", program], {}, tmp_path, timeout_s=10, output_limit=70_000)
    assert (finished.stdout.total, len(finished.stdout.data)) == (6_553_600, 70_000)
    assert (finished.stderr.total, len(finished.stderr.data)) == (100_000, 70_000)


def test_stdin_arrives_whole(tmp_path: Path) -> None:
    given = bytes(range(256)) * 8192
    finished = run(["/bin/cat"], {}, tmp_path, stdin=given, timeout_s=10, output_limit=1 << 22)
    assert finished.stdout.data == given


def test_a_program_gets_no_stdin_when_there_is_none(tmp_path: Path) -> None:
    finished = run(["/bin/cat"], {}, tmp_path, timeout_s=10, output_limit=100)
    assert (finished.code, finished.stdout.total) == (0, 0)


def test_a_deadline_is_kept(tmp_path: Path) -> None:
    started = time.monotonic()
    finished = run(["/bin/sleep", "600"], {}, tmp_path, timeout_s=0.2, output_limit=100)
    assert finished.code is None
    assert time.monotonic() - started < 2


def test_children_that_hold_the_outputs_do_not_delay_the_end(tmp_path: Path) -> None:
    finished = run(["/bin/sh", "-c", "sleep 600 & echo done"], {}, tmp_path, timeout_s=10, output_limit=100)
    assert (finished.code, finished.stdout.data) == (0, b"done\n")
    assert finished.duration_s < 2


def test_the_suites_environment_does_not_reach_a_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_OF_THE_SUITE", "leaked")
    program = b"import os, sys; print(sorted(os.environ)); sys.exit(3)"
    corpus = write_corpus(tmp_path / "corpus", {"a/b": program})
    record = run_corpus(corpus, write_runner(tmp_path / "runner"))["a/b"]
    assert "PYTHONPATH" in record.stdout
    assert "A_SECRET" not in record.stdout


def test_a_program_that_is_gone_is_our_mistake_and_no_verdict_on_the_guest(tmp_path: Path) -> None:
    runner = write_runner(tmp_path / "runner", process={"run": [str(tmp_path / "gone"), "{component}"]})
    record = run_corpus(write_corpus(tmp_path / "corpus", {"a/b": b""}), runner)["a/b"]
    assert record.outcome == "error"
    assert "gone could not be started: No such file" in record.reason


def rule(kind: str, code: int, words: str) -> EndingRule:
    return msgspec.convert({"is": kind, "exit": [code], "stderr": words}, EndingRule)


RULES = (rule("trapped", 134, "wasm trap: .*"), rule("refused", 1, "cannot load"), rule("crashed", 70, "panicked"))


@pytest.mark.parametrize(
    ("code", "stderr", "ending"),
    [
        (0, b"wasm trap: unreachable", Exited(0)),
        (1, b"wasm trap: unreachable", Exited(1)),
        (134, b"wasm trap: unreachable\nbacktrace", Trapped("wasm trap: unreachable")),
        (-6, b"wasm trap: out of bounds", Trapped("wasm trap: out of bounds")),
        (134, b"", Exited(134)),
        (-11, b"", Crashed("SIGSEGV; ", 11)),
        (1, b"\xff\xfe cannot load it", Refused("cannot load it")),
        (1, b"", Exited(1)),
        (70, b"thread main panicked", Crashed("panicked")),
        (None, b"wasm trap: too late", TimedOut(4)),
    ],
)
def test_an_ending_needs_the_exit_code_and_the_words(code: int | None, stderr: bytes, ending: object) -> None:
    finished = Finished(code, Captured(), Captured(stderr, len(stderr)), 0.1)
    assert classify(finished, RULES, 4) == ending


def test_the_words_count_even_at_the_end_of_a_flood() -> None:
    finished = Finished(134, Captured(), Captured(b"x" * 100, 10_000, b"wasm trap: at last"), 0.1)
    assert classify(finished, RULES, 4) == Trapped("wasm trap: at last")
