"""Standard streams that are not pipes: terminals, files, closed ones, and a dialogue. The programs are small shells."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from stand_ins import PYTHON, Guest, a_case, driver_lane, good_report, run_corpus, villain, write_corpus, write_runner

from conformance.observation import Streams
from conformance.report import Record
from conformance.runtimes.spawn import Finished, run

pytestmark = pytest.mark.usefixtures("own_cache")
WHICH_ARE_TERMINALS = "for n in 0 1 2; do test -t $n && printf $n >>seen; done; true"


def shell(folder: Path, script: str, *, timeout_s: float = 10, limit: int = 1000, **given: Any) -> Finished:
    stdin = given.pop("text", b"")
    streams = Streams(**given)
    command = ["/bin/sh", "-c", script]
    return run(command, {}, folder, stdin=stdin, streams=streams, timeout_s=timeout_s, output_limit=limit)


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ({}, ""),
        ({"stdin": "terminal"}, "0"),
        ({"stdout": "terminal"}, "1"),
        ({"stderr": "terminal"}, "2"),
        ({"stdin": "terminal", "stdout": "terminal", "stderr": "terminal"}, "012"),
    ],
)
def test_exactly_the_streams_that_are_said_to_be_are_terminals(tmp_path: Path, given: Any, seen: str) -> None:
    (tmp_path / "seen").write_text("")
    assert shell(tmp_path, WHICH_ARE_TERMINALS, **given).code == 0
    assert (tmp_path / "seen").read_text() == seen


def test_a_terminal_changes_no_byte_of_an_output(tmp_path: Path) -> None:
    finished = shell(tmp_path, r"printf 'a\nb\r\n\001\t\377'; echo other >&2", stdout="terminal", stderr="terminal")
    assert finished.stdout.data == b"a\nb\r\n\x01\t\xff"
    assert finished.stderr.data == b"other\n"


def test_what_is_typed_is_read_and_not_repeated(tmp_path: Path) -> None:
    everywhere: dict[str, Any] = {"stdin": "terminal", "stdout": "terminal", "stderr": "terminal"}
    finished = shell(tmp_path, 'read line; echo "<$line>"', text=b"typed\n", **everywhere)
    assert finished.stdout.data == b"<typed>\n"


def test_control_d_is_the_end_of_a_terminal_and_nothing_else_is(tmp_path: Path) -> None:
    assert shell(tmp_path, "cat", text=b"typed\n\x04", stdin="terminal").stdout.data == b"typed\n"
    endless = shell(tmp_path, "cat", text=b"typed\n", stdin="terminal", timeout_s=0.3)
    assert (endless.code, endless.stdout.data) == (None, b"typed\n")


def test_a_flood_into_a_terminal_is_cut_and_counted(tmp_path: Path) -> None:
    finished = shell(tmp_path, "yes | head -c 1000000", stdout="terminal", limit=100)
    assert (len(finished.stdout.data), finished.stdout.total) == (100, 1_000_000)


def test_a_program_that_writes_to_its_stdin_is_not_held_up(tmp_path: Path) -> None:
    assert shell(tmp_path, "exec 3>&0; yes | head -c 1000000 >&3", stdin="terminal").code == 0


def test_a_terminal_that_children_hold_does_not_delay_the_end(tmp_path: Path) -> None:
    finished = shell(tmp_path, "sleep 600 & echo done", stdout="terminal")
    assert (finished.code, finished.stdout.data) == (0, b"done\n")
    assert finished.duration_s < 2


def test_stdin_can_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"0123456789")
    finished = shell(tmp_path, "cat; readlink /proc/self/fd/0 >&2", stdin="file", file=tmp_path / "data")
    assert finished.stdout.data == b"0123456789"
    assert finished.stderr.data.strip() == bytes(tmp_path / "data")


def test_stdin_can_be_no_open_descriptor(tmp_path: Path) -> None:
    finished = shell(tmp_path, "test -e /proc/self/fd/0 && echo there; echo $0", stdin="closed")
    assert finished.stdout.data == b"/bin/sh\n"


def test_a_program_that_is_gone_is_told_of_without_stdin_too(tmp_path: Path) -> None:
    streams = Streams(stdin="closed")
    with pytest.raises(FileNotFoundError):
        run([str(tmp_path / "gone")], {}, tmp_path, streams=streams, timeout_s=1, output_limit=1)


def test_an_output_can_be_a_pipe_that_nobody_reads(tmp_path: Path) -> None:
    finished = shell(tmp_path, "trap '' PIPE; echo text; echo $? >&2", stdout="closed")
    assert (finished.code, finished.stdout.total, finished.stderr.data.splitlines()[-1]) == (0, 0, b"1")


def test_a_pipe_that_is_held_has_no_end(tmp_path: Path) -> None:
    finished = shell(tmp_path, "cat", text=b"text", held=True, timeout_s=0.3)
    assert (finished.code, finished.stdout.data) == (None, b"text")


def test_an_answer_waits_for_its_question(tmp_path: Path) -> None:
    assert shell(tmp_path, "echo question; cat", text=b"answer", after=b"question\n").stdout.data == b"question\nanswer"
    unasked = shell(tmp_path, "cat", text=b"answer", after=b"question\n", timeout_s=0.3)
    assert (unasked.code, unasked.stdout.data) == (None, b"")


def test_no_descriptor_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    before = os.listdir("/proc/self/fd")
    for _ in range(3):
        shell(tmp_path, "true", text=b"typed\n", stdin="terminal", stdout="terminal", stderr="terminal")
        shell(tmp_path, "true", stdin="file", file=tmp_path / "data", stdout="closed", stderr="closed")
        with pytest.raises(FileNotFoundError):
            shell(tmp_path, "true", stdin="file", file=tmp_path / "gone", stderr="terminal")
    assert len(os.listdir("/proc/self/fd")) == len(before)


# ------------------------------------------------------------------------------------------------ in a case


ASKS = b"""
import os, sys, json
sys.stdout.write("name? ")
sys.stdout.flush()
name = sys.stdin.readline().strip()
check = {"check": "ran", "ok": name == "me", "got": name, "want": "me"}
for line in {"case": "a/b", "protocol": 1}, check, {"done": 1}:
    print(json.dumps(line), file=sys.stderr, flush=True)
