"""The worker lane, and the drivers that it has to survive: each costs the attempt it was busy with, and no other."""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from stand_ins import (
    PYTHON,
    VILLAINS,
    Guest,
    alive,
    driver_lane,
    good_report,
    none_alive,
    run_corpus,
    stand_in,
    write_corpus,
    write_runner,
)

from conformance.errors import Unprovided
from conformance.report import Record
from conformance.runtimes import worker_lane
from conformance.runtimes.runtime import close_all

pytestmark = pytest.mark.usefixtures("own_cache")
TIMEOUT_S = 1.0
BAD = "cast/case-3"
CASES = [f"cast/case-{index}" for index in range(6)]
PROXY: dict[str, Any] = {"world": "proxy", "report": "response", "requests": [{"path": "/"}]}


def cast(folder: Path, bad: Any = None) -> Path:
    """Six cases, one of which tempts the driver; all of the proxy world when ``bad`` says so."""
    front = bad or {}
    guests = {case_id: Guest(good_report(case_id), {**front, "arguments": ["virtue"]}) for case_id in CASES}
    guests[BAD] = Guest(good_report(BAD), {**front, "arguments": ["vice"]})
    return write_corpus(folder / "corpus", guests)


def perform(
    folder: Path, name: str, *arguments: str, front: Any = None, timeout_s: float = TIMEOUT_S, jobs: int = 1
) -> Record:
    """The record of the tempting case, when all others have passed and nothing is left."""
    # The folder is an argument that no driver reads: it marks the processes of this test.
    runner = write_runner(folder / "runner", worker=driver_lane(name, *arguments, str(folder)))
    records = run_corpus(cast(folder, front), runner, timeout_s=timeout_s, jobs=jobs)
    others = {case_id: record.reason for case_id, record in records.items() if record.outcome != "pass"}
    others.pop(BAD, None)
    assert others == {}
    assert len(records) == len(CASES)
    assert none_alive(str(folder)), alive(str(folder))
    return records[BAD]


@pytest.mark.parametrize(
    ("driver", "outcome", "words"),
    [
        ("driver_well_behaved", "pass", ""),
        ("driver_exits", "crash", "the driver exited with code 3; its last words: out of luck"),
        ("driver_is_killed", "crash", "the runtime crashed by signal 6: the driver was killed"),
        ("driver_hangs", "timeout", "still running after 1 s"),
        ("driver_closes_stdout", "crash", "the driver closed its stdin or stdout"),
        ("driver_miscounts", "error", "answered with sequence number"),
        ("driver_adds_a_line", "pass", ""),
        ("driver_answers_ahead", "pass", ""),
        ("driver_closes_stderr", "pass", ""),
        ("driver_leaves_children", "pass", ""),
    ],
)
def test_a_driver_costs_the_attempt_that_it_was_busy_with(
    tmp_path: Path, driver: str, outcome: str, words: str
) -> None:
    record = perform(tmp_path, driver)
    assert (record.outcome, words in record.reason) == (outcome, True), record.reason


@pytest.mark.parametrize(
    ("nonsense", "words"),
    [
        (b"Segmentation fault", "nonsense (JSON is malformed"),
        (b"", "nonsense"),
        (b"\xff\xfe\x00\x80", "nonsense"),
        (b"[1, 2]", "nonsense"),
        (b'"hello"', "nonsense"),
        (b'{"seq": "{seq}"}', "nonsense"),
        (b'{"observation": {"ending": "exited", "code": 0}}', "missing required field `seq`"),
        (b'{"seq": {seq}, "observation": {"ending": "exited", "code": "zero"}}', "nonsense"),
        (b'{"seq": {seq}, "observation": {"ending": "exited", "code": 0, "stdout": "%%"}}', "nonsense"),
        (b'{"seq": {seq}, "observation": {"ending": "exited"}}', "an ending that the protocol does not have"),
        (b'{"seq": {seq}, "observation": {"ending": "bored", "code": 0}}', "'bored' with code 0"),
        (b'{"seq": {seq}, "observation": {"ending": "timed-out"}}', "an ending that the protocol does not have"),
        (b'{"seq": {seq}}', "without an observation"),
        (b'{"seq": {seq}, "serving": {"host": "127.0.0.1", "port": 1}}', "without an observation"),
        (b'{"seq": {seq}, "error": {"code": "out-of-memory", "message": "sorry"}}', "out-of-memory: sorry"),
        (b'{"seq": {seq}, "observation": {"ending": "exited", "code": 0}} trailing', "nonsense"),
    ],
)
def test_nonsense_is_our_error_and_no_verdict_on_the_guest(tmp_path: Path, nonsense: bytes, words: str) -> None:
    literal = repr(nonsense).replace("{", "{{").replace("}", "}}")  # in runner.yaml a brace that is meant is doubled
    record = perform(tmp_path, "driver_talks_nonsense", literal)
    assert (record.outcome, words in record.reason) == ("error", True), record.reason


