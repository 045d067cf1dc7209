"""Locks: exactly which packages an environment is made of, each with the hashes of its files.

The locks of versions that we publish results of are committed, ``locks/VERSION.txt`` (PyPI) or ``locks/VERSION.json``
(npm) in the runner's folder. For any other version a lock is resolved once, when it is first asked for, and kept in
the cache: an environment that is removed comes back as it was. No lock names a registry.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from conformance.errors import Malformed, Unprovided
from conformance.resources import cache_dir
from conformance.runtimes.spec import LoadedRunner, Npm

Origin = Literal["committed", "resolved"]


class Run(Protocol):
    """Runs a tool to its end and gives its stdout; raises :class:`Unprovided` when it fails."""

    def __call__(self, command: Sequence[str], *, given: str = "") -> str: ...


class Lock(msgspec.Struct, frozen=True):
    """The text of a lock, and whether it came with the runner or was resolved on this machine."""

    text: bytes
    origin: Origin


def _is_of_node(name: str) -> bool:
    """Whether a lock is that of a Node.js from PyPI: ``node``, or ``node-22.20.0``."""
    return name.partition("-")[0] == "node"


def committed_lock(loaded: LoadedRunner, name: str) -> Path | None:
    """The committed lock of a version (or of ``node``, ``node-VERSION``), if there is one."""
    ending = "txt" if loaded.runner.provide.uv is not None or _is_of_node(name) else "json"
    file = loaded.folder / "locks" / f"{name}.{ending}"
    return file if file.is_file() else None


def committed_versions(loaded: LoadedRunner) -> list[str]:
    """The versions that have a committed lock."""
    ending = "txt" if loaded.runner.provide.uv is not None else "json"
    return sorted(file.stem for file in (loaded.folder / "locks").glob(f"*.{ending}"))


def resolved_file(loaded: LoadedRunner, name: str, ending: str) -> Path:
    """Where the cache keeps a lock that was resolved here; the name changes with what is asked for."""
    asked = hashlib.sha256(msgspec.json.encode(loaded.runner.provide)).hexdigest()[:8]
    return cache_dir() / "resolved" / f"{loaded.runner.name}-{name}-{asked}.{ending}"


# ---------------------------------------------------------------------------------------------------------- PyPI


def requirements(packages: Sequence[str], version: str) -> list[str]:
    """The requirements of a version."""
    return [package.format(version=version) for package in packages]


def python_lock(loaded: LoadedRunner, name: str, wanted: Sequence[str], python: str | None, uv: str, run: Run) -> Lock:
    """The lock named ``name`` for the requirements ``wanted``. Raises :class:`Unprovided`, or :class:`Malformed` for
    a committed lock that is none of them."""
    file = committed_lock(loaded, name)
    if file is not None:
        lock = Lock(file.read_bytes(), "committed")
        _check_pins(file, lock.text, wanted)
        return lock
    return _kept(resolved_file(loaded, name, "txt"), lambda: resolve_python(wanted, python, uv, run))


def resolve_python(wanted: Sequence[str], python: str | None, uv: str, run: Run) -> bytes:
    """Every package that the requirements lead to, with the hashes of all its files, on all platforms."""
    command = [uv, "pip", "compile", "--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--universal"]
    command += ["--python-version", _oldest(python)]
    return run([*command, "-"], given="\n".join(wanted) + "\n").encode()


def _oldest(specifier: str | None) -> str:
    """The oldest Python that a specifier admits; without any, that of the suite."""
    said = (one.version for one in SpecifierSet(specifier or "") if one.operator in (">=", "~="))
    return next(said, "3.11")


def _check_pins(file: Path, text: bytes, wanted: Sequence[str]) -> None:
    """A committed lock has to be the lock of what is asked for."""
    pinned = {}
    for number, line in enumerate(text.decode("utf-8", "replace").splitlines(), 1):
        words = line.split("#")[0].strip().rstrip("\\").strip()
        if not words or words.startswith("--hash="):
            continue
        try:
            requirement = Requirement(words.split(" --hash=")[0])
        except InvalidRequirement:
            raise Malformed(file, number, None, f"expected a pinned package or its hashes, got {words!r}") from None
        pinned[canonicalize_name(requirement.name)] = str(requirement.specifier)
    for one in map(Requirement, wanted):
        said = pinned.get(canonicalize_name(one.name))
        if said != str(one.specifier):
            hint = "`wasi-conformance runtimes lock NAME@VERSION` writes it anew"
            raise Malformed(file, None, None, f"expected {one}, got {one.name}{said or ' not at all'}", hint)


# ----------------------------------------------------------------------------------------------------------- npm


def npm_lock(loaded: LoadedRunner, npm: Npm, version: str, command: Sequence[str], run: Run) -> Lock:
    """The package-lock.json of a version. Raises :class:`Unprovided`."""
    if npm.versioned is None:
        return Lock((loaded.folder / "package-lock.json").read_bytes(), "committed")
    version, _ = split_node(version)
    file = committed_lock(loaded, version)
    if file is not None:
        return Lock(file.read_bytes(), "committed")
    return _kept(resolved_file(loaded, version, "json"), lambda: resolve_npm(loaded, npm, version, command, run))


def resolve_npm(loaded: LoadedRunner, npm: Npm, version: str, command: Sequence[str], run: Run) -> bytes:
    """The packages of a release, in the versions that npm takes for it today or that ``version`` chooses."""
    dependencies = _dependencies(loaded.runner.name, npm, version, command, run)
    name = f"wasi-conformance-{loaded.runner.name}"
    manifest = {"name": name, "version": version.partition("+")[0], "private": True}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "package.json").write_text(json.dumps({**manifest, "dependencies": dependencies}))
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder]
        run([*command, "install", "--package-lock-only", *quiet])
        lock = json.loads(Path(folder, "package-lock.json").read_bytes())
    return json.dumps(_tidied(f"{loaded.runner.name}@{version}", lock), indent=2).encode() + b"\n"


def manifest_of(lock: bytes) -> bytes:
    """The package.json that a package-lock.json belongs to."""
    return json.dumps({"private": True, **json.loads(lock)["packages"][""]}, indent=2).encode() + b"\n"


def split_node(version: str) -> tuple[str, str | None]:
    """``1.35.0+node22.20.0`` as the version of everything else, and that of Node.js if one was chosen.

    No package from npm depends on it: versions that differ in nothing else have one lock.
    """
    first, *choices = version.split("+")
    nodes = [choice.removeprefix("node").removeprefix("-") for choice in choices if re.match(r"node-?\d", choice)]
    rest = [choice for choice in choices if not re.match(r"node-?\d", choice)]
    return "+".join((first, *rest)), nodes[-1] if nodes else None


def chosen_parts(npm: Npm, version: str) -> tuple[str, dict[str, str]]:
    """``1.35.0+shim0.25.0`` as the release and the versions chosen for its packages.

    Raises ValueError with what would be right.
    """
    release, *choices = version.split("+")
    chosen = {}
    for choice in choices:
        match = re.fullmatch(r"([a-z-]+?)-?(\d.*)", choice)
        if match is None or match[1] not in npm.choosable:
            there = ", ".join(f"+{name}VERSION" for name in npm.choosable) or "nothing"
            raise ValueError(f"+{choice} chooses no part of it: expected {there}")
        chosen[match[1]] = match[2]
    return release, chosen


def _dependencies(runtime: str, npm: Npm, version: str, command: Sequence[str], run: Run) -> dict[str, str]:
    """npm's name → range, as the release says, or the version that was chosen."""
    release, chosen = chosen_parts(npm, version)
    found = {}
    for short, pinned in npm.pinned.items():
        name, _, fixed = pinned.rpartition("@")
        found[name] = chosen.get(short) or fixed.format(version=release)
    if npm.release is None:
        return found
    said = run([*command, "view", f"{npm.release}@{release}", "dependencies", "--json"]).strip()
    if not said:
        raise Unprovided(f"{runtime}@{version}", f"npm has no {npm.release} {release}")
    ranges: dict[str, str] = json.loads(said)
    for short, package in npm.packages.items():
        if short not in chosen and package not in ranges:
            way_out = f"choose one with {runtime}@{version}+{short}VERSION"
            raise Unprovided(f"{runtime}@{version}", f"{npm.release} {release} has no {package}: {way_out}")
        found[package] = chosen.get(short) or ranges[package]
    return found


