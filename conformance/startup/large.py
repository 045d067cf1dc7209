"""A component of several megabytes, made on the spot from a small one: its core module gets functions to be compiled.

Nobody calls them. They are arithmetic with a loop, each with other constants, so that no compiler finds two alike; how
large they are on average is about what compilers emit for real programs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_PREAMBLE = 8
_CORE_MODULE = 1
"""The id of a component's section that holds a core module."""
_TYPE, _FUNCTION, _CODE = 1, 3, 10
"""Ids of a core module's sections."""
_FILLER_TYPE = bytes((0x60, 2, 0x7F, 0x7E, 1, 0x7E))
"""(param i32 i64) (result i64)"""
_STEPS = 40


def enlarged(component: bytes, size: int) -> bytes:
    """``component`` with a first core module of at least ``size`` bytes. Raises ValueError when it has none."""
    made, done = bytearray(component[:_PREAMBLE]), False
    for number, content in sections(component):
        if number == _CORE_MODULE and not done:
            content, done = _enlarged_module(content, size), True
        made += _section(number, content)
    if not done:
        raise ValueError("the component has no core module")
    return bytes(made)


def sections(binary: bytes) -> Iterator[tuple[int, bytes]]:
    """The sections of a module or component: their ids and contents."""
    at = _PREAMBLE
    while at < len(binary):
        number = binary[at]
        length, at = _read_number(binary, at + 1)
        yield number, binary[at : at + length]
        at += length


def _enlarged_module(module: bytes, size: int) -> bytes:
    found = dict(sections(module))
    types, at = _read_number(found[_TYPE], 0)
    bodies = list(_bodies(size - len(module)))
    grown = {
        _TYPE: _number(types + 1) + found[_TYPE][at:] + _FILLER_TYPE,
        _FUNCTION: _longer(found[_FUNCTION], [_number(types)] * len(bodies)),
        _CODE: _longer(found[_CODE], bodies),
    }
    return module[:_PREAMBLE] + b"".join(_section(number, grown.get(number, data)) for number, data in sections(module))


def _bodies(size: int) -> Iterator[bytes]:
    """Function bodies of so many bytes in all, the same ones for the same size."""
    chance = random.Random(size)
    made = 0
    while made < size:
        body = _body(chance)
        made += len(body)
        yield body


def _body(chance: random.Random) -> bytes:
    """A function: as long as its first parameter is not zero, mix the second with constants."""
    code = bytearray(b"\x00")  # no locals of its own
    code += b"\x03\x40"  # loop
    for _ in range(chance.randrange(_STEPS // 2, _STEPS * 2)):
        code += b"\x20\x01\x42" + _signed(chance.getrandbits(62))  # local.get 1, i64.const
        code += bytes((chance.choice((0x7C, 0x7D, 0x7E, 0x83, 0x84, 0x85, 0x89)), 0x21, 1))  # an operation, local.set 1
    code += b"\x20\x00\x41\x01\x6b\x22\x00\x0d\x00\x0b"  # local 0 less one; again unless it is zero; end of the loop
    code += b"\x20\x01\x0b"
    return _number(len(code)) + bytes(code)


def _longer(vector: bytes, more: list[bytes]) -> bytes:
    count, at = _read_number(vector, 0)
    return _number(count + len(more)) + vector[at:] + b"".join(more)


def _section(number: int, content: bytes) -> bytes:
    return bytes((number,)) + _number(len(content)) + content


def _read_number(binary: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number, and where it ends."""
    value = shift = 0
    while True:
        byte = binary[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            return value, at


def _number(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*made, value))


def _signed(value: int) -> bytes:
    """Signed LEB128 of what is not negative."""
    made = bytearray()
    while value > 0x3F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*made, value))
