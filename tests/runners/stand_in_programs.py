"""Scripted stand-ins for runtimes that a machine need not have: none of them is the program that it stands for.

Each takes command lines as the documentation of that program has them, prints a version, a trap, a refusal and an
address in its words, and ends with its exit codes. The "component" is JSON that says what is to happen. What a stand-in
has understood of its command line it writes to stdout, so that a test can see whether our template says what is meant.

    python stand_in_programs.py NAME ARGUMENT...
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NoReturn


class Usage(Exception):
    """A command line that the program's documentation does not have."""


@dataclass
class Understood:
    """What a command line comes to."""

    serve: bool = False
    component: str = ""
    arguments: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    preopens: list[tuple[str, str, bool]] = field(default_factory=list)
    """Host, guest, read-only."""
    grants: list[str] = field(default_factory=list)
    address: str = ""


Option = Callable[[Understood, str], None]


@dataclass(frozen=True)
class Said:
    """Words, the stream that they go to, and the exit code that follows."""

    code: int
    text: str
    stream: str = "stderr"


@dataclass(frozen=True)
class Program:
    """A program as its documentation has it."""

    version: tuple[tuple[str, ...], str] | None
    """The arguments that ask for it, and what is printed."""
    verbs: tuple[str, ...]
    """What comes first: ``run``, or nothing."""
    trap: Said
    refusal: Said
    options: Mapping[str, Option] = field(default_factory=dict)
    """Options with a value, by ``--name`` (its own argument) or ``--name=`` (in the same one)."""
    flags: tuple[str, ...] = ()
    separator: bool = False
    """Whether ``--`` stands before the component's arguments, and is none of them."""
    serving: str | None = None
    """What a server prints, with ``{}`` for its port."""


def _env(understood: Understood, value: str) -> None:
    name, _, text = value.partition("=")
    understood.environment[name] = text


def _dir(separator: str, *, guest_first: bool = False, readonly: str = "") -> Option:
    def take(understood: Understood, value: str) -> None:
        only = bool(readonly) and value.endswith(readonly)
        one, _, other = value.removesuffix(readonly).partition(separator) if only else value.partition(separator)
        host, guest = (other, one) if guest_first else (one, other or one)
        understood.preopens.append((host, guest, only))

    return take


def _address(understood: Understood, value: str) -> None:
    understood.address = value


def _grant(name: str) -> Option:
    return lambda understood, value: understood.grants.append(f"{name} {value}")


_LOG = "[2026-11-22 12:00:00.000] [error] "

PROGRAMS: Mapping[str, Program] = {
    "wasmedge": Program(
        version=(("--version",), "wasmedge version 0.16.1"),
        verbs=(),
        flags=("--enable-component", "--"),
        options={"--dir": _dir(":", guest_first=True), "--env": _env},
        trap=Said(1, f"{_LOG}execution failed: unreachable, Code: 0x89", "stdout"),
        refusal=Said(1, f"{_LOG}loading failed: malformed version, Code: 0x22", "stdout"),
    ),
    "zwasm": Program(
        version=(("--version",), "zwasm v2.4.0 (wasm=v3_0 wasi=p2 engine=both)"),
        verbs=("run",),
        options={"--dir": _dir(":"), "--env": _env},
        trap=Said(1, "zwasm: trap kind=unreachable_ msg=unreachable"),
        refusal=Said(1, "zwasm: instantiation failed for guest.wasm: unknown import"),
    ),
    "jsco": Program(
        version=None,
        verbs=("run", "serve"),
        options={"--dir": _dir("::", readonly="::ro"), "--env": _env, "--addr": _address},
        trap=Said(1, "RuntimeError: unreachable\n    at wasm://wasm/0badc0de:wasm-function[3]:0x9f"),
        refusal=Said(1, "Error: Component does not export wasi:cli/run\n    at main (index.js:1:1)"),
        serving="jsco serve: listening on 127.0.0.1:{}",
    ),
    "walrus": Program(
        version=None,
        verbs=(),
        options={"--env": _env},
        trap=Said(255, "Uncaught Exception: unreachable executed"),
        refusal=Said(255, "Uncaught Exception: unknown import wasi:cli/stdout@0.2.12"),
    ),
    "viceroy": Program(
        version=(("--version",), "viceroy 0.20.1"),
        verbs=("run", "serve"),
        flags=("-v",),
        options={"--addr": _address},
        separator=True,
        trap=Said(134, "2026-11-22T12:00:00Z ERROR WebAssembly trapped: unreachable", "stdout"),
        refusal=Said(1, "2026-11-22T12:00:00Z ERROR matching implementation was not found in the linker", "stdout"),
        serving="2026-11-22T12:00:00Z  INFO Listening on http://127.0.0.1:{}",
    ),
    "spin": Program(
        version=(("--version",), "spin 3.6.2 (abcdef0 2026-08-01)"),
        verbs=("up",),
        options={"--from": lambda understood, value: setattr(understood, "component", value), "--env": _env}
        | {"--listen": _address},
        trap=Said(1, "Error: there is no trigger for commands"),
        refusal=Said(1, "Error: there is no trigger for commands"),
        serving="Serving http://127.0.0.1:{}",
    ),
    "iwasm": Program(
        version=(("--version",), "iwasm 2.4.4"),
        verbs=(),
        options={"--map-dir=": _dir("::", guest_first=True), "--env=": _env, "--addr-pool=": _grant("--addr-pool")},
        trap=Said(1, "Exception: unreachable", "stdout"),
        refusal=Said(255, "WASM module load failed: unknown binary version", "stdout"),
    ),
    "wazero": Program(
        version=(("version",), "v1.11.0"),
        verbs=("run",),
        options={"-mount=": _dir(":", readonly=":ro"), "-env=": _env},
        trap=Said(1, "error instantiating wasm binary: module[] function[_start] failed: wasm error: unreachable"),
        refusal=Said(1, "error compiling wasm binary: invalid version header"),
    ),
    "wasmi": Program(
        version=(("--version",), "wasmi_cli 1.1.0"),
        verbs=("run",),
        options={"--dir": _dir("\0"), "--env": _env},
        trap=Said(1, "Error: failed during execution of _start: wasm `unreachable` instruction executed"),
        refusal=Said(1, "Error: unknown binary version and encoding combination: 0xd and 0x1"),
    ),
    "wasmer": Program(
        version=(("--version",), "wasmer 7.1.0"),
        verbs=("run",),
        flags=("--net",),
        options={"--volume": _dir(":"), "--env": _env},
        separator=True,
        trap=Said(1, "RuntimeError: unreachable"),
        refusal=Said(1, 'error: Unable to compile "guest.wasm"\n╰─▶ 1: Validation error: unknown binary version'),
    ),
}


