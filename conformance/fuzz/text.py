"""Types in the text format of components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.abi.types import (
    Enum,
    Flags,
    List,
    Map,
    Option,
    Record,
    Result,
    Tuple,
    Type,
    Variant,
    choose_by_kind,
    walk,
)

NAMED = (Record, Variant, Enum, Flags)
"""Kinds of types that must have a name where functions are imported or exported."""


def type_text(t: Type, names: Mapping[Type, str]) -> str:
    """A type's own definition; those of its parts that have a name are written by it."""

    def inner(part: Type) -> str:
        return type_name(part, names)

    def labelled(word: str, labels: Iterable[str]) -> str:
        return f"({word} {' '.join(map(_quoted, labels))})"

    def case(label: str, payload: Type | None) -> str:
        return f"(case {_quoted(label)}{'' if payload is None else f' {inner(payload)}'})"

    def result(t: Result) -> str:
        ok = "" if t.ok is None else f" {inner(t.ok)}"
        return f"(result{ok}{'' if t.error is None else f' (error {inner(t.error)})'})"

    if isinstance(t, Map):  # which to the ABI alone is a list of tuples
        return f"(map {inner(t.key)} {inner(t.value)})"
    made: str = choose_by_kind(
        t,
        {
            List: lambda t: f"(list {inner(t.element)}{'' if t.length is None else f' {t.length}'})",
            Tuple: lambda t: f"(tuple {' '.join(map(inner, t.items))})",
            Option: lambda t: f"(option {inner(t.some)})",
            Result: result,
            Record: lambda t: f"(record {' '.join(f'(field {_quoted(c)} {inner(part)})' for c, part in t.members)})",
            Variant: lambda t: f"(variant {' '.join(case(*item) for item in t.alternatives)})",
            Enum: lambda t: labelled("enum", t.labels),
            Flags: lambda t: labelled("flags", t.labels),
            Type: str,
        },
    )
    return made


def type_name(t: Type, names: Mapping[Type, str]) -> str:
    """A type where it is used: its name if it has one."""
    return names.get(t) or type_text(t, names)


def imported_types(types: Iterable[Type]) -> tuple[str, dict[Type, str]]:
    """Definitions of all types that need a name, each imported under it, and those names, for imports and exports."""
    names: dict[Type, str] = {}
    lines = []
    for t in types:
        for part in reversed(list(walk(t))):
            if isinstance(part, NAMED) and part not in names:
                index = len(names)
                lines.append(f"(type $d{index} {type_text(part, names)})")
                lines.append(f'(import "t{index}" (type $t{index} (eq $d{index})))')
                names[part] = f"$t{index}"
    return "\n".join(lines), names


def constant(core: str, bits: int) -> str:
    """A core constant by its bits."""
    number = f"({core.replace('f', 'i')}.const {bits:#x})"
    return f"({core}.reinterpret_{core.replace('f', 'i')} {number})" if core.startswith("f") else number


def _quoted(label: Any) -> str:
    return f'"{label}"'
