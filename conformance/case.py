"""A case: one claim about one clause of the specification, as the front matter of its guest program states it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

import msgspec

from conformance.client_specs import ExpectedResponse, RequestSpec, expanded
from conformance.content import Bytes
from conformance.needs import MACHINE_NEEDS, RUNTIME_NEEDS, Need
from conformance.peer_specs import ExpectedPeer, PeerKind, Script

Level = Literal["must", "should", "may"]
World = Literal["command", "proxy"]
COMPONENT_MODEL = "component-model "
"""What items of the component model's own text begin with, as WIT items do with the name of a package."""
StandardStream = Literal["stdin", "stdout", "stderr"]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the front matter: a field that nobody knows is a typing error, not a decoration."""


class StdinSpec(Strict, frozen=True, kw_only=True):
    """Stdin that is more than text: other bytes, a file of the sandbox, or no open descriptor at all (``closed``).

    ``held``: the writer stays after the last byte, so that no end comes. ``after``: nothing is sent before this text
    has appeared on stdout.
    """

    base64: str | None = None
    repeat: str | None = None
    times: int = 1
    file: str | None = None
    closed: bool = False
    held: bool = False
    after: str | None = None

    def __post_init__(self) -> None:
        data = self.base64 is not None or self.repeat is not None
        if self.closed + (self.file is not None) + (data or self.held or self.after is not None) != 1:
            raise ValueError("Expected one of `closed`, `file`, or bytes to send (`held` open, or only `after` a text)")
        if data or not self.held:
            self.data()

    def data(self) -> bytes:
        """The bytes that are sent."""
        if self.closed or self.file is not None or (self.base64 is None and self.repeat is None and self.held):
            return b""
        return Bytes(base64=self.base64, repeat=self.repeat, times=self.times).data()


class Texts(Strict, frozen=True, kw_only=True):
    """Text that is too long to be written out: one repeated, or ``count`` of them that differ in their ``{n}``."""

    repeat: str | None = None
    times: int = 1
    numbered: str | None = None
    count: int = 1

    def __post_init__(self) -> None:
        if (self.repeat is None) == (self.numbered is None):
            raise ValueError("Expected exactly one of `repeat`, `numbered`")

    def all(self) -> list[str]:
        """The texts themselves."""
        if self.numbered is None:
            return [(self.repeat or "") * self.times]
        return [numbered(self.numbered, n) for n in range(self.count)]


def numbered(text: str, n: int) -> str:
    """``text`` with the number ``n`` in place of ``{n}``."""
    return text.replace("{n}", str(n))


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


class TableUse(Strict, frozen=True, kw_only=True):
    """Checks that are the rows of a table, ``tables/NAME.yaml``: those whose labels ``select`` admits."""

    name: str
    select: dict[str, str | tuple[str, ...]] = {}


class Expected(Strict, frozen=True, kw_only=True):
    """The ending, the outputs and the files that a case must leave behind; each is a check of its own."""

    exit: int | None = None
    trap: bool | Literal["allowed"] = False
    """``allowed``: the text leaves open whether the last deed traps; a guest that survives it exits with 0."""
    refused: bool = False
    stdout: str | Bytes | None = None
    stderr: str | Bytes | None = None
    files: dict[str, str | Bytes | None] = {}
    """Path → content, or null for a path that must not exist."""
    peers: dict[str, ExpectedPeer] = {}
    """Peer → what it must have been sent."""

    def __post_init__(self) -> None:
        if sum((self.exit is not None, bool(self.trap), self.refused)) > 1:
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
    checks: tuple[str | CheckSpec, ...] = ()
    table: TableUse | None = None
    """Where more checks come from; the corpus adds them to ``checks``."""
    errors: tuple[str, ...] = ()
    world: World = "command"
    needs: tuple[Need, ...] = ()
    files: dict[str, str | FileSpec | None] = {}
    preopens: tuple[PreopenSpec, ...] | None = None
    arguments: tuple[str | Texts, ...] = ()
    environment: dict[str, str | Texts] = {}
    stdin: str | StdinSpec | None = None
    stdout: Literal["closed"] | None = None
    """``closed``: a pipe whose reader is gone."""
    stderr: Literal["closed"] | None = None
    terminal: tuple[StandardStream, ...] = ()
    """The standard streams that are terminals, each one of its own; what ``stdin`` says is typed there."""
    peers: dict[str, PeerKind | Script] = {}
    requests: tuple[RequestSpec, ...] = ()
    report: Literal["stdout", "stderr", "response"] = "stdout"
    expect: Expected = Expected()
    confinement: bool = False
    """Whether a call that succeeds where the case wants it refused has reached out of the guest's directories."""
    confirmed: str | None = None
    """Who confirmed, and when, that the clause is read rightly although every runtime fails the case."""
    wit_version: str | None = msgspec.field(name="wit-version", default=None)
    features: tuple[str, ...] = ()
    """Unstable features of WASI that the guest uses. A host may lack them: it then refuses the component at load."""

    def __post_init__(self) -> None:
        for name in ("title", "clause"):
            if not getattr(self, name).strip():
                raise ValueError(f"Expected some text in `{name}`")
        names = [check if isinstance(check, str) else check.name for check in self.checks]
        twice = {name for name, count in Counter(names).items() if count > 1}
        if twice or not (names or self.table):
            raise ValueError(f"Expected distinct names in `checks`, at least one; twice: {sorted(twice)}")
        if (self.world == "proxy") != bool(self.requests):
            raise ValueError("Expected `requests` in the proxy world, and only there")
        if self.report == "response" and self.world != "proxy":
            raise ValueError("Expected `report: response` in the proxy world only")
        told = Counter([*names, *(want.check for request in self.all_requests for want in request.expected)])
        twice = {name for name, count in told.items() if count > 1}
        if twice:
            raise ValueError(f"Expected distinct names of checks, also in `requests`; twice: {sorted(twice)}")
        if strangers := set(self.expect.peers) - set(self.peers):
            raise ValueError(f"Expected the peers of `expect` among `peers`, got {', '.join(sorted(strangers))}")
        self._check_streams()

    @property
    def all_requests(self) -> tuple[RequestSpec, ...]:
        """The requests, with those that ``each`` makes of one written out."""
        return tuple(one for request in self.requests for one in expanded(request))

    def _check_streams(self) -> None:
        if self.report != "response" and getattr(self, self.report) == "closed":
            raise ValueError(f"Expected a report where it can be read, and not on a closed `{self.report}`")
        if any(name != "stdin" and getattr(self, name) is not None for name in self.terminal):
            raise ValueError("Expected a stream to be either closed or a terminal")
        if not isinstance(self.stdin, StdinSpec):
            return
        if "stdin" in self.terminal and (self.stdin.closed or self.stdin.file is not None):
            raise ValueError("Expected text to type at a terminal, and neither `closed` nor `file`")
        if self.stdin.file is not None and self.stdin.file not in self.files:
            raise ValueError(f"Expected the file of `stdin` among `files`, got {self.stdin.file!r}")


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
    def arguments(self) -> tuple[str, ...]:
        """The arguments, written out."""
        texts = ((entry,) if isinstance(entry, str) else entry.all() for entry in self.front.arguments)
        return tuple(text for group in texts for text in group)

    @property
    def environment(self) -> dict[str, str]:
        """The variables, written out; the name of a numbered one has its number."""
        variables: dict[str, str] = {}
        for key, entry in self.front.environment.items():
            if isinstance(entry, str):
                variables[key] = entry
            else:
                variables |= {numbered(key, n): value for n, value in enumerate(entry.all())}
        return variables

    @property
    def own_streams(self) -> bool:
        """Whether the standard streams are such as only a process of the guest's own can have."""
        front = self.front
        special = isinstance(front.stdin, StdinSpec) and (
            front.stdin.closed or front.stdin.held or front.stdin.file is not None or front.stdin.after is not None
        )
        return special or bool(front.terminal) or front.stdout is not None or front.stderr is not None

    @property
    def own_process(self) -> bool:
        """Whether only a process of the guest's own will do: some things are settled when a process starts."""
        return self.own_streams or "tls-trust" in self.front.needs

    @property
    def check_names(self) -> tuple[str, ...]:
        """The names of all checks that the guest reports."""
        return tuple(check if isinstance(check, str) else check.name for check in self.front.checks)

    @property
    def requests(self) -> tuple[RequestSpec, ...]:
        """All the requests that a client sends to the served guest."""
        return self.front.all_requests

    @property
    def answers(self) -> tuple[ExpectedResponse, ...]:
        """All that is expected of their answers; each is a check of its own."""
        return tuple(want for request in self.requests for want in request.expected)

    @property
    def choices(self) -> dict[str, CheckSpec]:
        """The checks whose answer the text leaves open."""
        told = {check.name: check for check in self.front.checks if isinstance(check, CheckSpec)}
        open_ = (want for want in self.answers if len(want.allowed) > 1)
        return told | {w.check: CheckSpec(name=w.check, allowed=w.allowed, preferred=w.preferred) for w in open_}

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
        if any(isinstance(kind, str) and kind.startswith(("tcp", "udp")) for kind in front.peers.values()):
            needed.add("network")
        if front.world == "proxy":
            needed.add("http-incoming")
        if front.stdin is not None:
            needed.add("stdin")
        if front.terminal:
            needed.add("terminal")
        if self.own_streams:
            needed.add("process-streams")
        return tuple(need for need in (*RUNTIME_NEEDS, *MACHINE_NEEDS) if need in needed)


def as_bytes(value: str | Bytes | StdinSpec | None) -> bytes:
    """Content as bytes: text is UTF-8, nothing is empty."""
    if value is None:
        return b""
    return value.encode() if isinstance(value, str) else value.data()
