"""Values of Wasmtime's C API as JSON, by their types as ``runners/README.md`` writes them.

A type is compiled once to a function. What is no value of the type raises :class:`Garbled`.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from ctypes import string_at
from functools import lru_cache
from typing import Any

from values import CACHED, ENTRY, NAME, NUMBERS, TWO, VALUE, WIDTHS, Garbled, Names, Unlowerable, bytes_at, kind_of

Lift = Callable[[bytes, int], Any]
"""Reads the value at a place in some bytes."""


def lifting(t: Any) -> Lift:
    """The function that reads values of a type."""
    return _lifting(json.dumps(t))


@lru_cache(CACHED)
def _lifting(text: str) -> Lift:
    t = json.loads(text)
    word = t if isinstance(t, str) else t[0]
    make = _LIFTINGS.get(word)
    if make is None:
        raise Unlowerable(f"a type that this driver does not know: {word}")
    return make(t)


def _expect(data: bytes, at: int, kind: int) -> None:
    if data[at] != kind:
        raise Garbled(f"a value of kind {data[at]} where one of kind {kind} belongs")


def _lift_bool(t: Any) -> Lift:
    kind = kind_of("bool")

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        if data[at + 8] > 1:
            raise Garbled(f"a bool that is {data[at + 8]}")
        return data[at + 8] == 1

    return lift


def _lift_number(t: str) -> Lift:
    kind, unpack = kind_of(t), struct.Struct(f"<{NUMBERS[t]}").unpack_from
    shape: Callable[[int], Any] = int
    if t[0] == "f":
        digits = f"0{int(t[1:]) // 4}x"
        shape = lambda number: format(number, digits)  # noqa: E731
    elif t[1:] == "64":
        shape = str

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        return shape(unpack(data, at + 8)[0])

    return lift


def _lift_char(t: Any) -> Lift:
    kind, unpack = kind_of("char"), struct.Struct("<I").unpack_from

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        return unpack(data, at + 8)[0]

    return lift


def _lift_string(t: Any) -> Lift:
    kind = kind_of("string")

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        raw = bytes_at(data, at + 8)
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise Garbled(f"a string that is not UTF-8: {raw[:60].hex(' ')}") from None

    return lift


def _lift_list(t: Any) -> Lift:
    kind, element = kind_of("list"), lifting(t[1])
    packed = _lift_packed(t[1]) if isinstance(t[1], str) and t[1] in NUMBERS else None

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        count, address = TWO.unpack_from(data, at + 8)
        raw = string_at(address, count * VALUE) if count else b""
        if packed:
            return packed(raw)
        return [element(raw, place) for place in range(0, count * VALUE, VALUE)]

    return lift


def _lift_packed(t: str) -> Callable[[bytes], str]:
    kind, code = kind_of(t), NUMBERS[t].upper()
    width = WIDTHS[code]

    def lift(raw: bytes) -> str:
        if raw[::VALUE] != bytes([kind]) * (len(raw) // VALUE):
            raise Garbled(f"a list of {t} in which something else is")
        numbers = memoryview(raw).cast(code)[8 // width :: VALUE // width] if raw else b""
        return base64.b64encode(bytes(numbers)).decode("ascii")

    return lift


def _lift_map(t: Any) -> Lift:
    kind, key, value = kind_of("map"), lifting(t[1]), lifting(t[2])

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        count, address = TWO.unpack_from(data, at + 8)
        raw = string_at(address, 2 * count * VALUE) if count else b""
        return [[key(raw, place), value(raw, place + VALUE)] for place in range(0, len(raw), 2 * VALUE)]

    return lift


def _lift_tuple(t: Any) -> Lift:
    kind, parts = kind_of("tuple"), [lifting(part) for part in t[1]]

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        raw = _items(data, at, VALUE, len(parts))
        return [part(raw, index * VALUE) for index, part in enumerate(parts)]

    return lift


def _items(data: bytes, at: int, size: int, wanted: int) -> bytes:
    count, address = TWO.unpack_from(data, at + 8)
    if count != wanted:
        raise Garbled(f"{count} parts where {wanted} belong")
    return string_at(address, count * size)


def _lift_record(t: Any) -> Lift:
    kind, parts = kind_of("record"), [lifting(part) for _, part in t[1]]
    names = Names([label for label, _ in t[1]])

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        raw = _items(data, at, ENTRY, len(parts))
        if [names.find(raw, index * ENTRY) for index in range(len(parts))] != list(range(len(parts))):
            raise Garbled("a record whose fields are in another order")
        return [part(raw, index * ENTRY + NAME) for index, part in enumerate(parts)]

    return lift


def _lift_payload(index: int, part: Lift | None, address: int) -> Any:
    if bool(address) != (part is not None):
        raise Garbled(f"a payload is {'there' if address else 'missing'} in case {index}")
    return [index] if part is None else [index, part(string_at(address, VALUE), 0)]


def _lift_variant(t: Any) -> Lift:
    kind, parts = kind_of("variant"), [part and lifting(part) for _, part in t[1]]
    names, unpack = Names([label for label, _ in t[1]]), struct.Struct("<Q").unpack_from

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        index = names.find(data, at + 8)
        return _lift_payload(index, parts[index], unpack(data, at + 24)[0])

    return lift


def _lift_enum(t: Any) -> Lift:
    kind, names = kind_of("enum"), Names(t[1])

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        return names.find(data, at + 8)

    return lift


def _lift_option(t: Any) -> Lift:
    kind, part, unpack = kind_of("option"), lifting(t[1]), struct.Struct("<Q").unpack_from

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        (address,) = unpack(data, at + 8)
        return _lift_payload(1, part, address) if address else [0]

    return lift


def _lift_result(t: Any) -> Lift:
    kind, parts = kind_of("result"), [part and lifting(part) for part in t[1:]]
    unpack = struct.Struct("<?7xQ").unpack_from

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        is_ok, address = unpack(data, at + 8)
        return _lift_payload(1 - is_ok, parts[1 - is_ok], address)

    return lift


def _lift_flags(t: Any) -> Lift:
    kind, names = kind_of("flags"), Names(t[1])

    def lift(data: bytes, at: int) -> Any:
        _expect(data, at, kind)
        count, address = TWO.unpack_from(data, at + 8)
        raw = string_at(address, count * NAME) if count else b""
        bits = [1 << names.find(raw, index * NAME) for index in range(count)]
        if len(set(bits)) != count:
            raise Garbled("a flag is there twice")
        return sum(bits)

    return lift


_LIFTINGS: dict[str, Callable[[Any], Lift]] = {
    **dict.fromkeys(NUMBERS, _lift_number),
    "bool": _lift_bool, "char": _lift_char, "string": _lift_string, "list": _lift_list, "tuple": _lift_tuple,
    "map": _lift_map,
    "record": _lift_record, "variant": _lift_variant, "enum": _lift_enum, "option": _lift_option,
    "result": _lift_result, "flags": _lift_flags,
}  # fmt: skip
