"""The worker lane for Wasmtime's Python bindings: the driver protocol, version 1 (see ``runners/README.md``).

JSON lines on standard input and output. Guests write into buffers of this program; whatever else reaches the process's
standard output goes to standard error. ``duration_s`` covers linking, instantiation and the call, not the compiling.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from components import Components
from embedding import BadLaunch, Embedding, Ending, Preopen, Refused, configure, set_stdin
from probes import measure
from wasmtime import WasmtimeError

PROTOCOL = 1
T = TypeVar("T")
MOST_COMPONENTS = 5000
"""Called components after which the driver wants to be replaced: the types of their functions are remembered."""
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode


def _calls() -> tuple[Any, str | None]:
    """What carries out the verb ``call``, or why this version of Wasmtime cannot."""
    try:
        from values import misfit

        reason = misfit()
        if reason is None:
            from calls import Calls  # needs names of the package that older versions lack

            return Calls(), None
    except (ImportError, AttributeError, WasmtimeError) as error:
        reason = f"this version of the package lacks what calls need: {error}"
    return None, reason


class Fault(Exception):
    """A request that gets an error for an answer; ``code`` is for programs, the text for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Capture:
    """Takes what a guest writes: keeps the first ``limit`` bytes and counts all. Called on threads of Wasmtime's."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.kept = bytearray()
        self.total = 0

    def __call__(self, chunk: bytes) -> None:
        self.total += len(chunk)
        room = self.limit - len(self.kept)
        if room > 0:
            self.kept += chunk[:room]


@dataclass(frozen=True)
class Launch:
    """A checked ``run`` request."""

    component: Path
    sha256: str
    arguments: list[str]
    environment: dict[str, str]
    preopens: list[Preopen]
    stdin: bytes
    grants: list[str]
    output_limit: int
    cache: Path | None

    @classmethod
    def parse(cls, request: Mapping[str, Any]) -> Launch:
        """Raises :class:`Fault` for a field that is missing or of another type."""
        arguments = _field(request, "arguments", list)
        environment = _field(request, "environment", dict)
        grants = _field(request, "grants", list)
        for name, values in (("arguments", arguments), ("environment", environment.values()), ("grants", grants)):
            if not all(isinstance(value, str) for value in values):
                raise Fault("bad-request", f"{name}: expected strings")
        try:
            stdin = base64.b64decode(_field(request, "stdin", str), validate=True)
        except ValueError as error:
            raise Fault("bad-request", f"stdin: {error}") from None
        return cls(
            component=Path(_field(request, "component", str)),
            sha256=_field(request, "sha256", str),
            arguments=arguments,
            environment=environment,
            preopens=[_preopen(item) for item in _field(request, "preopens", list)],
            stdin=stdin,
            grants=grants,
            output_limit=_field(request, "output_limit", int),
            cache=Path(_field(request, "cache", str)) if request.get("cache") else None,
        )


def _field(request: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = request.get(name)
    if not isinstance(value, kind):
        raise Fault("bad-request", f"{name}: expected {kind.__name__}, got {type(value).__name__}")
    return value


def _preopen(item: object) -> Preopen:
    if not isinstance(item, dict):
        raise Fault("bad-request", "preopens: expected objects")
    return Preopen(_field(item, "host", str), _field(item, "guest", str), bool(item.get("readonly")))


class Driver:
    """Answers requests, one at a time. Keeps nothing from one to the next but compiled code."""

    def __init__(self) -> None:
        self._version = version("wasmtime")
        self._embedding = Embedding()
        self._components = Components(self._embedding, self._version)
        self._calls, self._no_calls = _calls()
        self._verbs = {"hello": self._hello, "run": self._run, "serve": self._serve, "stop": self._stop}

    def respond(self, line: bytes, write: Callable[[str], None]) -> None:
        """Write the reply to one line. That to a ``call`` goes out piece by piece, as outcomes come."""
        request: Any = None
        with contextlib.suppress(Fault):
            request = _parse(line)
        if isinstance(request, dict) and request.get("verb") == "call":
            self._call(request, write)
        else:
            write(json.dumps(self.answer(line)) + "\n")

    def _call(self, request: Mapping[str, Any], write: Callable[[str], None]) -> None:
        """The reply to a ``call``: one object on one line, all of which that is known is out before the next call."""
        head = f'{{"seq":{json.dumps(request.get("seq"))}'
        if self._calls is None:
            write(f'{head},"error":{json.dumps({"code": "cannot", "message": self._no_calls})}}}\n')
            return
        told = -1

        def tell(number: int, outcome: Mapping[str, Any]) -> None:
            nonlocal told
            before = "," if number == told else "[" if told < 0 else "],["
            told = number
            write(before + _COMPACT(outcome))

        write(f'{head},"outcomes":[')
        try:
            rest = self._calls.answer(request, tell)
        except Exception as error:
            rest = {"error": {"code": "bad-call", "message": f"{type(error).__name__}: {error}"}}
        ends = "]]" if told >= 0 else "]"
        write(ends + "".join(f",{json.dumps(key)}:{json.dumps(value)}" for key, value in rest.items()) + "}\n")

    def answer(self, line: bytes) -> dict[str, Any]:
        """The reply to one line, whatever it holds."""
        sequence = None
        try:
            request = _parse(line)
            sequence = request.get("seq")
            verb = request.get("verb")
            handler = self._verbs.get(verb) if isinstance(verb, str) else None
            if handler is None:
                raise Fault("unknown-verb", f"expected one of {', '.join(self._verbs)}, got {verb!r}")
            return {"seq": sequence, **handler(request)}
        except Fault as fault:
            return {"seq": sequence, "error": {"code": fault.code, "message": str(fault)}}

    def _hello(self, request: Mapping[str, Any]) -> dict[str, Any]:
        if request.get("protocol") != PROTOCOL:
            raise Fault("unsupported-protocol", f"this driver speaks {PROTOCOL}, not {request.get('protocol')!r}")
        return {
            "protocol": PROTOCOL,
            "driver": "wasmtime-py",
            "parts": {"wasmtime": self._version, "python": platform.python_version()},
            "cannot": measure(self._embedding),
            "calls": {"cannot": self._no_calls} if self._calls is None else {"recycle_after": MOST_COMPONENTS},
        }

    def _run(self, request: Mapping[str, Any]) -> dict[str, Any]:
        launch = Launch.parse(request)
        stdout, stderr = Capture(launch.output_limit), Capture(launch.output_limit)
        started = time.perf_counter()
        try:
            component = self._components.get(launch.component, launch.sha256, launch.cache)
            started = time.perf_counter()
            arguments = [launch.component.name, *launch.arguments]
            config = configure(arguments, launch.environment, launch.preopens, launch.grants)
            set_stdin(config, launch.stdin)
            config.stdout_custom = stdout
            config.stderr_custom = stderr
            ending = self._embedding.run(component, config, launch.grants)
        except BadLaunch as error:
            raise Fault("bad-launch", str(error)) from None
        except Refused as refused:
            ending = Ending("refused", message=str(refused))
        except Exception as error:
            ending = Ending("crashed", message=f"{type(error).__name__}: {error}")
        return {"observation": _observation(ending, stdout, stderr, time.perf_counter() - started)}

    def _serve(self, request: Mapping[str, Any]) -> dict[str, Any]:
        raise Fault("cannot", "Wasmtime's C API cannot drive an exported wasi:http/incoming-handler")

    def _stop(self, request: Mapping[str, Any]) -> dict[str, Any]:
        raise Fault("nothing-served", "nothing is being served")


def _parse(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Fault("bad-json", str(error)) from None
    if not isinstance(request, dict):
        raise Fault("bad-request", f"expected an object, got {type(request).__name__}")
    return request


def _observation(ending: Ending, stdout: Capture, stderr: Capture, duration_s: float) -> dict[str, Any]:
    return {
        **ending.fields(),
        "stdout": base64.b64encode(stdout.kept).decode("ascii"),
        "stderr": base64.b64encode(stderr.kept).decode("ascii"),
        "stdout_total": stdout.total,
        "stderr_total": stderr.total,
        "duration_s": duration_s,
    }


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The protocol's two streams, out of reach of anything else that reads standard input or prints."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return requests, replies


def main() -> None:
    """Answer until the end of input."""
    requests, replies = _private_streams()
    driver = Driver()

    def write(text: str) -> None:
        replies.write(text.encode("ascii"))
        replies.flush()

    for line in requests:
        driver.respond(line, write)


if __name__ == "__main__":
    main()
