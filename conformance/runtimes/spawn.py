"""Running a program so that nothing it does can hurt the suite.

One process group per program, both outputs drained at once into capped buffers, a deadline, and the death of the whole
group at the end. On Linux the suite adopts orphans, so that even a descendant which left the group is found: by a mark
in its environment.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

import msgspec

from conformance.observation import PIPES, Captured, Streams
from conformance.runtimes.ends import Ends, without_stdin

_CHUNK = 64 * 1024
_TAIL = 4096
_AFTER_DEATH_S = 1.0
"""Seconds that outputs may stay open once the program has ended and its group was killed."""
_MARK = "WASI_CONFORMANCE_ATTEMPT"
_PR_SET_CHILD_SUBREAPER = 36
_known: set[int] = set()
"""Processes that the suite itself started and still minds; never taken for stragglers."""
_groups: set[Group] = set()


class Finished(msgspec.Struct, frozen=True):
    """A program that has ended, or was killed at its deadline (``code`` is None); negative codes are signals."""

    code: int | None
    stdout: Captured
    stderr: Captured
    duration_s: float


class Drain:
    """Collects what a stream carries, up to a limit; of the rest it keeps the number and the last bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.total = 0
        self._data = bytearray()
        self._tail = b""

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        room = self.limit - len(self._data)
        if room > 0:
            self._data += chunk[:room]
        if len(chunk) > room:
            self._tail = (self._tail + chunk[max(room, 0) :])[-_TAIL:]
        self.total += len(chunk)

    def captured(self) -> Captured:
        """What was kept so far."""
        return Captured(bytes(self._data), self.total, self._tail)


class Group:
    """A started program and its process group. Use as a context manager: at the end nothing of it is alive."""

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        directory: Path,
        *,
        interactive: bool,
        streams: Streams = PIPES,
    ) -> None:
        _adopt_orphans()
        self.mark = uuid.uuid4().hex
        self.started = time.monotonic()
        self._ends = Ends(streams, interactive=interactive)
        try:
            self.process: subprocess.Popen[bytes] = subprocess.Popen(
                without_stdin(command) if streams.stdin == "closed" else command,
                bufsize=0,
                stdin=self._ends.stdin,
                stdout=self._ends.stdout,
                stderr=self._ends.stderr,
                env={**environment, _MARK: self.mark},
                cwd=directory,
                process_group=0,
            )
        except BaseException:
            self._ends.close()
            raise
        self._ends.started()
        _known.add(self.process.pid)
        self._code: int | None = None
        _groups.add(self)

    def __enter__(self) -> Group:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._ends.close()

    def end(self, name: str) -> int | None:
        """The suite's end of a standard stream; None where there is none."""
        stream: IO[bytes] | None = getattr(self.process, name, None)
        return stream.fileno() if stream is not None else self._ends.kept.get(name)

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def kill(self) -> int:
        """Kill the whole group and whatever escaped from it; returns the program's exit code."""
        if self._code is None:  # once only: afterwards the number may belong to somebody else
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self._code = self.process.wait()
            _kill_stragglers(self.process.pid, self.mark)
            _known.discard(self.process.pid)
            _groups.discard(self)
        return self._code


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    directory: Path,
    *,
    stdin: bytes = b"",
    streams: Streams = PIPES,
    timeout_s: float,
    output_limit: int,
) -> Finished:
    """Run ``command`` to its end or its deadline. Raises OSError when it cannot be started."""
    interactive = bool(stdin) or streams.held or bool(streams.after)
    with Group(command, environment, directory, interactive=interactive, streams=streams) as group:
        outputs = _Outputs(group, stdin, streams, output_limit)
        with outputs:
            ended = outputs.pump_until_exit(group.started + timeout_s)
            code = group.kill()
            outputs.pump_until_closed(time.monotonic() + _AFTER_DEATH_S)
        return Finished(code if ended else None, outputs.stdout.captured(), outputs.stderr.captured(), group.elapsed_s)


