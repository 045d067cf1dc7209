"""The worker lane: long-lived driver programs that speak JSON lines.

A driver that dies, hangs or talks nonsense costs the attempt that it was busy with, and is replaced by a fresh one.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from conformance.observation import (
    Broken,
    Captured,
    Crashed,
    Ending,
    Launch,
    Observation,
    TimedOut,
    first_line,
)
from conformance.runtimes.process_lane import NeverServed, Serving, base_environment
from conformance.runtimes.protocol import PROTOCOL, Reply, launch_fields
from conformance.runtimes.spawn import Drain, Group

_HELLO_TIMEOUT_S = 30.0
_STOP_TIMEOUT_S = 5.0
_DYING_S = 0.5
"""Seconds between the end of a driver's outputs and its own end, before it counts as one that lives on."""
_PAUSE_S = 0.0005
"""Seconds for which a driver that is in the middle of its answer is left to itself: outcomes come one by one, and
to wake up for each takes longer than to make sense of it."""
_LINE_LIMIT = 64 * 1024 * 1024
"""Bytes that one reply may have: more than two capped outputs in base64, and a bound for nonsense."""
_STDERR_LIMIT = 64 * 1024

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Reply)


class DriverFault(Exception):
    """A driver did not keep the protocol, or is gone; ``ending`` is what that is for the attempt it was busy with."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(str(ending))
        self.ending = ending


class Driver:
    """One running driver program."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], directory: Path) -> None:
        self.command = tuple(command)
        # What it puts aside for itself goes with it, however it ends.
        self._scratch = tempfile.TemporaryDirectory(prefix="wasi-conformance-driver-", ignore_cleanup_errors=True)
        try:
            self._group = Group(command, {**environment, "TMPDIR": self._scratch.name}, directory, interactive=True)
        except BaseException:
            self._scratch.cleanup()
            raise
        process = self._group.process
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        self._input, self._output = process.stdin.fileno(), process.stdout.fileno()
        self._error: int | None = process.stderr.fileno()
        os.set_blocking(self._input, False)
        self._said = Drain(_STDERR_LIMIT)
        self._buffer = bytearray()
        self._sequence = 0
        self.requests = 0
        try:
            self.hello = self.ask("hello", {"protocol": PROTOCOL}, _HELLO_TIMEOUT_S)
            if self.hello.protocol != PROTOCOL:
                raise DriverFault(Broken(f"the driver speaks protocol {self.hello.protocol}, not {PROTOCOL}"))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Kill the driver and everything that it started, and remove what it had put aside."""
        self._group.__exit__()
        self._scratch.cleanup()

    @property
    def reusable(self) -> bool:
        """Whether the next attempt may have it: it is alive, silent, and not yet due for replacement."""
        limit = self.hello.recycle_after
        if self._group.process.poll() is not None or (limit is not None and self.requests >= limit):
            return False
        return not self._buffer and not _ready({self._output: select.POLLIN}, 0)

    @property
    def pid(self) -> int:
        """The driver's process."""
        return self._group.process.pid

    @property
    def unfinished(self) -> bytes:
        """What has come of a line that has not ended: of a driver that is gone, the last that it said."""
        return bytes(self._buffer)

    def ask(self, verb: str, fields: Mapping[str, Any], timeout_s: float) -> Reply:
        """Send a request and wait for its reply. Raises :class:`DriverFault`."""
        self._sequence += 1 + secrets.randbelow(1000)  # an answer to what was not asked yet must not fit
        self.requests += 1
        deadline = time.monotonic() + timeout_s
        request = _encoder.encode({"seq": self._sequence, "verb": verb, **fields}) + b"\n"
        line = self._exchange(request, deadline, timeout_s)
        try:
            reply = _decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            shown = first_line(line[:200].decode("utf-8", "backslashreplace"), 120)
            raise DriverFault(Broken(f"the driver answered with nonsense ({error}): {shown!r}")) from None
        if reply.seq != self._sequence:
            problem = f"the driver answered with sequence number {reply.seq}, expected {self._sequence}"
            raise DriverFault(Broken(problem))
        if reply.error is not None:
            raise DriverFault(Broken(f"the driver reports {reply.error.code}: {reply.error.message}"))
        return reply

    def _exchange(self, request: bytes, deadline: float, timeout_s: float) -> bytes:
        left = memoryview(request)
        searched = 0
        while True:
            end = self._buffer.find(b"\n", searched)
            searched = len(self._buffer)  # a long line comes in many pieces: none of them is searched twice
            if end >= 0:
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 1]
                return line
            if len(self._buffer) > _LINE_LIMIT:
                raise DriverFault(Broken(f"the driver wrote more than {_LINE_LIMIT} bytes without a line's end"))
            wait = deadline - time.monotonic()
            if wait <= 0:
                raise DriverFault(TimedOut(timeout_s))
            watched = {self._output: select.POLLIN}
            if left:
                watched[self._input] = select.POLLOUT
            if self._error is not None:
                watched[self._error] = select.POLLIN
            ready = _ready(watched, wait)
            if self._input in ready:
                left = self._write(left)
            if self._error in ready:
                self._read_error()
            if self._output in ready:
                self._read_output()

    def _write(self, left: memoryview) -> memoryview:
        try:
            return left[os.write(self._input, left) :]
        except BlockingIOError:
            return left
        except OSError:
            raise self._death() from None

    def _read_output(self) -> None:
        chunk = os.read(self._output, 262144)
        if not chunk:
            raise self._death()
        self._buffer += chunk
        if b"\n" not in chunk:
            time.sleep(_PAUSE_S)

    def _read_error(self) -> None:
        assert self._error is not None
        chunk = os.read(self._error, 65536)
        if chunk:
            self._said.feed(chunk)
        else:  # closed while the driver lives on: watching it any longer would only spin
            self._error = None

    def _death(self) -> DriverFault:
        try:
            self._group.process.wait(_DYING_S)
            lives = False
        except subprocess.TimeoutExpired:
            lives = True
        code = self._group.kill()
        while self._error is not None and _ready({self._error: select.POLLIN}, 0):
            self._read_error()
        said = _last_words(self._said.captured())
        if lives:
            return DriverFault(Crashed(f"the driver closed its stdin or stdout; {said}"))
        how = f"exited with code {code}" if code >= 0 else "was killed"
        return DriverFault(Crashed(f"the driver {how}; {said}", -code if code < 0 else None))


