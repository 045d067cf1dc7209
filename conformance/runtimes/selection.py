"""What people write to choose a runtime, and what it comes to.

``NAME`` · ``NAME@VERSION`` · ``NAME@latest`` · ``NAME@>=46,<50`` (the newest that matches) · ``NAME:/path/to/program``
· ``NAME@VERSION+PARTVERSION`` (a release with another version of one of its parts) · ``NAME:VARIANT`` and
``NAME:VARIANT@VERSION`` (with the parts that runner.yaml means by that word).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from conformance.errors import BadOption, UnknownName
from conformance.runtimes.spec import LoadedRunner, Wanted, local_form
from conformance.runtimes.tools import Tell

_FORMS = "expected NAME or NAME@VERSION, NAME@latest, NAME@>=46,<50 or NAME:/path/to/program"
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._!-]*(\+[A-Za-z0-9._-]+)*")


def select(
    text: str, runners: Mapping[str, LoadedRunner], tell: Tell = lambda _: None, *, option: str = "--runtime"
) -> Wanted:
    """The runtime that a selection means. Asks the registry only for ``latest`` and for ranges.

    Raises :class:`BadOption`, :class:`UnknownName`, or :class:`Unprovided` when the registry cannot be asked.
    """
    loaded, mark, rest = _split(text, runners, option)
    variants = loaded.runner.version.variants
    if mark == ":" and rest.partition("@")[0] in variants:
        word, at, version = rest.partition("@")
        plain = select(f"{loaded.runner.name}{at}{version}", runners, tell, option=option)
        return Wanted(loaded, f"{plain.version}{variants[word]}")
    if mark == ":":
        return _local(text, loaded, rest, option)
    specifier = _specifier(text, rest, option)
    if specifier is not None:
        return Wanted(loaded, _matching(text, loaded, specifier, tell, option)[0])
    if rest and not _VERSION.fullmatch(rest):
        raise BadOption(option, text, f"{rest!r} is no version: {_FORMS}")
    _check_whole(text, loaded, rest, option)
    _check_parts(text, loaded, rest, option)
    return Wanted(loaded, rest or loaded.runner.version.default)


def select_each_major(
    text: str, runners: Mapping[str, LoadedRunner], tell: Tell = lambda _: None, *, option: str = "--runtime"
) -> list[Wanted]:
    """The newest version of each major version, newest first: of all that there are, or of those in the range."""
    from conformance.runtimes.registry import newest_of_each_major

    loaded, mark, rest = _split(text, runners, option)
    specifier = SpecifierSet() if mark == "" else _specifier(text, rest, option)
    if mark == ":" or specifier is None:
        raise BadOption(option, text, "has one version: --each-major takes NAME or NAME@>=46,<50")
    found = _matching(text, loaded, specifier, tell, option)
    return [Wanted(loaded, version) for version in newest_of_each_major(found)]


def select_every(
    text: str, runners: Mapping[str, LoadedRunner], tell: Tell = lambda _: None, *, option: str = "--runtime"
) -> list[Wanted]:
    """All versions of ``NAME`` or ``NAME@RANGE`` that the registry has, newest first: what bisect goes through."""
    loaded, mark, rest = _split(text, runners, option)
    specifier = SpecifierSet() if mark == "" else _specifier(text, rest, option)
    if mark == ":" or specifier is None:
        raise BadOption(option, text, "has one version: expected NAME or NAME@>=46,<50")
    return [Wanted(loaded, version) for version in _matching(text, loaded, specifier, tell, option)]


def _split(text: str, runners: Mapping[str, LoadedRunner], option: str) -> tuple[LoadedRunner, str, str]:
    match = re.fullmatch(r"([^@:]+)(?:([@:])(.+))?", text)
    if match is None:
        raise BadOption(option, text, _FORMS)
    name, mark, rest = match[1], match[2] or "", match[3] or ""
    if name not in runners:
        raise UnknownName("runtime", name, tuple(runners))
    return runners[name], mark, rest.strip()


def _specifier(text: str, rest: str, option: str) -> SpecifierSet | None:
    if rest == "latest":
        return SpecifierSet()
    if not re.search(r"[<>=~,*]", rest):
        return None
    try:
        return SpecifierSet(rest)
    except InvalidSpecifier:
        raise BadOption(option, text, f"{rest!r} is no range of versions, such as >=46,<50 or ==47.*") from None


def _matching(text: str, loaded: LoadedRunner, specifier: SpecifierSet, tell: Tell, option: str) -> list[str]:
    from conformance.runtimes.registry import matching, versions  # most selections need no registry

    there = versions(loaded, tell)
    found = matching(there, specifier)
    if not found:
        some = f"{', '.join(there[:8])}{', …' if len(there) > 8 else ''}" or "none at all"
        raise BadOption(option, text, f"no version matches; there is {some}")
    return found


def _check_whole(text: str, loaded: LoadedRunner, version: str, option: str) -> None:
    """``48`` is taken for 48.0.0 by PyPI, and for the newest 48 by people."""
    digits = r"\d+(\.\d+)?"
    if re.fullmatch(digits, version) and not re.fullmatch(digits, loaded.runner.version.default or version):
        name = loaded.runner.name
        problem = f"is a part of a version: {name}@=={version}.* is the newest of them, {name}@latest the newest of all"
        raise BadOption(option, text, problem)


def _check_parts(text: str, loaded: LoadedRunner, version: str, option: str) -> None:
    from conformance.runtimes.locks import chosen_parts

    npm = loaded.runner.provide.npm
    if "+" in version:
        if npm is None or npm.versioned is None:
            return  # a local version of PyPI's
        try:
            chosen_parts(npm, version)
        except ValueError as error:
            raise BadOption(option, text, str(error)) from None


def _local(text: str, loaded: LoadedRunner, rest: str, option: str) -> Wanted:
    path = Path(rest).expanduser().absolute()
    _check_variant(text, loaded, rest, option)
    local_form(loaded, str(path), option=option)  # raises where it cannot be
    if path.is_dir() or shutil.which(str(path)) is None:
        problem = "is a folder" if path.is_dir() else "cannot be executed" if path.exists() else "does not exist"
        raise BadOption(option, text, f"{path} {problem}: expected a program")
    return Wanted(loaded, None, str(path))


def _check_variant(text: str, loaded: LoadedRunner, rest: str, option: str) -> None:
    """A word without a slash after the colon of a runtime that has variants was meant for one of them."""
    variants = loaded.runner.version.variants
    if variants and "/" not in rest:
        there = ", ".join(f"{loaded.runner.name}:{word}" for word in variants)
        raise BadOption(option, text, f"has no variant {rest.partition('@')[0]!r}; there is {there}")


def unique(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Each only once, in the order in which they came."""
    return list({one.label: one for one in wanted}.values())
