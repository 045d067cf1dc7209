"""Guests of the model's own world: short ways to lower, lift, and call Python functions as core code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conformance.abi.calls import Callee, Lifted, Lowered, host_function
from conformance.abi.handles import Instance, ResourceType
from conformance.abi.layout import flat_types
from conformance.abi.lift import loader, unflattener
from conformance.abi.lower import flattener, storer
from conformance.abi.memory import Bump, Side
from conformance.abi.strings import Encoding
from conformance.abi.traps import CoreFunction, Trap, Trapped
from conformance.abi.types import Func, Type, Value
from conformance.abi.wit import parse_type


def side(size: int = 4096, encoding: Encoding = "utf8", fill: int = 0xAA) -> Side:
    """A guest with a bump allocator."""
    memory = bytearray([fill]) * size
    return Side(memory, Bump(memory), encoding)


def flats_of(text: str, value: Value) -> list[int]:
    """The core values of a value."""
    out: list[int] = []
    flattener(parse_type(text))(side(), value, out)
    assert len(out) == len(flat_types(parse_type(text)))
    return out


def bytes_of(text: str, value: Value, size: int) -> bytes:
    """The bytes of a value in a memory of 0xAA."""
    guest = side()
    storer(parse_type(text))(guest, value, 0)
    return bytes(guest.memory[:size])


def from_flats(text: str, *flats: int, memory: bytes = b"") -> Value:
    """The value of core values, or why it traps."""
    try:
        return unflattener(parse_type(text))(Side(bytearray(memory)), iter(flats))
    except Trapped as trapped:
        return trapped.trap


def from_bytes(text: str, data: bytes, encoding: Encoding = "utf8") -> Value:
    """The value at the beginning of a memory that is just these bytes, or why it traps."""
    try:
        return loader(parse_type(text))(Side(bytearray(data), encoding=encoding), 0)
    except Trapped as trapped:
        return trapped.trap


class Guest:
    """A component instance with a memory, and a realloc whose calls are noted among the events."""

    def __init__(
        self,
        name: str = "guest",
        events: list[Any] | None = None,
        parent: Instance | None = None,
        resources: dict[str, ResourceType] | None = None,
        realloc: CoreFunction | None = None,
    ) -> None:
        self.instance = Instance(name, parent)
        self.events = [] if events is None else events
        self.memory = bytearray(4096)
        self.resources = resources or {}
        self._bump = realloc or Bump(self.memory)

    def _realloc(self, *numbers: int) -> Any:
        self.events.append((f"{self.instance.name} realloc", *numbers))
        return self._bump(*numbers)

    def side(self) -> Side:
        """What its lifted and lowered functions have as options."""
        return Side(self.memory, self._realloc, instance=self.instance, resources=self.resources)

    def lift(self, func: Func, code: CoreFunction, post_return: CoreFunction | None = None) -> Lifted:
        """An export."""
        return Lifted(func, code, self.side(), self.instance, post_return)

    def lower(self, func: Func, callee: Callee) -> Lowered:
        """An import."""
        return Lowered(func, callee, self.side(), self.instance)


def noting(events: list[Any], *results: Value) -> Callee:
    """A function of the host's that notes that it ran."""

    def run(*arguments: Value) -> list[Value]:
        events.append("ran")
        return list(results)

    return host_function(run)


def func(params: Sequence[str] = (), result: str | None = None) -> Func:
    """A function's type, from WIT."""
    types: tuple[Type, ...] = tuple(map(parse_type, params))
    return Func(types, None if result is None else parse_type(result))


def trap_of(run: Any, *arguments: Any) -> Trap | None:
    """Why a call traps, if it does."""
    try:
        run(*arguments)
    except Trapped as trapped:
        return trapped.trap
    return None
