"""HTTP: how long from the start of a server to the first byte of an answer, and what it then carries."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from conformance.observation import Launch, describe
from conformance.runtimes.process_lane import NeverServed, Processes, Serving
from conformance.runtimes.runtime import Runtime, close_all
from conformance.runtimes.spec import ProcessLane, Serve
from conformance.startup.load import NAMES, Generator
from conformance.startup.model import Key, Unit
from conformance.startup.probes import Gap, Setting, Value
from conformance.startup.processes import Lost

_REQUEST = b"GET / HTTP/1.1\r\nhost: bench\r\n\r\n"
_VARIANTS: tuple[tuple[str, Unit], ...] = (
    ("first byte", "s"),
    *((name, "s") for name in NAMES),
    ("throughput", "requests/s"),
)
Server = Callable[[], contextlib.AbstractContextManager[Serving]]


class HttpProbe:
    """A server that is started, asked once, put under load, and stopped; nothing of it lives on to the next round."""

    loops = 1
    note = "the server is started for each round; what the runtime keeps of compiled code, it has from the first round"

    def __init__(
        self,
        subject: Key,
        server: Server,
        generator: Generator,
        setting: Setting,
        connections: int,
        seconds: float,
    ) -> None:
        self.keys = [_key(subject, variant, unit) for variant, unit in _VARIANTS]
        self._server, self._generator, self._setting = server, generator, setting
        self._connections, self._seconds = connections, seconds

    def sample(self) -> Sequence[Value]:
        """One life of the server. Raises :class:`Lost` when it cannot be served or answers badly."""
        close_all()  # a driver that is already up would spare the start
        try:
            with contextlib.ExitStack() as stack:
                started = time.perf_counter()
                with self._setting.pinning.measured():
                    serving = stack.enter_context(self._server())
                first = _first_byte(serving, self._setting.limit_s) - started
                url = f"http://{serving.host}:{serving.port}/"
                shot = self._generator.shoot(url, self._connections, self._seconds)
        except NeverServed as never:
            raise Lost(describe(never.observation.ending)) from None
        except OSError as error:
            raise Lost(f"no answer: {error.strerror or error}") from None
        quantiles = [Gap("too few requests") if value is None else value for value in shot.quantiles]
        return [first, *quantiles, shot.rate]


def _key(subject: Key, variant: str, unit: Unit) -> Key:
    return Key(
        subject=subject.subject,
        family=subject.family,
        baseline=subject.baseline,
        phase="http",
        variant=variant,
        guest=subject.guest,
        method="client",
        unit=unit,
    )


def _first_byte(serving: Serving, limit_s: float) -> float:
    """The moment when the first byte of an answer was there. Raises :class:`Lost` for an answer that is none."""
    with socket.create_connection((serving.host, serving.port), timeout=limit_s) as connection:
        connection.sendall(_REQUEST)
        began = connection.recv(1)
        moment = time.perf_counter()
        answer = began
        while b"\r\n" not in answer and (more := connection.recv(4096)):
            answer += more
    if not answer:
        raise Lost("the connection ended without an answer")
    status = answer.split(b"\r\n")[0]
    if not status.startswith(b"HTTP/1.") or b" 200" not in status:
        raise Lost(f"the first answer began with {status[:60]!r}")
    return moment


def runtime_server(runtime: Runtime, setting: Setting) -> Server:
    """The guest ``http`` served as the runtime's runner does it. Raises :class:`Lost` when it has no way to."""
    reason = runtime.cannot.get("http-incoming")
    if reason is not None:
        raise Lost(reason)
    launch = setting.guests["http"].launch(setting.folder, setting.limit_s)
    lane = runtime.lane_for((), serving=True)
    return lambda: runtime.serve(launch, lane)


def bare_server(setting: Setting) -> Server:
    """The server that does nothing but answer."""
    program = Path(__file__).with_name("bare_server.py")
    serve = Serve(command=(sys.executable, "-I", str(program)), address=r"http://(\S+):(\d+)/")
    lane = Processes(ProcessLane(run=("true",), serve=serve), {}, setting.folder)
    launch = Launch(component=program, sha256="", working_directory=setting.folder, timeout_s=setting.limit_s)
    return lambda: lane.serve(launch)
