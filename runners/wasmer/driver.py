"""The worker lane for Wasmer's Python bindings: the driver protocol, version 1 (see ``runners/README.md``).

Every component is handed to Wasmer, and what Wasmer says of it is the observation. Wasmer 1.1 has no component model,
so that is a refusal each time, in its own words. Runs on Python 3.7, because there are no wheels for 3.11 and later.
"""

from __future__ import annotations

import base64
import json
import os
import platform
import time
from typing import Any, BinaryIO

import wasmer
import wasmer_compiler_cranelift

PROTOCOL = 1
NOT_RUN = (
    "Wasmer accepted the file as a core module, not as a component; it was not run, "
    "because these bindings cannot capture what a WASI guest writes"
)


class Fault(Exception):
    """A request that gets an error for an answer; ``code`` is for programs, the text for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def hello(request: dict[str, Any]) -> dict[str, Any]:
    """Who this is."""
    if request.get("protocol") != PROTOCOL:
        raise Fault("unsupported-protocol", f"this driver speaks {PROTOCOL}, not {request.get('protocol')!r}")
    return {
        "protocol": PROTOCOL,
        "driver": "wasmer",
        "parts": {"wasmer": wasmer.__version__, "python": platform.python_version()},
        "cannot": {},
    }


def load(request: dict[str, Any]) -> dict[str, Any]:
    """Both ``run`` and ``serve``: as far as Wasmer goes with a component, and that is to its loading."""
    path = request.get("component")
    if not isinstance(path, str):
        raise Fault("bad-request", f"component: expected str, got {type(path).__name__}")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        raise Fault("bad-launch", f"{path}: {error}") from None
    started = time.perf_counter()
    ending, message = _load(data)
    return {
        "observation": {
            "ending": ending,
            "message": message,
            "stdout": base64.b64encode(b"").decode("ascii"),
            "stderr": base64.b64encode(b"").decode("ascii"),
            "stdout_total": 0,
            "stderr_total": 0,
            "duration_s": time.perf_counter() - started,
        }
    }


def _load(data: bytes) -> tuple[str, str]:
    engine = wasmer.engine.Universal(wasmer_compiler_cranelift.Compiler)
    try:
        wasmer.Module(wasmer.Store(engine), data)
    except RuntimeError as error:
        return "refused", str(error)
    except BaseException as error:
        return "crashed", f"{type(error).__name__}: {error}"
    return "refused", NOT_RUN


def stop(request: dict[str, Any]) -> dict[str, Any]:
    """There is never anything to stop."""
    raise Fault("nothing-served", "nothing is being served")


VERBS = {"hello": hello, "run": load, "serve": load, "stop": stop}


def answer(line: bytes) -> dict[str, Any]:
    """The reply to one line, whatever it holds."""
    sequence = None
    try:
        try:
            request = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise Fault("bad-json", str(error)) from None
        if not isinstance(request, dict):
            raise Fault("bad-request", f"expected an object, got {type(request).__name__}")
        sequence = request.get("seq")
        verb = request.get("verb")
        if not isinstance(verb, str) or verb not in VERBS:
            raise Fault("unknown-verb", f"expected one of {', '.join(VERBS)}, got {verb!r}")
        return {"seq": sequence, **VERBS[verb](request)}
    except Fault as fault:
        return {"seq": sequence, "error": {"code": fault.code, "message": str(fault)}}


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The protocol's two streams; whatever Wasmer prints goes to standard error."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return requests, replies


def main() -> None:
    """Answer until the end of input."""
    requests, replies = _private_streams()
    for line in requests:
        replies.write(json.dumps(answer(line)).encode("ascii") + b"\n")
        replies.flush()


if __name__ == "__main__":
    main()