def _ready(watched: Mapping[int, int], wait_s: float) -> set[int]:
    """The descriptors out of ``watched`` on which something has happened (poll: select knows only the first 1024)."""
    poll = select.poll()
    for descriptor, events in watched.items():
        poll.register(descriptor, events)
    return {descriptor for descriptor, _ in poll.poll(wait_s * 1000)}


def _last_words(stream: Captured) -> str:
    """The last words on a stream, or that there are none."""
    lines = stream.ends.decode("utf-8", "replace").strip().splitlines()
    return f"its last words: {first_line(lines[-1])}" if lines else "it said nothing"


class Workers:
    """The drivers of one runtime in this process: taken by an attempt, given back when they may be used again."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], cache: Path) -> None:
        self._command = tuple(command)
        self._environment = {**base_environment(), **environment}
        self._cache = cache
        self._idle: list[Driver] = []
        self._all: set[Driver] = set()
        self._lock = threading.Lock()
        self._closed = False

    def hello(self) -> Reply:
        """What a fresh driver says of itself. Raises :class:`DriverFault`."""
        with self._borrowed() as driver:
            return driver.hello

    def run(self, launch: Launch) -> Observation:
        """Run a command component in a driver."""
        try:
            with self._borrowed() as driver:
                started = time.monotonic()
                reply = self._ask(driver, "run", launch)
                return _observed(reply, driver.command, started)
        except DriverFault as fault:
            return self._fault(fault, launch)

    @contextlib.contextmanager
    def serve(self, launch: Launch) -> Iterator[Serving]:
        """Serve a proxy component for the time of the ``with`` block. Raises :class:`NeverServed` when it won't."""
        serving: Serving | None = None
        try:
            with self._borrowed() as driver:
                started = time.monotonic()
                reply = self._ask(driver, "serve", launch)
                if reply.serving is not None:
                    serving = Serving(reply.serving.host, reply.serving.port)
                    yield serving
                    reply = driver.ask("stop", {}, _STOP_TIMEOUT_S)
                observation = _observed(reply, driver.command, started)
        except DriverFault as fault:
            if serving is None:
                raise NeverServed(self._fault(fault, launch)) from None
            observation = self._fault(fault, launch)
        if serving is None:
            raise NeverServed(observation)
        serving.observation = observation

    def start(self) -> Driver:
        """A driver of one's own, until :meth:`discard`. Raises :class:`DriverFault`."""
        return self._start()

    def discard(self, driver: Driver) -> None:
        """Kill a driver."""
        self._discard(driver)

    def close(self) -> None:
        """Kill all drivers, idle or not."""
        with self._lock:
            self._closed = True
            doomed, self._all, self._idle = self._all, set(), []
        for driver in doomed:
            driver.close()

    def _ask(self, driver: Driver, verb: str, launch: Launch) -> Reply:
        self._cache.mkdir(parents=True, exist_ok=True)
        return driver.ask(verb, launch_fields(launch, str(self._cache)), launch.timeout_s)

    @contextlib.contextmanager
    def _borrowed(self) -> Iterator[Driver]:
        """A driver for one attempt; any fault or interruption inside the block ends that driver's life."""
        with self._lock:
            driver = self._idle.pop() if self._idle else None
        if driver is not None and not driver.reusable:
            self._discard(driver)
            driver = None
        if driver is None:
            driver = self._start()
        try:
            yield driver
        except BaseException:
            self._discard(driver)
            raise
        if driver.reusable and not self._closed:
            with self._lock:
                self._idle.append(driver)
        else:
            self._discard(driver)

    def _start(self) -> Driver:
        try:
            driver = Driver(self._command, self._environment, Path("/"))
        except OSError as error:
            raise DriverFault(Broken(f"{self._command[0]} could not be started: {error.strerror or error}")) from None
        with self._lock:
            self._all.add(driver)
        return driver

    def _discard(self, driver: Driver) -> None:
        with self._lock:
            self._all.discard(driver)
        driver.close()

    def _fault(self, fault: DriverFault, launch: Launch) -> Observation:
        duration = launch.timeout_s if isinstance(fault.ending, TimedOut) else 0.0
        return Observation(ending=fault.ending, command=self._command, duration_s=duration)


def _observed(reply: Reply, command: tuple[str, ...], started: float) -> Observation:
    if reply.observation is None:
        raise DriverFault(Broken("the driver answered without an observation"))
    try:
        observation = reply.observation.observation(command)
    except ValueError as error:
        raise DriverFault(Broken(f"the driver answered with {error}")) from None
    if observation.duration_s:
        return observation
    return msgspec.structs.replace(observation, duration_s=time.monotonic() - started)
