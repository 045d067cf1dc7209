"""What a ``runner.yaml`` says. ``runners/README.md`` is the text for people; these types are the contract."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from conformance.decoding import decode_yaml
from conformance.errors import BadOption, Malformed
from conformance.resources import RUNNERS

_RUNTIME = frozenset({"program", "folder", "env", "python", "node", "site"})
"""Variables that a runtime has wherever it is."""
_LAUNCH = _RUNTIME | {"component", "artifacts", "cache", "sha256", "timeout"}
"""Variables of a command line that runs or serves a component."""
_ITEMS: Mapping[str | None, frozenset[str]] = {
    "preopens": frozenset({"host", "guest", "mode"}),
    "environment": frozenset({"key", "value"}),
    "arguments": frozenset({"value"}),
}
"""Variables of a piece that stands for each of something."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a file that people write: a field that nobody knows is a typing error, not a decoration."""


class Uv(Strict, frozen=True, kw_only=True):
    """An environment of its own from PyPI. ``python`` is a version specifier, ``packages`` are pinned requirements."""

    packages: tuple[str, ...]
    python: str | None = None


class Npm(Strict, frozen=True, kw_only=True):
    """The folder's package.json and package-lock.json, installed with ``npm ci`` under a Node.js that fits."""

    node: str
    node_package: str


class OnPath(Strict, frozen=True, kw_only=True):
    """A program that the machine has: a name looked up on PATH, or an absolute path."""

    program: str


class Provide(Strict, frozen=True, kw_only=True):
    """How the runtime comes to the machine: exactly one of the three."""

    uv: Uv | None = None
    npm: Npm | None = None
    path: OnPath | None = None

    def __post_init__(self) -> None:
        if sum(way is not None for way in (self.uv, self.npm, self.path)) != 1:
            raise ValueError("Expected exactly one of `uv`, `npm`, `path`")


class Part(Strict, frozen=True, kw_only=True):
    """How the version of one part is read: a Python distribution, an npm package, or what a command prints."""

    distribution: str | None = None
    npm: str | None = None
    command: tuple[str, ...] = ()
    pattern: str = r"(\d+\.\d+\S*)"

    def __post_init__(self) -> None:
        if sum(map(bool, (self.distribution, self.npm, self.command))) != 1:
            raise ValueError("Expected exactly one of `distribution`, `npm`, `command`")
        _compile(self.pattern)
        _check_templates(self.command, _RUNTIME)


class Version(Strict, frozen=True, kw_only=True):
    """The version that a plain ``-r NAME`` means, and the parts whose versions every report records.

    Without a default (a program on PATH) the version is that of the part that is named first.
    """

    default: str | None = None
    parts: dict[str, Part] = {}


class Piece(Strict, frozen=True, kw_only=True):
    """A piece of a command line that depends on the launch: once for each item, or only when a grant is asked for."""

    add: tuple[str, ...]
    each: Literal["preopens", "environment", "arguments"] | None = None
    when: Literal["network", "name-lookup", "http"] | None = None

    def __post_init__(self) -> None:
        if (self.each is None) == (self.when is None):
            raise ValueError("Expected exactly one of `each`, `when`")
        _check_templates(self.add, _LAUNCH | _ITEMS.get(self.each, frozenset()))


class EndingRule(Strict, frozen=True, kw_only=True):
    """A way to tell how a process ended: its exit code is among ``exit`` and its stderr matches ``stderr``."""

    is_: Literal["trapped", "refused", "crashed"] = msgspec.field(name="is")
    exit: tuple[int, ...]
    stderr: str

    def __post_init__(self) -> None:
        _compile(self.stderr)


class Prepare(Strict, frozen=True, kw_only=True):
    """A compiler that is run once per component, in a cached folder that holds a copy of it as ``component.wasm``."""

    command: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_templates(self.command, _RUNTIME | {"component", "artifacts"})


