"""The time of a process, whatever the process does."""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from pathlib import Path

import pytest
from stand_ins import none_alive

from conformance.startup.machine import Pinning, clock_step, this_machine
from conformance.startup.processes import Lost, Timed, expect_success, quietly, timed

PINNING = Pinning()


def python(code: str, *, limit_s: float = 30.0) -> Timed:
    """A Python program, timed."""
    return timed([sys.executable, "-S", "-c", code], {"PATH": os.defpath}, PINNING, limit_s=limit_s)


def test_a_process_has_a_time_a_code_and_what_it_printed() -> None:
    before = time.perf_counter()
    done = python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)")
    assert (done.code, done.stdout, done.stderr) == (7, b"out\n", b"err\n")
    assert 0 < done.seconds <= time.perf_counter() - before


def test_a_signal_is_a_negative_code() -> None:
    done = python("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert done.code == -11
    with pytest.raises(Lost, match="was ended by signal 11"):
        expect_success(done, b"")


def test_a_flood_is_drained_and_cut() -> None:
    done = python("import os\nfor _ in range(200): os.write(1, b'x' * 65536); os.write(2, b'y' * 65536)")
    assert done.code == 0
    assert 0 < len(done.stdout) <= 65536
    assert len(done.stderr) == 65536


def test_what_never_ends_is_killed_with_all_that_it_started() -> None:
    mark = uuid.uuid4().hex
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(99)  # {mark}'])"
    with pytest.raises(Lost, match=r"still running after 0\.5 s, killed"):
        python(code, limit_s=0.5)
    assert none_alive(mark, patience_s=20)


def test_a_child_that_keeps_stdout_open_does_not_hold_up_the_end_and_dies() -> None:
    mark = uuid.uuid4().hex
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(99)  # {mark}'])"
    assert python(code).code == 0
    assert none_alive(mark, patience_s=20)


def test_closing_stdout_is_not_the_end() -> None:
    done = python("import os, sys, time; os.close(1); time.sleep(0.3); os._exit(5)")
    assert done.code == 5
    assert done.seconds >= 0.3


def test_a_program_that_is_not_there_is_lost_with_its_name() -> None:
    with pytest.raises(Lost, match="nowhere could not be started: No such file"):
        timed(["/nowhere"], {}, PINNING, limit_s=1)
    with pytest.raises(Lost, match="nowhere could not be run"):
        quietly(["/nowhere"], {})


def test_a_success_is_code_zero_and_the_right_words() -> None:
    expect_success(Timed(1.0, 0, b"hello\n", b""), b"hello\n")
    expect_success(Timed(1.0, 0, b"whatever", b""), None)
    with pytest.raises(Lost, match="printed b'hullo', and not b'hello'"):
        expect_success(Timed(1.0, 0, b"hullo", b""), b"hello")
    with pytest.raises(Lost, match="exited with code 3: last words"):
        expect_success(Timed(1.0, 3, b"", b"first words\nlast words\n"), None)


def test_a_process_of_the_machine_that_fails_says_why() -> None:
    assert quietly([sys.executable, "-c", "print('fine')"], {}) == "fine\n"
    with pytest.raises(Lost, match=r"^the reason$"):
        quietly([sys.executable, "-c", "import sys; print('x', file=sys.stderr); sys.exit('the reason')"], {})


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system pins nothing")
def test_what_is_measured_has_other_processors_than_what_measures() -> None:
    before = os.sched_getaffinity(0)
    code = "import os; print(sorted(os.sched_getaffinity(0)))"
    with Pinning() as pinning:
        ours = os.sched_getaffinity(0)
        done = timed([sys.executable, "-S", "-c", code], {}, pinning, limit_s=30)
        assert os.sched_getaffinity(0) == ours
    assert os.sched_getaffinity(0) == before
    theirs = set(map(int, done.stdout.decode().strip("[]\n").split(",")))
    if len(before) > 1:
        assert not theirs & ours
        assert theirs | ours == before
    else:
        assert "one processor" in pinning.about


def test_without_pinning_everything_stays_as_it_was() -> None:
    pinning = Pinning(False)
    with pinning, pinning.measured():
        assert pinning.about == "none: it was not wanted"


def test_the_machine_is_described_without_its_name() -> None:
    found = this_machine("none", None)
    assert found.processors >= 1
    assert os.uname().nodename not in (found.system, found.release, found.machine, found.processor)
    assert str(Path.home()) not in repr(found)
    assert 0 < clock_step() < 1


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
def test_signals_that_python_ignores_are_not_ignored_by_what_it_starts() -> None:
    shell = ["/bin/sh", "-c", "grep SigIgn /proc/self/status"]
    done = timed(shell, {"PATH": os.defpath}, PINNING, limit_s=30)
    assert int(done.stdout.split()[1], 16) & (1 << (signal.SIGPIPE - 1)) == 0
