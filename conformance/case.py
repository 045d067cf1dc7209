"""A case: one claim about one clause of the specification, as the front matter of its guest program states it."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Literal

import msgspec

Level = Literal["must", "should", "may"]
World = Literal["command", "proxy"]
PeerKind = Literal["http", "tcp-echo", "tcp-callback", "udp-echo", "refusing"]
RuntimeNeed = Literal[
    "host-directories",
    "readonly-preopens",
    "network",
    "name-lookup",
    "http-outgoing",
    "http-incoming",
    "stdin",
    "terminal",
    "exit-code",
]
MachineNeed = Literal["ipv6", "symlinks"]
Need = RuntimeNeed | MachineNeed
RUNTIME_NEEDS: tuple[str, ...] = RuntimeNeed.__args__  # type: ignore[attr-defined]
MACHINE_NEEDS: tuple[str, ...] = MachineNeed.__args__  # type: ignore[attr-defined]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the front matter: a field that nobody knows is a typing error, not a decoration."""


class Bytes(Strict, frozen=True, kw_only=True):
    """Bytes that are no plain text: base64, or a text repeated."""

    base64: str | None = None
    repeat: str | None = None
    times: int = 1

    def __post_init__(self) -> None:
        if (self.base64 is None) == (self.repeat is None):
            raise ValueError("Expected exactly one of `base64`, `repeat`")
        if self.base64 is not None:
            try:
                base64.b64decode(self.base64, validate=True)
            except binascii.Error as error:
                raise ValueError(f"Expected base64: {error}") from None

    def data(self) -> bytes:
        """The bytes themselves."""
        if self.base64 is not None:
            return base64.b64decode(self.base64)
        return (self.repeat or "").encode() * self.times


class FileSpec(Strict, frozen=True, kw_only=True):
    """A file that is more than text: other bytes, or a symbolic link; ``mode`` in octal digits."""

    base64: str | None = None
    repeat: str | None = None
    times: int = 1
    symlink: str | None = None
    mode: str | None = None

    def __post_init__(self) -> None:
        if self.symlink is None:
            Bytes(base64=self.base64, repeat=self.repeat, times=self.times)
        elif self.base64 is not None or self.repeat is not None:
            raise ValueError("Expected either content or `symlink`")
        if self.mode is not None and not all(digit in "01234567" for digit in self.mode):
            raise ValueError(f"Expected octal digits in `mode`, got {self.mode!r}")

    def data(self) -> bytes:
        """The content of a regular file."""
        return Bytes(base64=self.base64, repeat=self.repeat, times=self.times).data()


class PreopenSpec(Strict, frozen=True, kw_only=True):
    """A directory of the sandbox (``host``, relative to it) that the guest sees as ``guest``."""

    guest: str
    host: str = "."
    readonly: bool = False


class CheckSpec(Strict, frozen=True, kw_only=True):
    """A check whose answer the text leaves open: any of ``allowed``, one of which may be recommended."""

    name: str
    allowed: tuple[str, ...]
    preferred: str | None = None

    def __post_init__(self) -> None:
        if not self.allowed:
            raise ValueError("Expected at least one value in `allowed`")
        if self.preferred is not None and self.preferred not in self.allowed:
            raise ValueError(f"Expected `preferred` among `allowed`, got {self.preferred!r}")


class ExpectedResponse(Strict, frozen=True, kw_only=True):
    """What a client must see; ``check`` names the check that this makes. ``status: error`` is any of 400 to 599."""

    check: str
    status: int | Literal["error"] | None = None
    headers: dict[str, str] = {}
    body: str | Bytes | None = None


class RequestSpec(Strict, frozen=True, kw_only=True):
    """A request that a real client sends to the served guest."""

    method: str = "GET"
    path: str = "/"
    headers: dict[str, str] = {}
    body: str | Bytes | None = None
    expect: ExpectedResponse | None = None


