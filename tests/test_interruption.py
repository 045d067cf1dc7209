"""What is left when the suite itself is stopped: every finished record, no footer, and nobody running."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from stand_ins import (
    PYTHON,
    Guest,
    alive,
    cli_process,
    driver_lane,
    eventually,
    good_report,
    none_alive,
    villain,
    write_corpus,
    write_runner,
)

from conformance.errors import IncompleteReport
from conformance.report import read_report


def finished(report: Path) -> int:
    """How many records are on disk."""
    return report.read_bytes().count(b'"kind":"record"') if report.exists() else 0


def slow_corpus(folder: Path) -> Path:
    """Three cases that end at once, and nine that do not: one more than eight hands have room for."""
    guests: dict[str, Guest | bytes] = {}
    for index in range(12):
        case_id = f"slow/case-{index}"
        guests[case_id] = Guest(villain("well_behaved" if index < 3 else "sleeps"), {"arguments": [case_id]})
    return write_corpus(folder / "corpus", guests)


def slow_driver_corpus(folder: Path) -> Path:
    """The same for drivers: three of the cases tempt nobody. How cases are mixed brings the three among the begun."""
    cases = {f"slow/case-{index}": "virtue" if index < 3 else "vice" for index in range(12)}
    guests = {case_id: Guest(good_report(case_id), {"arguments": [how]}) for case_id, how in cases.items()}
    return write_corpus(folder / "corpus", guests)


def of_processes(folder: Path) -> tuple[Path, Path]:
    return slow_corpus(folder), write_runner(folder / "runner")


def of_drivers(folder: Path) -> tuple[Path, Path]:
    runner = write_runner(folder / "runner", worker=driver_lane("driver_hangs", str(folder)))
    return slow_driver_corpus(folder), runner


LANES = pytest.mark.parametrize("lane", [of_processes, of_drivers])
Lane = Callable[[Path], tuple[Path, Path]]


def options(folder: Path, lane: Lane) -> list[Any]:
    corpus, runner = lane(folder)
    return ["run", "-j8", "--corpus", corpus, "--runner", runner, "-r", "stand-in", "--report", folder / "r.jsonl"]


def own(folder: Path) -> dict[str, str]:
    (folder / "tmp").mkdir()
    return {"WASI_CONFORMANCE_CACHE": str(folder / "cache"), "TMPDIR": str(folder / "tmp")}


def still_running(folder: Path) -> list[str]:
    """Guests and drivers that are alive; the suite itself, which has the folder in its options too, is none of them."""
    return [command for command in alive(str(folder)) if "-m conformance" not in command]


@LANES
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_a_run_in_good_order(tmp_path: Path, lane: Lane, number: signal.Signals) -> None:
    report = tmp_path / "r.jsonl"
    with cli_process(*options(tmp_path, lane), env=own(tmp_path)) as process:
        assert eventually(lambda: finished(report) >= 3 and still_running(tmp_path))
        process.send_signal(number)
        started = time.monotonic()
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out, err.strip()) == (2, b"", b"interrupted")
        assert time.monotonic() - started < 3
    assert none_alive(str(tmp_path))
    assert os.listdir(tmp_path / "tmp") == []  # no sandbox either
    assert len(read_report(report, allow_incomplete=True).records) == 3
    with pytest.raises(IncompleteReport):
        read_report(report)


def test_sigterm_ends_even_a_background_job_that_ignores_sigint(tmp_path: Path) -> None:
    words = [PYTHON, "-m", "conformance", *map(str, options(tmp_path, of_processes))]
    script = "trap '' INT; exec \"$@\""
    process = subprocess.Popen(["/bin/sh", "-c", script, "sh", *words], env={**os.environ, **own(tmp_path)})
    try:
        assert eventually(lambda: finished(tmp_path / "r.jsonl") >= 3)
        process.terminate()
        assert process.wait(10) == 2
    finally:
        process.kill()
        process.wait()
    assert none_alive(str(tmp_path))


@LANES
def test_kill_9_loses_no_finished_record_and_the_report_is_known_to_be_incomplete(
    tmp_path: Path, lane: Lane, cli: Cli
) -> None:
    report = tmp_path / "r.jsonl"
    with cli_process(*options(tmp_path, lane), env=own(tmp_path)) as process:
        assert eventually(lambda: finished(report) >= 3 and still_running(tmp_path))
        left = [int(pid.name) for pid in Path("/proc").glob("[0-9]*") if is_child(pid, process.pid)]
        process.kill()
        process.wait()
    for pid in left:  # nobody is there to do it any more
        os.kill(pid, signal.SIGKILL)
    records = read_report(report, allow_incomplete=True).records
    assert sorted(record.case for record in records) == [f"slow/case-{index}" for index in range(3)]
    assert {record.outcome for record in records} == {"pass"}

    said = cli("matrix", report)
    assert said.code == 3
    assert "r.jsonl: the report has no footer after 3 records" in said.err
    assert cli("matrix", report, "--allow-incomplete").code == 0


def is_child(folder: Path, suite: int) -> bool:
    """Whether a folder of ``/proc`` is that of a process which the suite started."""
    try:
        return f"PPid:\t{suite}\n" in (folder / "status").read_text()
    except OSError:
        return False


def test_what_was_being_written_at_the_end_is_no_record(tmp_path: Path, cli: Cli) -> None:
    report = tmp_path / "r.jsonl"
    corpus = write_corpus(tmp_path / "corpus", {f"a/case-{i}": Guest(good_report(f"a/case-{i}")) for i in range(4)})
    runner = write_runner(tmp_path / "runner", process={"run": ["/bin/cat", "{component}"]})
    assert cli("run", "--corpus", corpus, "--runner", runner, "-r", "stand-in", "--report", report).code == 0
    whole = report.read_bytes()
    for cut in (len(whole) - 1, len(whole) - 20, len(whole) // 2):
        report.write_bytes(whole[:cut])
        with pytest.raises(IncompleteReport):
            read_report(report)
        complete = whole[:cut].count(b"\n") - 1
        assert len(read_report(report, allow_incomplete=True).records) == min(complete, 4)


@pytest.mark.parametrize("villainous", ["leaves_a_daemon", "sheds_its_environment", "leaves_children"])
def test_nothing_survives_the_command(tmp_path: Path, villainous: str) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"a/b": Guest(villain(villainous), {"arguments": ["a/b"]})})
    runner = write_runner(tmp_path / "runner")
    report = tmp_path / "r.jsonl"
    arguments = ("run", "--corpus", corpus, "--runner", runner, "-r", "stand-in", "--report", report)
    with cli_process(*arguments, env=own(tmp_path)) as process:
        process.communicate(timeout=20)
        assert process.returncode == 0
    assert none_alive(str(tmp_path), 1.0), alive(str(tmp_path))
