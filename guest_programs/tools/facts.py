"""Generates `wit_fixtures/wasi-VERSION.json`: which functions and error codes there are to be covered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from guest_programs.tools.wit import Enum, Interface, Name, Variant
from guest_programs.tools.wit_source import Source

#: Since when an item is stable, where that is not 0.2.0. The WIT text in the package has lost its gates, so this is
#: kept by hand; the standard's own text (WebAssembly/WASI, proposals/*/wit at v0.2.12) gates no other function or error
#: code.
SINCE = {"wasi:cli/exit#exit-with-code": "0.2.12"}
_FIRST = "0.2.0"
_KINDS = {"freestanding": "function"}


def _entry(name: Name, **more: str) -> dict[str, str]:
    item = str(name)
    return {
        "item": item,
        "package": name.package,
        "interface": name.interface,
        **more,
        "since": SINCE.get(item, _FIRST),
    }


def _functions(interface: Interface) -> Iterator[dict[str, str]]:
    for function in interface.functions:
        kind = "export" if interface.exported else _KINDS.get(function.kind, function.kind)
        yield _entry(function.name, kind=kind)
    for drop in interface.drops():
        yield _entry(drop, kind="resource-drop")


def _error_codes(interface: Interface) -> Iterator[dict[str, str]]:
    """The cases of every type that functions return as their error."""
    for kind in interface.types:
        if isinstance(kind, (Enum, Variant)) and kind.name.item.split("-")[-1] in ("error", "code"):
            cases = kind.cases if isinstance(kind, Enum) else tuple(case for case, _ in kind.cases)
            for case in cases:
                name = Name(interface.package, interface.name, f"{kind.name.item}.{case}")
                yield _entry(name, type=kind.name.item, code=case)


def generate(interfaces: Sequence[Interface], source: Source) -> str:
    """The text of the fixture."""
    facts = {
        "format": 1,
        "wasi": source.wasi,
        "source": f"npm {source.package} {source.version}",
        "functions": [entry for interface in interfaces for entry in _functions(interface)],
        "error-codes": [entry for interface in interfaces for entry in _error_codes(interface)],
    }
    return json.dumps(facts, indent=1) + "\n"
