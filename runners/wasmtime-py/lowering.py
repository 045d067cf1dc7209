"""JSON values into the memory layout of Wasmtime's C API, by their types as ``runners/README.md`` writes them.

A type is compiled once to a function. What C values cannot say is refused here, before Wasmtime sees it.
"""

from __future__ import annotations

import base64
import json
import struct
from array import array
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from values import CACHED, ENTRY, HEADED, NAME, NUMBERS, VALUE, WIDTHS, Arena, Names, Unlowerable, kind_of

Lower = Callable[[memoryview, int, Any, Arena], None]
"""Writes a JSON value at a place in memory. Raises Unlowerable, or nearly anything for what is no value at all."""


def lowering(t: Any) -> Lower:
    """The function that writes values of a type."""
    return _lowering(json.dumps(t))


@lru_cache(CACHED)
def _lowering(text: str) -> Lower:
    t = json.loads(text)
    word = t if isinstance(t, str) else t[0]
    make = _LOWERINGS.get(word)
    if make is None:
        raise Unlowerable(f"a type that this driver does not know: {word}")
    return make(t)


def bare_text(data: Any) -> bytes:
    """A string in UTF-8; code units that are none have none."""
    if isinstance(data, list):
        data = struct.pack(f"<{len(data)}H", *data).decode("utf-16-le", "surrogatepass")
    try:
        encoded: bytes = data.encode()
    except UnicodeEncodeError:
        raise Unlowerable(f"{data!r} has no UTF-8, which Wasmtime's strings are in") from None
    return encoded


def _lower_bool(t: Any) -> Lower:
    kind = kind_of("bool")

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        if not isinstance(data, bool):
            raise Unlowerable(f"{data!r} is no bool")
        view[at], view[at + 8] = kind, data

    return lower


def _lower_number(t: str) -> Lower:
    kind, pack = kind_of(t), struct.Struct(f"<B7x{NUMBERS[t]}").pack_into
    number: Callable[[Any], int] = (lambda data: int(data, 16)) if t[0] == "f" else int

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        if isinstance(data, (bool, float)):
            raise Unlowerable(f"{data!r} is no {t}")
        try:
            pack(view, at, kind, number(data))
        except struct.error:
            raise Unlowerable(f"{data} is no {t}") from None

    return lower


def _lower_char(t: Any) -> Lower:
    kind, pack = kind_of("char"), struct.Struct("<B7xI").pack_into

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        if arena.guarded and not (0 <= data < 0xD800 or 0xE000 <= data < 0x110000):
            raise Unlowerable(f"{data:#x} is no char; Wasmtime's C API ends the process over it")
        pack(view, at, kind, data)

    return lower


def _lower_string(t: Any) -> Lower:
    kind = kind_of("string")

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        text = bare_text(data)
        there, start, address = arena.take(len(text))
        there[start : start + len(text)] = text
        HEADED.pack_into(view, at, kind, len(text), address)

    return lower


def _lower_list(t: Any) -> Lower:
    kind, element = kind_of("list"), lowering(t[1])
    packed = _lower_packed(t[1]) if isinstance(t[1], str) and t[1] in NUMBERS else None

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        if packed and isinstance(data, str):
            count, address = packed(data, arena)
        else:
            count = len(data)
            there, start, address = arena.take(count * VALUE)
            for item in data:
                element(there, start, item, arena)
                start += VALUE
        HEADED.pack_into(view, at, kind, count, address)

    return lower


