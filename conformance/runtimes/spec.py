"""What a ``runner.yaml`` says. ``runners/README.md`` is the text for people; these types are the contract."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from conformance.decoding import decode_yaml
from conformance.errors import BadOption, Malformed, near_matches
from conformance.needs import RUNTIME_NEEDS
from conformance.resources import RUNNERS

_RUNTIME = frozenset({"program", "beside", "folder", "env", "python", "node", "site"})
"""Variables that a runtime has wherever it is."""
_LAUNCH = _RUNTIME | {"component", "artifacts", "cache", "sha256", "timeout", "authority"}
"""Variables of a command line that runs or serves a component."""
_ITEMS: Mapping[str | None, frozenset[str]] = {
    "preopens": frozenset({"host", "guest", "mode"}),
    "environment": frozenset({"key", "value"}),
    "arguments": frozenset({"value"}),
}
"""Variables of a piece that stands for each of something."""
_EACH = frozenset[str]().union(*_ITEMS.values())


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a file that people write: a field that nobody knows is a typing error, not a decoration."""


class Uv(Strict, frozen=True, kw_only=True):
    """An environment of its own from PyPI. ``python`` is a version specifier, ``packages`` are pinned requirements."""

    packages: tuple[str, ...]
    python: str | None = None


class Npm(Strict, frozen=True, kw_only=True, omit_defaults=True):
    """An environment of its own from npm, under a Node.js that fits.

    ``release`` is the package whose versions are those of the runtime; of its dependencies only ``packages`` are
    installed, each under a short name by which ``VERSION+NAMEOTHER`` chooses another version of it. ``pinned`` are
    packages that no release depends on, ``NAME@VERSION``, likewise by short names; without a release, one of them has
    the runtime's version (``NAME@{version}``). ``VERSION+nodeOTHER`` chooses another Node.js. With neither,
    the folder's own package.json and package-lock.json are the only version.
    """

    node: str
    node_package: str
    release: str | None = None
    packages: dict[str, str] = {}
    pinned: dict[str, str] = {}

    def __post_init__(self) -> None:
        if (self.release is None) != (not self.packages):
            raise ValueError("Expected `release` and `packages` together")
        for name in (*self.packages, *self.pinned):
            if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
                raise ValueError(f"Expected a short name of lower-case letters in `packages`, got {name!r}")
            if name == "node" or (name in self.packages and name in self.pinned):
                raise ValueError(f"Expected each short name once, and none called `node`, got {name!r}")
        for name, package in self.pinned.items():
            if not re.fullmatch(r"(@[\w.-]+/)?[\w.-]+@(\{version\}|\d[\w.+-]*)", package):
                raise ValueError(f"Expected NAME@VERSION or NAME@{{version}} for `{name}` in `pinned`, got {package!r}")
        if self.release is None and self.pinned and not self.versioned:
            raise ValueError("Expected `release`, or a package NAME@{version} in `pinned`")

    @property
    def choosable(self) -> tuple[str, ...]:
        """The short names of what can be chosen in another version."""
        if not self.packages and not self.pinned:
            return ()
        fixed = [name for name, package in self.pinned.items() if not package.endswith("@{version}")]
        return (*self.packages, *fixed, "node")

    @property
    def versioned(self) -> str | None:
        """The package whose versions are those of the runtime."""
        own = (package.rpartition("@")[0] for package in self.pinned.values() if package.endswith("@{version}"))
        return self.release or next(own, None)


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
        compiled(self.pattern)
        _check_templates(self.command, _RUNTIME)


class Version(Strict, frozen=True, kw_only=True):
    """The version that a plain ``-r NAME`` means, and the parts whose versions every report records.

    Without a default (a program on PATH) the version is that of the part that is named first. A variant is a word for
    chosen parts: where ``22`` is ``+node22.20.0``, ``-r NAME:22`` is NAME in its default version with that Node.js.
    """

    default: str | None = None
    parts: dict[str, Part] = {}
    variants: dict[str, str] = {}

    def __post_init__(self) -> None:
        if self.variants and self.default is None:
            raise ValueError("Expected a `default` beside `variants`")
        for word, suffix in self.variants.items():
            if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", word) or not re.fullmatch(r"(\+[a-z][A-Za-z0-9._-]*)+", suffix):
                raise ValueError(f"Expected a word and what is chosen for it, such as 22: +node22.20.0, got {word!r}")


