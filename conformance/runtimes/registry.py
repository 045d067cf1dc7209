"""The versions of a runtime that a registry has, asked of the registries' own clients: pip for PyPI, npm for npm."""

from __future__ import annotations

import functools
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.errors import SuiteError, Unprovided
from conformance.runtimes.environments import provide
from conformance.runtimes.spec import LoadedRunner, Uv
from conformance.runtimes.tools import Tell, find_uv, npm_of, run_tool, with_node_first

_PIP = "pip==26.3"
"""uv has no way to list versions; pip has, and comes through uv where it is wanted."""


def versions(loaded: LoadedRunner, tell: Tell = lambda _: None) -> list[str]:
    """The versions that can be had, newest first, as the registry writes them; yanked ones are not among them.

    Raises :class:`Unprovided` when the registry cannot be asked, and for a runner whose program is looked up on PATH.
    """
    ways = loaded.runner.provide
    if ways.uv is not None:
        return _python_versions(loaded.runner.name, ways.uv)
    if ways.npm is not None and ways.npm.versioned is not None:
        return _npm_versions(loaded, ways.npm.versioned, tell)
    if ways.npm is not None and loaded.runner.version.default is not None:
        return [loaded.runner.version.default]
    raise Unprovided(loaded.runner.name, "it is not from a registry: the only version is the one on this machine")


def part_versions(loaded: LoadedRunner, part: str, tell: Tell = lambda _: None) -> list[str]:
    """The versions of a part that can be chosen with ``NAME@VERSION+PARTVERSION``, newest first.

    Raises :class:`KeyError` for a part that cannot be chosen, :class:`Unprovided` when the registry cannot be asked.
    """
    npm = loaded.runner.provide.npm
    if npm is not None and part == "node":
        return list(_of_pypi(loaded.runner.name, Requirement(npm.node_package).name, None))
    pinned = {short: package.rpartition("@")[0] for short, package in npm.pinned.items()} if npm is not None else {}
    return _npm_versions(loaded, (pinned | npm.packages if npm is not None else {})[part], tell)


def newest_first(texts: Iterable[str]) -> list[str]:
    """Versions in their order; what is no version is left out."""
    found = {version: text for text in texts if (version := as_version(text)) is not None}
    return [found[version] for version in sorted(found, reverse=True)]


def as_version(text: str) -> Version | None:
    """A version by which others can be ordered, or None. npm's pre-releases are close enough to PyPI's."""
    try:
        return Version(text)
    except InvalidVersion:
        return None


def matching(texts: Iterable[str], specifier: SpecifierSet) -> list[str]:
    """Those that match, newest first; pre-releases only when the specifier names one or nothing else matches."""
    found = {str(version): text for text in texts if (version := as_version(text)) is not None}
    return newest_first(found[str(version)] for version in specifier.filter(map(Version, found)))


def newest_of_each_major(texts: Iterable[str]) -> list[str]:
    """The newest version of each major version, newest first."""
    majors: dict[int, str] = {}
    for text in newest_first(texts):
        version = as_version(text)
        if version is not None:
            majors.setdefault(version.major, text)
    return list(majors.values())


def _python_versions(runtime: str, uv: Uv) -> list[str]:
    """The versions in which PyPI has all packages whose version is the runtime's."""
    names = [package for package in uv.packages if "{version}" in package]
    if not names:
        raise Unprovided(runtime, "no package of its runner.yaml has the version of the runtime")
    found = [_of_pypi(runtime, Requirement(name.format(version="0")).name, uv.python) for name in names]
    return newest_first(set(found[0]).intersection(*found[1:]))


@functools.cache
def _of_pypi(runtime: str, package: str, python: str | None) -> tuple[str, ...]:
    command = [find_uv(), "tool", "run", "--quiet", "--from", _PIP, "pip", "index", "versions", package, "--json"]
    command += ["--pre", "--disable-pip-version-check"]
    oldest = _within(python)
    if oldest:  # pip leaves out what has no wheel for the interpreter that runs it
        command += ["--python-version", oldest, "--only-binary", ":all:"]
    said = json.loads(_asked(runtime, package, command))
    return tuple(map(str, said["versions"]))


def _within(specifier: str | None) -> str | None:
    """The newest Python 3 that a specifier admits, where it sets a bound above."""
    if specifier is None or "<" not in specifier:
        return None
    wanted = SpecifierSet(specifier)
    return next((f"3.{minor}" for minor in range(40, 5, -1) if f"3.{minor}.0" in wanted), None)


def _npm_versions(loaded: LoadedRunner, package: str, tell: Tell) -> list[str]:
    found = shutil.which("npm")
    command, environment = [found or ""], None
    if found is None:  # the runtime's default version has one with it
        node = provide(loaded, loaded.runner.version.default, tell).node
        command, environment = npm_of(Path(node)), with_node_first(node)
    said = _asked(loaded.runner.name, package, [*command, "view", package, "versions", "--json"], environment)
    listed = json.loads(said)
    return newest_first([listed] if isinstance(listed, str) else listed)


def _asked(runtime: str, package: str, command: Sequence[str], environment: dict[str, str] | None = None) -> str:
    try:
        return run_tool(runtime, command, environment)
    except Unprovided as error:
        last = re.sub(r"^installing failed with exit code \d+:\s*", "", error.reason)
        raise Unprovided(runtime, f"the registry does not tell which versions of {package} it has: {last}") from None


def near_versions(loaded: LoadedRunner, wanted: str, most: int = 5) -> list[str]:
    """Versions near one that does not exist, for a hint; none when it does, or the registry does not answer."""
    try:
        there = versions(loaded)
    except SuiteError:
        return []
    if wanted.partition("+")[0] in there:
        return []
    majors = [text for text in there if text.partition(".")[0] == wanted.partition(".")[0]]
    return (majors or there)[:most]