def _lower_packed(t: str) -> Callable[[str, Arena], tuple[int, int]]:
    """Numbers that come as base64: spread over the values of a list, all at once."""
    kind, code = kind_of(t), NUMBERS[t].upper()
    width = WIDTHS[code]

    def lower(data: str, arena: Arena) -> tuple[int, int]:
        raw = base64.b64decode(data)
        count = len(raw) // width
        there, start, address = arena.take(count * VALUE)
        if count:
            room = there[start : start + count * VALUE]
            room.cast("Q")[:: VALUE // 8] = memoryview(array("Q", [kind]) * count)
            room.cast(code)[8 // width :: VALUE // width] = memoryview(raw).cast(code)
        return count, address

    return lower


def _lower_map(t: Any) -> Lower:
    kind, key, value = kind_of("map"), lowering(t[1]), lowering(t[2])

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        there, place, address = arena.take(2 * len(data) * VALUE)
        HEADED.pack_into(view, at, kind, len(data), address)
        for one, other in data:
            key(there, place, one, arena)
            value(there, place + VALUE, other, arena)
            place += 2 * VALUE

    return lower


def _lower_tuple(t: Any) -> Lower:
    kind, parts = kind_of("tuple"), [lowering(part) for part in t[1]]

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        there, start, address = arena.take(len(parts) * VALUE)
        place = start
        for part, item in _pairs(parts, data):
            part(there, place, item, arena)
            place += VALUE
        HEADED.pack_into(view, at, kind, len(parts), address)

    return lower


def _pairs(parts: list[Lower], data: Any) -> Iterable[tuple[Lower, Any]]:
    if len(parts) != len(data):
        raise Unlowerable(f"{len(data)} parts where {len(parts)} belong")
    return ((part, data[index]) for index, part in enumerate(parts))


def _lower_record(t: Any) -> Lower:
    kind, parts = kind_of("record"), [lowering(part) for _, part in t[1]]
    names = Names([label for label, _ in t[1]])

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        there, start, address = arena.take(len(parts) * ENTRY)
        place = start
        for index, (part, item) in enumerate(_pairs(parts, data)):
            names.pack(there, place, index)
            part(there, place + NAME, item, arena)
            place += ENTRY
        HEADED.pack_into(view, at, kind, len(parts), address)

    return lower


def _lower_payload(part: Lower | None, data: Any, arena: Arena) -> int:
    """The address of a payload; 0 where there is none."""
    if part is None:
        return 0
    there, start, address = arena.take(VALUE)
    part(there, start, data[1], arena)
    return address


def _lower_variant(t: Any) -> Lower:
    kind, parts = kind_of("variant"), [part and lowering(part) for _, part in t[1]]
    names, pack = Names([label for label, _ in t[1]]), struct.Struct("<B7xQQQ").pack_into

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        pack(view, at, kind, *names.pairs[data[0]], _lower_payload(parts[data[0]], data, arena))

    return lower


def _lower_enum(t: Any) -> Lower:
    kind, names = kind_of("enum"), Names(t[1])

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        HEADED.pack_into(view, at, kind, *names.pairs[data])

    return lower


def _lower_option(t: Any) -> Lower:
    kind, parts, pack = kind_of("option"), [None, lowering(t[1])], struct.Struct("<B7xQ").pack_into

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        pack(view, at, kind, _lower_payload(parts[data[0]], data, arena))

    return lower


def _lower_result(t: Any) -> Lower:
    kind, parts = kind_of("result"), [part and lowering(part) for part in t[1:]]
    pack = struct.Struct("<B7xB7xQ").pack_into

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        pack(view, at, kind, data[0] == 0, _lower_payload(parts[data[0]], data, arena))

    return lower


def _lower_flags(t: Any) -> Lower:
    kind, names = kind_of("flags"), Names(t[1])

    def lower(view: memoryview, at: int, data: Any, arena: Arena) -> None:
        chosen = [index for index in range(data.bit_length()) if data >> index & 1]
        there, start, address = arena.take(len(chosen) * NAME)
        for place, index in enumerate(chosen):
            names.pack(there, start + place * NAME, index)
        HEADED.pack_into(view, at, kind, len(chosen), address)

    return lower


_LOWERINGS: dict[str, Callable[[Any], Lower]] = {
    **dict.fromkeys(NUMBERS, _lower_number),
    "bool": _lower_bool, "char": _lower_char, "string": _lower_string, "list": _lower_list, "tuple": _lower_tuple,
    "map": _lower_map,
    "record": _lower_record, "variant": _lower_variant, "enum": _lower_enum, "option": _lower_option,
    "result": _lower_result, "flags": _lower_flags,
}  # fmt: skip
