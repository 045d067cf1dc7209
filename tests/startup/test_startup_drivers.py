"""The drivers that measure inside of real runtimes: what they say, and that no request takes them down."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from provided import environment_of

from conformance.errors import Unprovided
from conformance.resources import RUNNERS
from conformance.startup.guests import FOLDER
from conformance.startup.spec import DRIVER_PHASES, load_startup

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(params=["wasmtime-py", "jco-node"], scope="module")
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    """A driver, to be asked; every answer has the number of its request."""
    environment = environment_of(request.param)
    if isinstance(environment, Unprovided):
        pytest.skip(str(environment))
    folder = RUNNERS / request.param
    variables = {**environment.variables(), "folder": str(folder)}
    command = [text.format_map(variables) for text in load_startup(folder).driver]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        number = 0

        def say(**fields: Any) -> dict[str, Any]:
            nonlocal number
            number += 1
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps({"seq": number, **fields}).encode() + b"\n")
            process.stdin.flush()
            reply: dict[str, Any] = json.loads(process.stdout.readline())
            assert reply.pop("seq") == number
            return reply

        yield say
        process.stdin.close()
        assert process.wait(60) == 0


def about(name: str) -> dict[str, str]:
    """The fields that name a guest."""
    path = FOLDER / f"{name}.wasm"
    return {"component": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def test_it_says_what_it_measures(ask: Ask) -> None:
    hello = ask(verb="hello", protocol=1)
    assert hello["protocol"] == 1
    assert hello["parts"]
    assert {"nothing", "compile", "load", "instantiate", "warm-call"} <= set(hello["measures"])
    assert set(hello["measures"]) <= {"nothing", *DRIVER_PHASES}


def test_every_phase_of_every_guest_takes_some_time(ask: Ask) -> None:
    for phase in ask(verb="hello", protocol=1)["measures"]:
        for guest in ("empty", "hello"):
            reply = ask(verb="measure", phase=phase, loops=3, **about(guest))
            assert reply["measured"]["loops"] == 3, reply
            assert 0 <= reply["measured"]["seconds"] < 600
            if phase != "nothing":
                assert reply["measured"]["seconds"] > 0


def test_a_kernel_takes_longer_than_nothing_at_all(ask: Ask) -> None:
    seconds = [
        ask(verb="measure", phase="warm-call", loops=3, **about(guest))["measured"]["seconds"]
        for guest in ("empty", "compute")
    ]
    assert seconds[1] > seconds[0]


def test_instances_are_held_until_they_are_released(ask: Ask) -> None:
    assert ask(verb="hold", instances=10, **about("hello"))["measured"]["loops"] == 10
    assert "measured" in ask(verb="release")


@pytest.mark.parametrize(
    "request_fields",
    [
        {"verb": "no-such-verb"},
        {"verb": "measure"},
        {"verb": "measure", "phase": "no-such-phase", "loops": 1, "component": "/nowhere"},
        {"verb": "measure", "phase": "compile", "loops": 1, "component": "/nowhere"},
        {"verb": "hold", "instances": 1, "component": "/nowhere"},
        {},
    ],
)
def test_a_bad_request_is_answered_and_does_no_harm(request_fields: dict[str, Any], ask: Ask) -> None:
    reply = ask(**request_fields)
    assert "measured" not in reply
    assert reply.get("error") or reply.get("refused")
    assert ask(verb="hello", protocol=1)["protocol"] == 1


def test_what_is_no_component_is_refused(ask: Ask, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.wasm"
    garbage.write_bytes(b"no component at all")
    for phase in ("compile", "instantiate"):
        reply = ask(verb="measure", phase=phase, loops=1, component=str(garbage), sha256="")
        assert reply["refused"]
    assert "measured" in ask(verb="measure", phase="nothing", loops=1, **about("empty"))
