"""Which functions and error codes of WASI 0.2 are asserted by which cases. The lists come from the WIT text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from conformance.case import COMPONENT_MODEL, Case
from conformance.decoding import decode_json
from conformance.errors import Malformed, near_matches
from conformance.resources import WIT_FIXTURES

FACTS = WIT_FIXTURES / "wasi-0.2.12.json"
SECTIONS = WIT_FIXTURES / "canonical-abi.json"


class Function(msgspec.Struct, frozen=True):
    """A function of WASI: an item such as ``wasi:io/poll#poll``."""

    item: str
    package: str
    interface: str
    kind: str
    since: str | None = None


class ErrorCode(msgspec.Struct, frozen=True):
    """A case of one of the error types of WASI."""

    item: str
    package: str
    interface: str
    type: str
    code: str
    since: str | None = None


class Facts(msgspec.Struct, frozen=True):
    """What the WIT text of one WASI version declares."""

    wasi: str
    functions: tuple[Function, ...]
    error_codes: tuple[ErrorCode, ...] = msgspec.field(name="error-codes")


class Section(msgspec.Struct, frozen=True):
    """A section of the text of the Canonical ABI: an item such as ``component-model CanonicalABI.md#loading``."""

    item: str
    title: str
    line: int


class Sections(msgspec.Struct, frozen=True):
    """What can be claimed of the component model itself, as of one commit of its text."""

    source: str
    sections: tuple[Section, ...]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Item → ids of the cases that assert it; an empty list is a gap."""

    wasi: str
    functions: dict[str, tuple[str, ...]]
    error_codes: dict[str, tuple[str, ...]]
    sections: dict[str, tuple[str, ...]]
    """Sections of the Canonical ABI."""


@cache
def facts(file: Path = FACTS) -> Facts:
    """The facts that were generated from the WIT text."""
    return decode_json(file.read_bytes(), Facts, file)


@cache
def sections(file: Path = SECTIONS) -> Sections:
    """The sections of the Canonical ABI that are about synchronous functions."""
    return decode_json(file.read_bytes(), Sections, file)


def coverage(cases: Iterable[Case]) -> Coverage:
    """Count the cases for each stable item of WASI, and for each section of the Canonical ABI."""
    known = facts()
    functions: dict[str, list[str]] = {function.item: [] for function in known.functions}
    errors: dict[str, list[str]] = {code.item: [] for code in known.error_codes}
    told: dict[str, list[str]] = {section.item: [] for section in sections().sections}
    for case in cases:
        for item in case.functions if not case.front.features else ():
            (told if item in told else functions).setdefault(item, []).append(case.id)
        for item in case.front.errors:
            errors.setdefault(item, []).append(case.id)
    return Coverage(
        wasi=known.wasi,
        functions={item: tuple(ids) for item, ids in functions.items()},
        error_codes={item: tuple(ids) for item, ids in errors.items()},
        sections={item: tuple(ids) for item, ids in told.items()},
    )


def check_items(case: Case) -> None:
    """Raise :class:`Malformed` when a case names an item that the WIT text does not have, or only as an unstable one
    whose feature the case does not name; or a section that the text of the Canonical ABI does not have."""
    known = facts()
    functions = {function.item for function in known.functions} | {section.item for section in sections().sections}
    codes = {code.item for code in known.error_codes}
    for field, items, there in (("spec", case.functions, functions), ("errors", case.front.errors, codes)):
        for item in items if not case.front.features else ():
            if item.startswith(("wasi:", COMPONENT_MODEL)) and item not in there:
                near = near_matches(item, there)
                hint = f"did you mean {' or '.join(near)}?" if near else None
                whose = "the text" if item.startswith(COMPONENT_MODEL) else "WASI"
                raise Malformed(case.source, _line_with(case.source, item), field, f"{whose} has no {item}", hint)


def _line_with(file: Path, text: str) -> int | None:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), None)