"""


def outcome(folder: Path, component: bytes, **front: Any) -> Record:
    corpus = write_corpus(folder / "corpus", {"a/b": Guest(component, front)})
    return run_corpus(corpus, write_runner(folder / "runner"), timeout_s=2)["a/b"]


def test_a_case_can_have_a_dialogue(tmp_path: Path) -> None:
    asked = {"report": "stderr", "stdin": {"repeat": "me\n", "after": "name? "}}
    assert outcome(tmp_path, ASKS, **asked).outcome == "pass"


def test_a_case_can_have_a_terminal(tmp_path: Path) -> None:
    program = villain("well_behaved") + b"\nimport os, sys\nsys.exit(not (os.isatty(0) and os.isatty(1)))\n"
    front = {"terminal": ["stdin", "stdout"], "arguments": ["a/b"]}
    assert outcome(tmp_path, program, **front).outcome == "pass"
    assert outcome(tmp_path, program, arguments=["a/b"]).outcome == "fail"


def test_a_runtime_that_has_no_process_for_a_guest_cannot_have_such_streams(tmp_path: Path) -> None:
    guests: dict[str, Guest | bytes] = {
        "a/b": Guest(good_report("a/b"), {"terminal": ["stdin"], "arguments": ["virtue"]}),
        "a/c": Guest(good_report("a/c"), {"arguments": ["virtue"]}),
    }
    runner = write_runner(tmp_path / "runner", worker=driver_lane("driver_well_behaved"))
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), runner)
    assert records["a/b"].outcome == "unsupported"
    assert "process-streams" in records["a/b"].reason
    assert records["a/c"].outcome == "pass"


def test_such_streams_take_the_process_lane(tmp_path: Path) -> None:
    both: dict[str, Any] = {
        "process": {"run": [PYTHON, "-S", "{component}"]},
        "worker": driver_lane("driver_well_behaved"),
    }
    program = b"import os\nassert not os.isatty(0)\n"
    guests: dict[str, Guest | bytes] = {"a/b": Guest(program, {"stdin": {"held": True}}), "a/c": Guest(program, {})}
    records = run_corpus(write_corpus(tmp_path / "corpus", guests), write_runner(tmp_path / "runner", **both))
    assert (records["a/b"].lane, records["a/c"].lane) == ("process", "worker")


@pytest.mark.parametrize(
    ("front", "needs"),
    [
        ({}, ()),
        ({"stdin": "text"}, ("stdin",)),
        ({"stdin": {"repeat": "text"}}, ("stdin",)),
        ({"stdin": {"closed": True}}, ("stdin", "process-streams")),
        ({"stdin": {"repeat": "text", "held": True}}, ("stdin", "process-streams")),
        ({"stdout": "closed", "report": "stderr"}, ("process-streams",)),
        ({"terminal": ["stderr"]}, ("terminal", "process-streams")),
    ],
)
def test_the_needs_follow_from_the_streams(front: Any, needs: tuple[str, ...]) -> None:
    assert a_case(**front).needs == needs


def test_long_lists_are_written_out() -> None:
    case = a_case(
        arguments=["first", {"repeat": "ab", "times": 3}, {"numbered": "no {n}", "count": 3}],
        environment={"ONE": "1", "V{n}": {"numbered": "{n}={n}", "count": 2}, "LONG": {"repeat": "x", "times": 4}},
    )
    assert case.arguments == ("first", "ababab", "no 0", "no 1", "no 2")
    assert case.environment == {"ONE": "1", "V0": "0=0", "V1": "1=1", "LONG": "xxxx"}


def test_the_streams_are_told_to_a_person(tmp_path: Path) -> None:
    assert Streams().describe() == ""
    odd = Streams(stdin="terminal", stdout="closed", after=b"? ", held=True)
    assert odd.describe() == (
        "stdin is a terminal; stdout is a pipe whose reader is gone; "
        "stdin is sent after '? ' was seen on stdout; stdin is not closed after its last byte"
    )


def test_a_terminal_keeps_its_deadline(tmp_path: Path) -> None:
    started = time.monotonic()
    assert shell(tmp_path, "sleep 600", stdin="terminal", stdout="terminal", timeout_s=0.2).code is None
    assert time.monotonic() - started < 2