MEASURED = """
import re, sys
sys.path.insert(0, {tests!r})
import msgspec
from pathlib import Path
from test_worker_lane import perform
record = perform(Path({folder!r}), {driver!r}, timeout_s=20)
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
print(msgspec.json.encode(record).decode())
"""


@pytest.mark.parametrize(
    ("driver", "outcome", "words", "most_kb"),
    [
        ("driver_never_ends_its_line", "error", "bytes without a line's end", 260_000),
        ("driver_floods_stderr", "pass", "", 130_000),
    ],
)
def test_a_flood_does_not_end_in_memory(
    tmp_path: Path, own_cache: Path, driver: str, outcome: str, words: str, most_kb: int
) -> None:
    script = MEASURED.format(tests=str(VILLAINS.parent), folder=str(tmp_path), driver=driver)
    done = subprocess.run([PYTHON, "-c", script], env=dict(os.environ), capture_output=True, timeout=60, check=True)
    peak, line = done.stdout.splitlines()
    record = msgspec.json.decode(line, type=Record)
    assert (record.outcome, words in record.reason) == (outcome, True), record.reason
    assert int(peak) < most_kb


def test_a_driver_that_dies_at_hello_makes_the_runtime_unavailable_with_its_last_words(tmp_path: Path) -> None:
    runner = write_runner(tmp_path, worker=driver_lane("driver_dies_at_hello"))
    with pytest.raises(Unprovided, match=r"did not start.*exited with code 1; its last words: no licence found"):
        stand_in(runner)


def test_a_driver_of_another_protocol_makes_the_runtime_unavailable(tmp_path: Path) -> None:
    runner = write_runner(tmp_path, worker=driver_lane("driver_speaks_another_protocol"))
    with pytest.raises(Unprovided, match="the driver speaks protocol 2, not 1"):
        stand_in(runner)


def test_a_driver_that_is_not_there_makes_the_runtime_unavailable(tmp_path: Path) -> None:
    runner = write_runner(tmp_path, worker={"command": [str(tmp_path / "gone")]})
    with pytest.raises(Unprovided, match="gone could not be started: No such file"):
        stand_in(runner)


def test_a_driver_that_is_silent_at_hello_makes_the_runtime_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_lane, "_HELLO_TIMEOUT_S", 0.2)
    with pytest.raises(Unprovided, match=r"still running after 0\.2 s"):
        stand_in(write_runner(tmp_path, worker={"command": ["/bin/sleep", "600"]}))


def test_a_driver_is_replaced_when_it_asks_for_it(tmp_path: Path) -> None:
    runner = write_runner(tmp_path / "runner", worker=driver_lane("driver_asks_for_rest"))
    guests = {case_id: Guest(good_report(case_id), {"arguments": ["vice"]}) for case_id in CASES}
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), runner, jobs=1)
    pids = Counter(records[case_id].stderr for case_id in CASES)
    # It wants a rest after three requests, of which hello is one: two runs for each process.
    assert list(pids.values()) == [2, 2, 2]


def test_drivers_work_side_by_side(tmp_path: Path) -> None:
    assert perform(tmp_path, "driver_exits", jobs=3).outcome == "crash"


@pytest.mark.parametrize(
    ("driver", "outcome", "words"),
    [
        ("driver_well_behaved", "pass", ""),
        ("driver_dies_before_serving", "crash", "its last words: could not bear it"),
        ("driver_dies_serving", "crash", "its last words: could not bear it"),
        ("driver_hangs_at_stop", "timeout", "still running after 0.5 s"),
    ],
)
def test_a_driver_may_fail_at_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, driver: str, outcome: str, words: str
) -> None:
    monkeypatch.setattr(worker_lane, "_STOP_TIMEOUT_S", 0.5)
    case = Guest(good_report("proxy/case"), {**PROXY, "arguments": ["vice"]})
    after = Guest(good_report("proxy/later"), {**PROXY, "arguments": ["virtue"]})
    corpus = write_corpus(tmp_path / "corpus", {"proxy/case": case})
    runner = write_runner(tmp_path / "runner", worker=driver_lane(driver, str(tmp_path)))
    record = run_corpus(corpus, runner, timeout_s=2)["proxy/case"]
    assert (record.outcome, words in record.reason) == (outcome, True), record.reason
    assert none_alive(str(tmp_path))
    if driver == "driver_dies_serving":
        later = run_corpus(write_corpus(tmp_path / "later", {"proxy/later": after}), runner)
        assert later["proxy/later"].outcome == "pass"


def test_drivers_end_with_the_run(tmp_path: Path) -> None:
    runtime = stand_in(write_runner(tmp_path, worker=driver_lane("driver_well_behaved", str(tmp_path))))
    assert runtime.parts == {"villain": "1.0"}
    started = time.monotonic()
    close_all()
    assert none_alive(str(tmp_path))
    assert time.monotonic() - started < 2
