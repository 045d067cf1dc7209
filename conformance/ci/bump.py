"""Which runtime does a change to a lock file bump, and from which version to which?

``python -m conformance.ci.bump`` compares two states of a lock file and prints ``from=``, ``to=`` and ``key=`` as a
step of a pipeline wants them, or nothing but ``changed=false`` when no runtime was bumped.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import click
import msgspec
import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from conformance.corpus import load_corpus
from conformance.errors import EXIT_USAGE, BadOption, Malformed, SuiteError, UnknownName
from conformance.runtimes.spec import LoadedRunner, load_runners

Ecosystem = Literal["pypi", "npm", "cargo"]
_VERSION = re.compile(r"\d[A-Za-z0-9.!+-]*")
"""It is written into the outputs of a step, so that a line break in it would be another output."""


class Bump(msgspec.Struct, frozen=True):
    """A runtime in two versions."""

    runtime: str
    before: str
    after: str


def ecosystem_of(name: str) -> Ecosystem:
    """Whose packages a lock file is about, by its name."""
    if name == "Cargo.lock":
        return "cargo"
    return "npm" if name in ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml") else "pypi"


def locked(name: str, text: str) -> dict[str, set[str]]:
    """Package → versions, as a lock file called ``name`` says. Raises ValueError for what is none."""
    found: dict[str, set[str]] = {}
    for package, version in _pins(name, text):
        found.setdefault(_canonical(package, ecosystem_of(name)), set()).add(version)
    return found


def _canonical(package: str, ecosystem: Ecosystem) -> str:
    return canonicalize_name(package) if ecosystem == "pypi" else package


def _pins(name: str, text: str) -> Iterator[tuple[str, str]]:
    if name.endswith(".json") or name == "Pipfile.lock":
        return _of_json(json.loads(text))
    if name == "pnpm-lock.yaml":
        return _of_pnpm(yaml.safe_load(text) or {})
    if name.endswith((".lock", ".toml")):  # uv, Poetry, PDM, pylock.toml, Cargo: all have a list of packages
        document = tomllib.loads(text)
        return _of_tables(document.get("package") or document.get("packages") or [])
    return _of_lines(text)


def _of_tables(packages: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for package in packages:
        if "version" in package:  # a project's own entry may have none
            yield package["name"], package["version"]


def _of_json(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, package in document.get("packages", {}).items():
        if path and "version" in package:
            yield package.get("name") or path.rpartition("node_modules/")[2], package["version"]
    for group in ("default", "develop"):
        for name, package in document.get(group, {}).items():
            if "version" in package:
                yield name, package["version"].removeprefix("==")


def _of_pnpm(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in document.get("packages", {}):
        match = re.fullmatch(r"/?(@?[^@]+)@([^@(]+)(\(.*)?", key)
        if match is not None:
            yield match[1], match[2]


def _of_lines(text: str) -> Iterator[tuple[str, str]]:
    """``name==version`` as pip reads it, whatever follows in the line."""
    for line in text.splitlines():
        words = re.split(r"\s#|\s--|\s?\\$", line.strip())[0].strip()
        try:
            requirement = Requirement(words)
        except InvalidRequirement:
            continue  # an option, a comment, a hash
        pins = [one.version for one in requirement.specifier if one.operator == "==" and not one.version.endswith("*")]
        if len(pins) == 1:
            yield requirement.name, pins[0]


def package_of(loaded: LoadedRunner, ecosystem: Ecosystem) -> str | None:
    """The package whose version is that of a runtime, where that ecosystem has one."""
    ways = loaded.runner.provide
    if ecosystem == "npm":
        return ways.npm.release if ways.npm is not None else None
    if ecosystem == "pypi" and ways.uv is not None:
        named = (package for package in ways.uv.packages if "{version}" in package)
        return next((canonicalize_name(Requirement(one.format(version="0")).name) for one in named), None)
    return None


def bumps(
    name: str, before: str, after: str, runners: Mapping[str, LoadedRunner], runtime: str = "", package: str = ""
) -> list[Bump]:
    """The runtimes whose version differs between two states of a lock file; only ``runtime`` when that is given.

    ``package`` is the name under which the file has that runtime, where it is not the package that we install. Several
    runtimes may come from one package: those that run only on request are meant where no other is.
    Raises ValueError for a file that is no lock, and for one that has a runtime in several versions.
    """
    ecosystem = ecosystem_of(name)
    states = locked(name, before), locked(name, after)
    found = []
    for loaded in [runners[runtime]] if runtime else runners.values():
        wanted = _canonical(package, ecosystem) if package else package_of(loaded, ecosystem)
        versions = [_only(wanted, state.get(wanted or "", set())) for state in states]
        if versions[0] and versions[1] and versions[0] != versions[1]:
            found.append(Bump(loaded.runner.name, versions[0], versions[1]))
    return [one for one in found if not runners[one.runtime].runner.optional] or found


def _only(package: str | None, versions: set[str]) -> str | None:
    odd = [version for version in versions if not _VERSION.fullmatch(version)]
    if odd:
        raise ValueError(f"{odd[0]!r} is no version of {package}")
    if len(versions) > 1:
        raise ValueError(f"it has {package} in several versions ({', '.join(sorted(versions))}): say from and to")
    return next(iter(versions), None)


def baseline_key(selection: str) -> str:
    """What a stored report of that runtime is found by: it is worth nothing over another corpus.

    Empty for ``NAME@latest`` and ranges, which are another version tomorrow.
    """
    if not re.fullmatch(r"[a-z0-9-]+@\d[A-Za-z0-9._+-]*", selection):
        return ""
    return f"{selection}-{load_corpus().sha256[:12]}"


_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--from", "before", default="", help="NAME@VERSION, where it is known.")
@click.option("--to", "after", default="", help="NAME@VERSION, where it is known.")
@click.option("--lock-before", type=_FILE, help="The lock file as it was.")
@click.option("--lock-after", type=_FILE, help="The lock file as it is.")
@click.option("--runtime", default="", help="The runtime; else the one that the file bumps.")
@click.option("--package", default="", help="Its name in the file, where that is not the package that we install.")
def main(before: str, after: str, lock_before: Path | None, lock_after: Path | None, runtime: str, package: str) -> int:
    """Print what is to be gated: as it was said, or as a change to a lock file has it."""
    if bool(before) != bool(after):
        raise BadOption("--to" if before else "--from", "", "is missing: both, or a lock file")
    if not before:
        if lock_before is None or lock_after is None:
            raise BadOption("--from", "", "which versions? --from and --to, or a lock file as it was and as it is")
        for one in _bumped(lock_before, lock_after, runtime, package):
            before, after = f"{one.runtime}@{one.before}", f"{one.runtime}@{one.after}"
    click.echo(f"changed={'true' if before else 'false'}")
    if before:
        click.echo(f"from={before}\nto={after}\nkey={baseline_key(before)}")
    return 0


def _bumped(before: Path, after: Path, runtime: str, package: str) -> list[Bump]:
    """The one bump that there is, if any."""
    runners = load_runners()
    if runtime and runtime not in runners:
        raise UnknownName("runtime", runtime, tuple(runners))
    if package and not runtime:
        raise BadOption("--package", package, "of which runtime? It takes --runtime")
    try:
        found = bumps(after.name, before.read_text(), after.read_text(), runners, runtime, package)
    except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise Malformed(after, None, None, f"cannot be read as a lock file: {error}") from None
    if len(found) > 1:
        names = ", ".join(f"{one.runtime} {one.before} → {one.after}" for one in found)
        raise BadOption("--runtime", "", f"several runtimes were bumped ({names}): a gate is for one of them")
    return found


if __name__ == "__main__":
    try:
        raise SystemExit(main(standalone_mode=False))
    except SuiteError as mistake:
        click.echo(str(mistake), err=True)
        raise SystemExit(EXIT_USAGE) from None
    except click.ClickException as mistake:
        mistake.show()
        raise SystemExit(EXIT_USAGE) from None