class Piece(Strict, frozen=True, kw_only=True):
    """A piece of a command line that depends on the launch: once for each item, or only when a grant is asked for.

    ``has`` and ``lacks`` name a feature: the piece is there only in versions that have it, or have it not.
    """

    add: tuple[str, ...]
    each: Literal["preopens", "environment", "arguments"] | None = None
    when: Literal["network", "name-lookup", "http", "tls-trust"] | None = None
    has: str | None = None
    lacks: str | None = None
    readonly: str = ""
    """What the last text ends with for a preopen that is read-only."""

    def __post_init__(self) -> None:
        if self.readonly and self.each != "preopens":
            raise ValueError("Expected `each: preopens` beside `readonly`")
        if self.each is not None and self.when is not None:
            raise ValueError("Expected exactly one of `each`, `when`")
        if self.has is not None and self.lacks is not None:
            raise ValueError("Expected exactly one of `has`, `lacks`")
        if not any((self.each, self.when, self.has, self.lacks)):
            raise ValueError("Expected exactly one of `each`, `when`, or a feature that it `has` or `lacks`")
        _check_templates(self.add, _LAUNCH | _ITEMS.get(self.each, frozenset()))


class Feature(Strict, frozen=True, kw_only=True):
    """What not every version can do, measured when the runtime is brought: what ``command`` prints has ``pattern``."""

    command: tuple[str, ...]
    pattern: str

    def __post_init__(self) -> None:
        compiled(self.pattern)
        _check_templates(self.command, _RUNTIME)


class Lacking(Strict, frozen=True, kw_only=True):
    """A need that only versions without a feature cannot meet, and why."""

    lacks: str
    reason: str


class EndingRule(Strict, frozen=True, kw_only=True):
    """A way to tell how a process ended: its exit code is among ``exit``, and what it wrote to stderr matches.

    Some runtimes tell their errors on stdout: there a guest could say the same, so that it takes ``stdout``.
    """

    is_: Literal["trapped", "refused", "crashed"] = msgspec.field(name="is")
    exit: tuple[int, ...]
    stderr: str | None = None
    stdout: str | None = None

    def __post_init__(self) -> None:
        if (self.stderr is None) == (self.stdout is None):
            raise ValueError("Expected exactly one of `stderr`, `stdout`")
        compiled(self.pattern)

    @property
    def pattern(self) -> str:
        """What has to be found in the stream that it looks at."""
        return self.stderr or self.stdout or ""


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
        if compiled(self.address).groups != 2:
            raise ValueError("Expected a pattern with two groups, host and port")
        _check_templates(self.command, _LAUNCH)


class ProcessLane(Strict, frozen=True, kw_only=True):
    """The process lane: one process group per attempt."""

    run: tuple[str | Piece, ...]
    serve: Serve | None = None
    prepare: Prepare | None = None
    environment: dict[str, str] = {}
    endings: tuple[EndingRule, ...] = ()

    def texts(self) -> Iterator[str]:
        """All templates of its command lines."""
        serve = self.serve.command if self.serve is not None else ()
        for piece in (*self.run, *serve):
            yield from (piece,) if isinstance(piece, str) else piece.add
        yield from self.prepare.command if self.prepare is not None else ()
        yield from self.environment.values()

    def __post_init__(self) -> None:
        _check_templates(self.run, _LAUNCH)
        _check_templates(self.environment.values(), _RUNTIME | {"artifacts"})


class WorkerLane(Strict, frozen=True, kw_only=True):
    """The worker lane: a driver program, and the interfaces whose implementation it replaces to capture them."""

    command: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    environment: dict[str, str] = {}
    has: str | None = None
    """A feature: only versions that have it have this lane."""

    def __post_init__(self) -> None:
        _check_templates((*self.command, *self.environment.values()), _RUNTIME)


