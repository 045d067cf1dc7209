"""The time from a process's start to its end, with as little as possible of our own in it."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence

import msgspec

from conformance.observation import first_line
from conformance.runtimes.spawn import open_pidfd
from conformance.startup.machine import Pinning

_KEPT = 64 * 1024
_RESTORED = (signal.SIGPIPE, signal.SIGXFSZ)
"""Signals that Python ignores, and the programs that it starts must not."""
_TURN_S = 0.001
"""How often one looks whether a process has ended, on systems that cannot tell."""


class Lost(Exception):
    """What was to be measured cannot be, or no more: a reason for people. It costs one row."""


class Timed(msgspec.Struct, frozen=True):
    """A process that has ended: seconds from before its start until its end was noticed. Negative codes are signals."""

    seconds: float
    code: int
    stdout: bytes
    stderr: bytes


def timed(command: Sequence[str], environment: Mapping[str, str], pinning: Pinning, *, limit_s: float) -> Timed:
    """Start a program, read what it prints, wait for its end. Raises :class:`Lost` when it won't start or won't end.

    stdin is the null device. A process group of its own dies with the deadline.
    """
    with contextlib.ExitStack() as after, tempfile.TemporaryFile() as errors:
        reading, writing = os.pipe()
        after.callback(os.close, reading)
        null = os.open(os.devnull, os.O_RDONLY)
        after.callback(os.close, null)
        actions = [(os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, writing, 1)]
        actions += [(os.POSIX_SPAWN_DUP2, errors.fileno(), 2)]
        try:
            with pinning.measured():
                started = time.perf_counter()
                child = os.posix_spawn(
                    command[0], list(command), dict(environment), file_actions=actions, setpgroup=0, setsigdef=_RESTORED
                )
        except OSError as error:
            raise Lost(f"{os.path.basename(command[0])} could not be started: {error.strerror}") from None
        finally:
            os.close(writing)
        try:
            ended, output = _await(child, reading, started + limit_s)
        except BaseException:
            _bury(child)
            raise
        if ended is None:
            _bury(child)
            raise Lost(f"still running after {limit_s:g} s, killed")
        _, status = os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # whatever it left behind would disturb the next
        errors.seek(0)
        return Timed(ended - started, os.waitstatus_to_exitcode(status), output, errors.read(_KEPT))


def _await(child: int, reading: int, deadline: float) -> tuple[float | None, bytes]:
    """The moment when the child had ended (None: it had not), and what it printed until then."""
    pidfd = open_pidfd(child)
    try:
        poll = select.poll()
        poll.register(reading, select.POLLIN)
        if pidfd is not None:
            poll.register(pidfd, select.POLLIN)
        output, listening = bytearray(), True
        while (left := deadline - time.perf_counter()) > 0:
            ready = {descriptor for descriptor, _ in poll.poll((left if pidfd is not None else _TURN_S) * 1000)}
            if pidfd in ready or (pidfd is None and _over(child)):
                ended = time.perf_counter()
                os.set_blocking(reading, False)
                with contextlib.suppress(BlockingIOError):
                    output += os.read(reading, _KEPT) if listening else b""
                return ended, bytes(output[:_KEPT])
            if listening and reading in ready:
                chunk = os.read(reading, _KEPT)
                output += chunk if len(output) < _KEPT else b""
                if not chunk:
                    listening = False
                    poll.unregister(reading)
        return None, bytes(output[:_KEPT])
    finally:
        if pidfd is not None:
            os.close(pidfd)


def _over(child: int) -> bool:
    """Whether the child has ended; it stays to be waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _bury(child: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)


def expect_success(done: Timed, printed: bytes | None) -> None:
    """Raise :class:`Lost` unless the program exited with 0 and printed this: a failure has no figure."""
    if done.code != 0:
        how = f"exited with code {done.code}" if done.code > 0 else f"was ended by signal {-done.code}"
        said = (done.stderr or done.stdout).decode("utf-8", "backslashreplace").strip().splitlines()
        raise Lost(how + (f": {first_line(said[-1], 160)}" if said else ""))
    if printed is not None and done.stdout != printed:
        raise Lost(f"printed {done.stdout[:60]!r}, and not {printed[:60]!r}")


def quietly(command: Sequence[str], environment: Mapping[str, str], limit_s: float = 60.0) -> str:
    """Run a program of the machine's that is not measured; its stdout. Raises :class:`Lost` with its last words."""
    try:
        done = subprocess.run(
            command, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, timeout=limit_s, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Lost(f"{os.path.basename(command[0])} could not be run: {error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "backslashreplace").strip().splitlines()
        raise Lost(first_line(said[-1], 160) if said else f"exited with code {done.returncode}")
    return done.stdout.decode("utf-8", "replace")