class _Outputs:
    """The selector over a group's streams and, where the system has them, its process descriptor."""

    def __init__(self, group: Group, stdin: bytes, streams: Streams, limit: int) -> None:
        self.stdout, self.stderr = Drain(limit), Drain(limit)
        self._process = group.process
        self._selector = selectors.DefaultSelector()
        self._pidfd = open_pidfd(group.process.pid)
        self._open = 0
        self._after = streams.after
        self._watch_output(group.end("stdout"), self.stdout)
        self._watch_output(group.end("stderr"), self.stderr)
        if streams.stdin == "terminal":  # a program may write to it, too: nobody reads that, but it must not block
            self._watch_output(group.end("stdin"), Drain(0))
        begin = partial(self._watch_input, group, memoryview(stdin), closes=not streams.held)
        self._begin_input: Callable[[], None] = begin
        if not self._after:
            begin()
        if self._pidfd is not None:
            self._selector.register(self._pidfd, selectors.EVENT_READ, None)

    def __enter__(self) -> _Outputs:
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()
        if self._pidfd is not None:
            os.close(self._pidfd)

    def pump_until_exit(self, deadline: float) -> bool:
        """Move bytes until the program has ended (True) or the deadline has passed (False)."""
        step = None if self._pidfd is not None else 0.005  # no process descriptors here: look often
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return self._process.poll() is not None
            if self._turn(left if step is None else min(step, left)):
                return True
            if step is not None and self._process.poll() is not None:
                return True

    def pump_until_closed(self, deadline: float) -> None:
        """Move what is left in the pipes, until the last writer is gone or the deadline has passed."""
        if self._pidfd is not None:
            with contextlib.suppress(KeyError):
                self._selector.unregister(self._pidfd)
        while self._open and (left := deadline - time.monotonic()) > 0:
            self._turn(left)

    def _turn(self, wait_s: float) -> bool:
        ended = False
        for key, _ in self._selector.select(wait_s):
            if key.data is None:
                ended = True
            else:
                key.data()
        return ended

    def _watch_output(self, descriptor: int | None, drain: Drain) -> None:
        if descriptor is None:
            return
        self._open += 1

        def move() -> None:
            try:
                chunk = os.read(descriptor, _CHUNK)
            except OSError:  # how a terminal says that nobody has it open any more
                chunk = b""
            if chunk:
                drain.feed(chunk)
                if self._after and self._after in self.stdout.captured().data:
                    self._after = b""
                    self._begin_input()
            else:
                self._selector.unregister(descriptor)
                self._open -= 1

        self._selector.register(descriptor, selectors.EVENT_READ, move)

    def _watch_input(self, group: Group, left: memoryview, *, closes: bool) -> None:
        """Send ``left``; a pipe is then closed if it ``closes``, a terminal is not."""
        stream = group.process.stdin
        descriptor = stream.fileno() if stream is not None else group.end("typing")
        if descriptor is None:
            return
        os.set_blocking(descriptor, False)

        def move() -> None:
            nonlocal left
            try:
                left = left[os.write(descriptor, left[:_CHUNK]) :]
            except BlockingIOError:
                return
            except OSError:  # the program does not read its input; that is its right
                left = left[:0]
            if not left:
                self._selector.unregister(descriptor)
                if stream is not None and closes:
                    stream.close()

        self._selector.register(descriptor, selectors.EVENT_WRITE, move)


def open_pidfd(pid: int) -> int | None:
    """A descriptor that becomes readable when the process ends, where the system has such descriptors."""
    opener: Callable[[int], int] | None = getattr(os, "pidfd_open", None)
    try:
        return opener(pid) if opener is not None else None
    except OSError:
        return None


def kill_all() -> None:
    """Kill whatever is running, from any thread: for a run that was interrupted."""
    for group in list(_groups):
        group.kill()


_adopting = False


def _adopt_orphans() -> None:
    """Become the reaper of all descendants (Linux), and leave no core dumps of runtimes that die."""
    global _adopting
    if _adopting:
        return
    _adopting = True
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _kill_stragglers(group: int, mark: str) -> None:
    """Bury descendants that became our children because their parents are gone: those of ``group``, which are dying,
    and those that left it but still carry ``mark``, which are killed."""
    if sys.platform != "linux":
        return
    needle = f"{_MARK}={mark}".encode()
    for _ in range(1000):  # each round may orphan the next generation; a bound, because nothing may hang us
        found = [pid for pid in _children() if pid not in _known and _belongs(pid, group, needle)]
        if not found:
            return
        for pid in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def bury_orphans() -> None:
    """Kill what is left of attempts when all of them are over: descendants that became our children by losing their
    parents, and that no mark betrays because they threw their environment away. What we started outside of a
    :class:`Group` is in our own process group and stays."""
    if not _adopting or sys.platform != "linux":
        return
    for _ in range(1000):
        orphans = [pid for pid in _children() if pid not in _known and _left_our_group(pid)]
        if not orphans:
            return
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _left_our_group(pid: int) -> bool:
    try:
        return os.getpgid(pid) != os.getpgrp()
    except OSError:
        return False


def _children() -> list[int]:
    children: list[int] = []
    for task in os.listdir("/proc/self/task"):
        with contextlib.suppress(OSError), open(f"/proc/self/task/{task}/children", "rb") as file:
            children += map(int, file.read().split())
    return children


def _belongs(pid: int, group: int, needle: bytes) -> bool:
    try:
        if os.getpgid(pid) == group:
            return True
        with open(f"/proc/{pid}/environ", "rb") as file:
            return needle in file.read().split(b"\0")
    except OSError:
        return False