class Runner(Strict, frozen=True, kw_only=True):
    """A whole ``runner.yaml``."""

    name: str
    title: str
    family: str
    provide: Provide
    homepage: str = ""
    optional: bool = False
    """Whether it is used only when it is asked for by its name: heavy, or on few machines."""
    unverified: str | None = None
    """What this file was written after, where nobody has run it with the real program yet; every table says so."""
    program: str | tuple[str, ...] | None = None
    """The file to start: a template in which ``*`` stands for any text, or a name to look up on PATH. The first of
    several that is there."""
    version: Version = Version()
    local: bool = False
    """Whether ``-r NAME:/path/to/program`` may put a program of one's own in the place of ``{program}``."""
    features: dict[str, Feature] = {}
    parallel: Annotated[int, Meta(ge=1)] | None = None
    """Attempts at once that it takes at most, where it is heavier or less free than a program for each attempt."""
    cannot: dict[str, str | Lacking] = {}
    process: ProcessLane | None = None
    worker: WorkerLane | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", self.name):
            raise ValueError(f"Expected a name of lower-case letters, digits, `-` and `.`, got {self.name!r}")
        if self.process is None and self.worker is None:
            raise ValueError("Expected `process`, `worker` or both: how else should a component be run?")
        _check_templates(self.programs, _RUNTIME - {"program", "beside"})
        if self.unverified is not None and not self.unverified.strip():
            raise ValueError("Expected some text in `unverified`: what was this file written after?")
        self._check_variants()
        if self.worker is not None and self.worker.has is not None and self.process is None:
            raise ValueError("Expected `process` beside a `worker` that not every version has")
        if self.local and self.process is None:
            raise ValueError("Expected `process` beside `local`: a program of one's own takes that lane")
        if self.local and self.process is not None:
            _check_templates(self.process.texts(), _LAUNCH - {"env", "python", "node", "site"} | _EACH)
        _check_names("need", self.cannot, RUNTIME_NEEDS, "cannot")
        _check_names("feature", self._features_named(), tuple(self.features), "features")

    @property
    def programs(self) -> tuple[str, ...]:
        """Where its program may be."""
        return (self.program,) if isinstance(self.program, str) else self.program or ()

    def _check_variants(self) -> None:
        there = self.provide.npm.choosable if self.provide.npm is not None else ()
        for suffix in self.version.variants.values():
            for choice in suffix.split("+")[1:]:
                if re.sub(r"-?\d.*", "", choice) not in there:
                    raise ValueError(f"Unknown part in `variants`: +{choice}; there is {', '.join(there) or 'none'}")

    def _features_named(self) -> Iterator[str]:
        """The features that the rest of the file speaks of."""
        yield from (entry.lacks for entry in self.cannot.values() if isinstance(entry, Lacking))
        if self.process is not None:
            serve = self.process.serve.command if self.process.serve is not None else ()
            pieces = [piece for piece in (*self.process.run, *serve) if isinstance(piece, Piece)]
            yield from (name for piece in pieces for name in (piece.has, piece.lacks) if name is not None)
        if self.worker is not None and self.worker.has is not None:
            yield self.worker.has


class LoadedRunner(msgspec.Struct, frozen=True):
    """A runner and the folder that it was read from."""

    folder: Path
    runner: Runner


class Wanted(msgspec.Struct, frozen=True):
    """What ``-r`` asks for: a runner in one version, or with a program of one's own in the place of its program."""

    loaded: LoadedRunner
    version: str | None
    program: str | None = None
    """The absolute path of that program; the version is then what the program says."""

    @property
    def label(self) -> str:
        """``name@version`` as far as it is known before the runtime is there."""
        if self.program is not None:
            return f"{self.loaded.runner.name}:{self.program}"
        return f"{self.loaded.runner.name}@{self.version}" if self.version else self.loaded.runner.name


def compiled(pattern: str) -> re.Pattern[str]:
    """``^`` and ``$`` are those of lines. Raises ValueError for what is no regular expression."""
    try:
        return re.compile(pattern, re.MULTILINE)
    except re.error as error:
        raise ValueError(f"Expected a regular expression, got {pattern!r}: {error}") from None


def _check_names(kind: str, names: Iterable[str], known: tuple[str, ...], where: str) -> None:
    for name in names:
        if name not in known:
            near = near_matches(name, known)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there is {', '.join(known) or 'none at all'}"
            raise ValueError(f"Unknown {kind} {name!r} in `{where}`: {hint}")


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


def default_names() -> frozenset[str]:
    """The suite's own runners that are used when nobody asks for others."""
    return frozenset(name for name, loaded in load_runners().items() if not loaded.runner.optional)


def local_form(loaded: LoadedRunner, program: str, *, option: str = "--runtime") -> LoadedRunner:
    """The runner with a program of one's own in the place of its program: in the process lane, with nothing provided.

    Only parts that a command can tell have a version. Raises :class:`BadOption` where runner.yaml does not admit it.
    """
    runner = loaded.runner
    if not (runner.local or runner.provide.path is not None) or runner.process is None:
        problem = "its runner.yaml does not say `local: true`: no program of one's own can take the place of its parts"
        raise BadOption(option, f"{runner.name}:{program}", problem)
    parts = {name: part for name, part in runner.version.parts.items() if part.command}
    local = msgspec.structs.replace(
        runner,
        provide=Provide(path=OnPath(program=program)),
        program=None,
        version=Version(parts=parts),
        worker=None,
    )
    return LoadedRunner(loaded.folder, local)


def split_selection(text: str) -> tuple[str, str | None]:
    """``wasmtime@49.0.4`` as a name and a version; raises :class:`BadOption` when either is empty."""
    name, at, version = text.partition("@")
    if not name or (at and not version):
        raise BadOption("--runtime", text, "expected NAME or NAME@VERSION")
    return name, version or None
