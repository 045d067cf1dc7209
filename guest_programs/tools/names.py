"""How WIT names become C names. The scheme is explained to readers at the top of the generated header."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guest_programs.tools.errors import ToolError
from guest_programs.tools.wit import Handle, List, Name, Option, Primitive, Result, Tuple, Type

#: Interfaces named so in several packages are called by their package.
_GENERIC_INTERFACE = "types"


def words(kebab: str) -> str:
    """A WIT identifier as a C one: `open-at` is `open_at`, `DNS-error` is `dns_error`."""
    return kebab.replace("-", "_").lower()


def scope(name: Name) -> str:
    """The part of a C name that tells the interface: `monotonic_clock`, or the package for the many called `types`."""
    return words(name.package.partition(":")[2] if name.interface == _GENERIC_INTERFACE else name.interface)


def resource_type(name: Name) -> str:
    """The C type of handles to a resource; resource names are unique in WASI 0.2, so they stand alone."""
    return f"wasi_{words(name.item)}"


def named_type(name: Name) -> str:
    """The C name of a record, variant, enum or flags type."""
    return f"wasi_{scope(name)}_{words(name.item)}"


def constant(name: Name, case: str) -> str:
    """The C constant of an enum or variant case, or of a flag."""
    return f"{named_type(name)}_{words(case)}".upper()


_SPECIAL = re.compile(r"^\[(?P<kind>[a-z-]+)\](?P<resource>[^.]+)(?:\.(?P<method>.+))?$")


def function(name: Name) -> str:
    """The C name of a function: by its resource when it has one, else by its interface."""
    match = _SPECIAL.match(name.item)
    if match is None:
        return f"wasi_{scope(name)}_{words(name.item)}"
    action = {"constructor": "new", "resource-drop": "drop"}.get(match["kind"], match["method"])
    return f"wasi_{words(match['resource'])}_{words(action)}"


def _part(kind: Type | None) -> str:
    """What a type contributes to the name of a type that is made of it."""
    if kind is None:
        return "void"
    if isinstance(kind, Primitive):
        return kind.kind
    if isinstance(kind, Handle):
        return words(kind.resource.item)
    return type_name(kind).partition("_")[2]


def type_name(kind: Type) -> str:
    """The C name of a type that becomes a struct or has constants; one without a name is named by its structure."""
    if isinstance(kind, Primitive) and kind.kind == "string":
        return "wasi_string"
    if isinstance(kind, List):
        return f"wasi_list_{_part(kind.element)}"
    if isinstance(kind, Option):
        return f"wasi_option_{_part(kind.payload)}"
    if isinstance(kind, Result):
        return f"wasi_result_{_part(kind.ok)}_{_part(kind.err)}"
    if isinstance(kind, Tuple):
        return "wasi_tuple_" + "_".join(_part(element) for element in kind.elements)
    if isinstance(kind, (Primitive, Handle)):
        raise ToolError(f"{kind} is a C scalar and has no name of its own")
    return named_type(kind.name)


def require_unique(names: Iterable[str]) -> None:
    """Raise ToolError when two things would have one C name, rather than let one hide the other."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ToolError(f"the naming scheme gives {name} to two things")
        seen.add(name)
