"""For every trap condition of the text one image, or one sequence of calls, that meets it and no other."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import pytest
from guests import Guest, from_bytes, func, trap_of

from conformance.abi.calls import host_function, invoke
from conformance.abi.handles import Handle, Instance, ResourceType, Scope, Table
from conformance.abi.lift import loader
from conformance.abi.lower import lower_params
from conformance.abi.memory import Side
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import STRING, U32, List

IMAGES: list[tuple[Trap, str, bytes]] = [
    (Trap.CHAR_TOO_LARGE, "char", bytes.fromhex("00001100")),
    (Trap.CHAR_SURROGATE, "char", bytes.fromhex("00d80000")),
    (Trap.BAD_DISCRIMINANT, "variant { a, b(u8) }", bytes.fromhex("0200")),
    (Trap.STRING_TOO_LONG, "string", struct.pack("<II", 0, 1 << 28)),
    (Trap.STRING_OUT_OF_BOUNDS, "string", struct.pack("<II", 7, 2)),
    (Trap.STRING_MALFORMED, "string", struct.pack("<II", 8, 1) + b"\xff"),
    (Trap.LIST_TOO_LONG, "list<u16>", struct.pack("<II", 0, 1 << 27)),
    (Trap.LIST_MISALIGNED, "list<u16>", struct.pack("<II", 1, 1)),
    (Trap.LIST_OUT_OF_BOUNDS, "list<u16>", struct.pack("<II", 8, 1)),
]


@pytest.mark.parametrize(("trap", "text", "data"), IMAGES, ids=lambda x: str(x)[:24])
def test_images_that_must_be_refused(trap: Trap, text: str, data: bytes) -> None:
    assert from_bytes(text, data) is trap


def string_misaligned() -> Trap | None:
    found = from_bytes("string", struct.pack("<II", 1, 0), "utf16")
    return found if isinstance(found, Trap) else None


def realloc(block: int) -> Callable[[], Trap | None]:
    return lambda: trap_of(lower_params, Side(bytearray(16), lambda *_: [block]), (List(U32),), [[1]])


def spilled(at: int) -> Callable[[], Trap | None]:
    return lambda: trap_of(Guest().lower(func(["u64"] * 17), host_function(lambda *_: [])), at)


def return_area(at: int) -> Callable[[], Trap | None]:
    return lambda: trap_of(Guest().lower(func((), "string"), host_function(lambda: [""])), at)


def with_handle(use: Callable[[Instance, ResourceType, int], Any]) -> Callable[[], Trap | None]:
    def run() -> Trap | None:
        instance, resource = Instance("i"), ResourceType("r")
        return trap_of(use, instance, resource, instance.receive(resource, 1))

    return run


def lent(instance: Instance, resource: ResourceType, index: int) -> None:
    instance.lend(resource, index, Scope())
    instance.drop(resource, index)


def not_owned(instance: Instance, resource: ResourceType, index: int) -> None:
    instance.give(resource, instance.receive_borrowed(resource, 1, Scope()))


def confined(instance: Instance, resource: ResourceType, index: int) -> None:
    with instance.confined():
        instance.drop(resource, index)


def entered(instance: Instance, resource: ResourceType, index: int) -> None:
    with instance.entered(None), instance.entered(None):
        pass


def malformed_in_a_guest() -> Trap | None:
    return trap_of(invoke, Guest().lift(func(), lambda: 1 // 0), [])


SITUATIONS: dict[Trap, Callable[[], Trap | None]] = {
    Trap.STRING_MISALIGNED: string_misaligned,
    Trap.SPILLED_MISALIGNED: spilled(4),
    Trap.SPILLED_OUT_OF_BOUNDS: spilled(4096),
    Trap.RETURN_AREA_MISALIGNED: return_area(2),
    Trap.RETURN_AREA_OUT_OF_BOUNDS: return_area(4096),
    Trap.REALLOC_MISALIGNED: realloc(2),
    Trap.REALLOC_OUT_OF_BOUNDS: realloc(16),
    Trap.UNKNOWN_HANDLE: with_handle(lambda instance, resource, index: instance.rep(resource, index + 1)),
    Trap.TABLE_FULL: lambda: trap_of(Table(0).add, Handle(ResourceType("r"), 1)),
    Trap.WRONG_RESOURCE: with_handle(lambda instance, resource, index: instance.rep(ResourceType("r"), index)),
    Trap.HANDLE_LENT: with_handle(lent),
    Trap.HANDLE_NOT_OWNED: with_handle(not_owned),
    Trap.BORROWS_LEFT: lambda: trap_of(Scope(held=1).end_callee),
    Trap.MAY_NOT_LEAVE: with_handle(confined),
    Trap.MAY_NOT_ENTER: with_handle(entered),
    Trap.GUEST: malformed_in_a_guest,
}


@pytest.mark.parametrize(("trap", "situation"), SITUATIONS.items(), ids=lambda x: str(x)[:24])
def test_situations_that_must_trap(trap: Trap, situation: Callable[[], Trap | None]) -> None:
    assert situation() is trap


def test_every_trap_condition_is_met() -> None:
    assert {trap for trap, *_ in IMAGES} | set(SITUATIONS) == set(Trap)


def test_a_trap_says_what_was_wrong() -> None:
    assert str(Trapped(Trap.GUEST)) == "guest"
    with pytest.raises(Trapped, match="string-out-of-bounds: 0x7 \\+ 2 of 8"):
        loader(STRING)(Side(bytearray(struct.pack("<II", 7, 2))), 0)