class Expected(Strict, frozen=True, kw_only=True):
    """The ending, the outputs and the files that a case must leave behind; each is a check of its own."""

    exit: int | None = None
    trap: bool = False
    refused: bool = False
    stdout: str | Bytes | None = None
    stderr: str | Bytes | None = None
    files: dict[str, str | Bytes | None] = {}
    """Path → content, or null for a path that must not exist."""

    def __post_init__(self) -> None:
        if sum((self.exit is not None, self.trap, self.refused)) > 1:
            raise ValueError("Expected at most one of `exit`, `trap`, `refused`")
        if self.stderr is not None and not as_bytes(self.stderr):
            raise ValueError("Expected some text in `stderr`: a check for nothing at all could not fail")


class FrontMatter(Strict, frozen=True, kw_only=True):
    """The metadata of a case; ``guest_programs/README.md`` describes every field."""

    title: str
    spec: str | tuple[str, ...]
    clause: str
    level: Level
    since: str
    checks: tuple[str | CheckSpec, ...]
    errors: tuple[str, ...] = ()
    world: World = "command"
    needs: tuple[Need, ...] = ()
    files: dict[str, str | FileSpec | None] = {}
    preopens: tuple[PreopenSpec, ...] | None = None
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = {}
    stdin: str | Bytes | None = None
    peers: dict[str, PeerKind] = {}
    requests: tuple[RequestSpec, ...] = ()
    report: Literal["stdout", "stderr", "response"] = "stdout"
    expect: Expected = Expected()
    confirmed: str | None = None
    """Who confirmed, and when, that the clause is read rightly although every runtime fails the case."""
    wit_version: str | None = msgspec.field(name="wit-version", default=None)

    def __post_init__(self) -> None:
        for name in ("title", "clause"):
            if not getattr(self, name).strip():
                raise ValueError(f"Expected some text in `{name}`")
        names = [check if isinstance(check, str) else check.name for check in self.checks]
        twice = {name for name in names if names.count(name) > 1}
        if not names or twice:
            raise ValueError(f"Expected distinct names in `checks`, at least one; twice: {sorted(twice)}")
        if (self.world == "proxy") != bool(self.requests):
            raise ValueError("Expected `requests` in the proxy world, and only there")
        if self.report == "response" and self.world != "proxy":
            raise ValueError("Expected `report: response` in the proxy world only")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One claim about one clause, ready to run."""

    id: str
    source: Path
    component: Path
    component_sha256: str
    front: FrontMatter
    stale: str | None = None
    """Why the component is not the one that this source makes; such a case can be read but not run."""

    @property
    def area(self) -> str:
        """The folder that the case lives in: ``filesystem``, ``http``, …"""
        return self.id.partition("/")[0]

    @property
    def functions(self) -> tuple[str, ...]:
        """The WIT items that the case asserts."""
        return (self.front.spec,) if isinstance(self.front.spec, str) else self.front.spec

    @property
    def interfaces(self) -> frozenset[str]:
        """The interfaces of those items, such as ``wasi:cli/exit``."""
        return frozenset(item.partition("#")[0] for item in self.functions)

    @property
    def check_names(self) -> tuple[str, ...]:
        """The names of all checks that the guest reports."""
        return tuple(check if isinstance(check, str) else check.name for check in self.front.checks)

    @property
    def choices(self) -> dict[str, CheckSpec]:
        """The checks whose answer the text leaves open."""
        return {check.name: check for check in self.front.checks if isinstance(check, CheckSpec)}

    @property
    def needs(self) -> tuple[str, ...]:
        """What it takes to run the case, said or implied, in the vocabulary's order."""
        front = self.front
        needed: set[str] = set(front.needs)
        if front.files or front.preopens:
            needed.add("host-directories")
        if any(preopen.readonly for preopen in front.preopens or ()):
            needed.add("readonly-preopens")
        if any(isinstance(spec, FileSpec) and spec.symlink is not None for spec in front.files.values()):
            needed.add("symlinks")
        if any(kind.startswith(("tcp", "udp")) for kind in front.peers.values()):
            needed.add("network")
        if front.world == "proxy":
            needed.add("http-incoming")
        if front.stdin is not None:
            needed.add("stdin")
        return tuple(need for need in (*RUNTIME_NEEDS, *MACHINE_NEEDS) if need in needed)


def as_bytes(value: str | Bytes | None) -> bytes:
    """Content as bytes: text is UTF-8, nothing is empty."""
    if value is None:
        return b""
    return value.encode() if isinstance(value, str) else value.data()