def _tidied(label: str, lock: dict[str, Any]) -> dict[str, Any]:
    """The lock without any addresses, and without optional packages that npm announces but does not have,
    for which `npm ci` would look in vain. Raises :class:`Unprovided` for a package without a hash."""
    packages: dict[str, dict[str, Any]] = lock["packages"]
    names = {name.rpartition("node_modules/")[2] for name in packages}
    for name, package in packages.items():
        for told in ("resolved", "funding"):
            package.pop(told, None)
        optional = package.get("optionalDependencies", {})
        for absent in set(optional) - names:
            del optional[absent]
        if name and "integrity" not in package:
            raise Unprovided(label, f"npm knows no hash of {name}: it cannot be locked")
    return lock


def _kept(file: Path, resolve: Callable[[], bytes]) -> Lock:
    """The lock in the cache, resolved when there is none yet. It appears whole or not at all."""
    if not file.exists():
        text = resolve()
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            new.write(text)
        os.replace(new.name, file)
    return Lock(file.read_bytes(), "resolved")


def write_lock(loaded: LoadedRunner, version: str, text: bytes) -> Path:
    """Put a lock in the runner's folder, to be committed."""
    ending = "txt" if loaded.runner.provide.uv is not None or _is_of_node(version) else "json"
    file = loaded.folder / "locks" / f"{version}.{ending}"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text)
    return file