class Serve(Strict, frozen=True, kw_only=True):
    """How a proxy component is served; ``address`` finds host and port (two groups) in what the server prints."""

    command: tuple[str | Piece, ...]
    address: str

    def __post_init__(self) -> None:
        if _compile(self.address).groups != 2:
            raise ValueError("Expected a pattern with two groups, host and port")
        _check_templates(self.command, _LAUNCH)


class ProcessLane(Strict, frozen=True, kw_only=True):
    """The process lane: one process group per attempt."""

    run: tuple[str | Piece, ...]
    serve: Serve | None = None
    prepare: Prepare | None = None
    environment: dict[str, str] = {}
    endings: tuple[EndingRule, ...] = ()

    def __post_init__(self) -> None:
        _check_templates(self.run, _LAUNCH)
        _check_templates(self.environment.values(), _RUNTIME | {"artifacts"})


class WorkerLane(Strict, frozen=True, kw_only=True):
    """The worker lane: a driver program, and the interfaces whose implementation it replaces to capture them."""

    command: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    environment: dict[str, str] = {}

    def __post_init__(self) -> None:
        _check_templates((*self.command, *self.environment.values()), _RUNTIME)


class Runner(Strict, frozen=True, kw_only=True):
    """A whole ``runner.yaml``."""

    name: str
    title: str
    family: str
    provide: Provide
    homepage: str = ""
    program: str | None = None
    version: Version = Version()
    cannot: dict[str, str] = {}
    process: ProcessLane | None = None
    worker: WorkerLane | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", self.name):
            raise ValueError(f"Expected a name of lower-case letters, digits, `-` and `.`, got {self.name!r}")
        if self.process is None and self.worker is None:
            raise ValueError("Expected `process`, `worker` or both: how else should a component be run?")
        _check_templates([self.program or ""], _RUNTIME - {"program"})


class LoadedRunner(msgspec.Struct, frozen=True):
    """A runner and the folder that it was read from."""

    folder: Path
    runner: Runner


class Wanted(msgspec.Struct, frozen=True):
    """What ``-r NAME[@VERSION]`` asks for."""

    loaded: LoadedRunner
    version: str | None

    @property
    def label(self) -> str:
        """``name@version`` as far as it is known before the runtime is there."""
        return f"{self.loaded.runner.name}@{self.version}" if self.version else self.loaded.runner.name


def _compile(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.MULTILINE)
    except re.error as error:
        raise ValueError(f"Expected a regular expression, got {pattern!r}: {error}") from None


def _check_templates(texts: Iterable[str | Piece], known: frozenset[str]) -> None:
    for text in texts:
        if isinstance(text, Piece):
            continue  # checked by itself
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
        except ValueError as error:
            raise ValueError(f"Expected a template, got {text!r} ({error}; a brace that is meant is doubled)") from None
        for name in names:
            if name not in known:
                there = ", ".join(f"{{{one}}}" for one in sorted(known))
                raise ValueError(f"Unknown variable {{{name}}} in {text!r}: here are {there}")


def load_runner(folder: Path) -> LoadedRunner:
    """Read ``folder/runner.yaml``; raises :class:`Malformed` naming file, field and line."""
    file = folder / "runner.yaml"
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"cannot be read: {error}") from None
    return LoadedRunner(folder.resolve(), decode_yaml(text, Runner, file))


def load_runners(extra: Iterable[Path] = ()) -> dict[str, LoadedRunner]:
    """All runners: the suite's own, then those in ``extra`` folders, which may replace one of the same name."""
    folders = sorted(p.parent for p in RUNNERS.glob("*/runner.yaml"))
    loaded = [load_runner(folder) for folder in (*folders, *extra)]
    return {entry.runner.name: entry for entry in loaded}


def split_selection(text: str) -> tuple[str, str | None]:
    """``wasmtime@49.0.4`` as a name and a version; raises :class:`BadOption` when either is empty."""
    name, at, version = text.partition("@")
    if not name or (at and not version):
        raise BadOption("--runtime", text, "expected NAME or NAME@VERSION")
    return name, version or None
