"""The driver of ``runners/wasmer``, in an interpreter that has the packages: the runtime's own
environment, or WASMER_PYTHON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from provided import environment_of

from conformance.runtimes.environments import Environment

DRIVER = Path(__file__).parent.parent / "runners" / "wasmer" / "driver.py"
PROVIDED = environment_of("wasmer")
PYTHON = os.environ.get("WASMER_PYTHON", PROVIDED.python if isinstance(PROVIDED, Environment) else sys.executable)
PROBE = subprocess.run([PYTHON, "-c", "import wasmer, wasmer_compiler_cranelift"], capture_output=True, check=False)
pytestmark = pytest.mark.skipif(PROBE.returncode != 0, reason=str(PROVIDED))

COMPONENT = b"\0asm\x0d\0\x01\0"
CORE_MODULE = b"\0asm\x01\0\0\0"


def ask(*lines: bytes) -> list[Any]:
    """The replies of a fresh driver to some lines, which it must survive."""
    done = subprocess.run(
        [PYTHON, "-Es", str(DRIVER)], input=b"\n".join(lines), capture_output=True, timeout=60, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def request(verb: str, **fields: Any) -> bytes:
    return json.dumps({"seq": 5, "verb": verb, **fields}).encode()


@pytest.mark.parametrize("verb", ["run", "serve"])
@pytest.mark.parametrize(
    ("data", "words"),
    [(COMPONENT, "Validation error"), (CORE_MODULE, "core module"), (b"", "error"), (COMPONENT[:6], "error")],
    ids=["component", "core-module", "empty", "truncated"],
)
def test_wasmer_is_asked_and_refuses(tmp_path: Path, verb: str, data: bytes, words: str) -> None:
    file = tmp_path / "x.wasm"
    file.write_bytes(data)
    (reply,) = ask(request(verb, component=str(file), sha256="", output_limit=10))
    assert reply["seq"] == 5
    assert reply["observation"]["ending"] == "refused"
    assert words in reply["observation"]["message"]


def test_hello() -> None:
    (reply,) = ask(request("hello", protocol=1))
    assert (reply["protocol"], reply["driver"], reply["cannot"]) == (1, "wasmer", {})
    assert set(reply["parts"]) == {"wasmer", "python"}


@pytest.mark.parametrize(
    ("line", "sequence", "code"),
    [
        (b"not json", None, "bad-json"),
        (b"\xff", None, "bad-json"),
        (b"[1]", None, "bad-request"),
        (b'{"seq":5}', 5, "unknown-verb"),
        (b'{"seq":5,"verb":{}}', 5, "unknown-verb"),
        (request("hello", protocol=2), 5, "unsupported-protocol"),
        (request("run"), 5, "bad-request"),
        (request("run", component="/does/not/exist"), 5, "bad-launch"),
        (request("stop"), 5, "nothing-served"),
    ],
)
def test_nonsense_gets_an_error_and_the_driver_lives_on(line: bytes, sequence: int | None, code: str) -> None:
    reply, after = ask(line, request("hello", protocol=1))
    assert (reply["seq"], reply["error"]["code"]) == (sequence, code)
    assert after["protocol"] == 1