def understand(program: Program, arguments: Sequence[str]) -> Understood:
    """What a command line means to a program. Raises :class:`Usage`."""
    understood, left = Understood(), list(arguments)
    if program.verbs:
        verb = left.pop(0)
        if verb not in program.verbs:
            raise Usage(f"unknown subcommand {verb!r}")
        understood.serve = verb == "serve"
    while left and not understood.component:
        _take(program, understood, left)
    understood.serve = understood.serve or program.verbs == ("up",)
    if understood.serve:
        while left:
            _take(program, understood, left)
    elif program.separator and left[:1] == ["--"]:
        left.pop(0)
    elif program.separator and left:
        raise Usage(f"unexpected argument {left[0]!r}")
    understood.arguments = left
    return understood


def _take(program: Program, understood: Understood, left: list[str]) -> None:
    """The next argument, and its value if it has one; walrus has two options of a kind of their own."""
    one = left.pop(0)
    joined = next((name for name in program.options if name.endswith("=") and one.startswith(name)), None)
    if joined is not None:
        program.options[joined](understood, one.removeprefix(joined))
    elif one in program.options:
        program.options[one](understood, left.pop(0))
    elif one == "--mapdirs":
        understood.preopens.append((left.pop(0), left.pop(0), False))
    elif one in program.flags:
        if one == "--net":
            understood.grants.append(one)
    elif one == "--args":
        understood.component = left.pop(0)
    elif one.startswith("-") or understood.component:
        raise Usage(f"unknown option {one!r}")
    else:
        understood.component = one


def _end(said: Said) -> NoReturn:
    print(said.text, file=sys.stdout if said.stream == "stdout" else sys.stderr)
    sys.exit(said.code)


def _serve(program: Program, understood: Understood) -> NoReturn:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(understood.environment).encode())

        def log_message(self, *_: Any) -> None:
            return

    host, _, port = understood.address.rpartition(":")
    server = HTTPServer((host, int(port)), Answer)
    print((program.serving or "").format(server.server_address[1]), flush=True)
    server.serve_forever()
    sys.exit(0)


def main(name: str, arguments: Sequence[str]) -> None:
    """Be that program for one command line."""
    program = PROGRAMS[name]
    if program.version is not None and tuple(arguments) == program.version[0]:
        print(program.version[1])
        return
    try:
        understood = understand(program, arguments)
    except (Usage, IndexError) as error:
        print(f"usage: {error}", file=sys.stderr)
        sys.exit(64)
    with open(understood.component, encoding="utf-8") as file:
        script = json.load(file)
    what = script["do"]
    if what == "trap":
        _end(program.trap)
    if what == "refuse":
        _end(program.refusal)
    if understood.serve:
        _serve(program, understood)
    if what == "exit":
        sys.exit(script["code"])
    seen = {"arguments": understood.arguments, "environment": understood.environment, "grants": understood.grants}
    print(json.dumps({**seen, "preopens": understood.preopens, "stdin": sys.stdin.read(), "cwd": os.getcwd()}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
