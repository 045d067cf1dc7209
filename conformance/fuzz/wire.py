"""Types and values as the driver protocol's `call` verb writes them: JSON that loses nothing (see `runners/README.md`).

A type is compiled once to a function that writes its values and to one that reads them.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from conformance.abi.layout import CACHED
from conformance.abi.lower import int_code
from conformance.abi.types import (
    Bool,
    Case,
    Char,
    Enum,
    Flags,
    Float,
    Int,
    List,
    Map,
    Option,
    Product,
    Record,
    Result,
    String,
    Sum,
    Tuple,
    Type,
    Value,
    Variant,
    choose_by_kind,
)

Json = Any
"""What JSON can hold."""


class Garbled(ValueError):
    """This is no value of its type: a binding has made something else of what it lifted."""


@lru_cache(CACHED)
def wire_type(t: Type) -> Json:
    """A type as data. Raises InvalidType for handles, which have no form there."""
    if isinstance(t, Map):
        return ["map", wire_type(t.key), wire_type(t.value)]
    made: Json = choose_by_kind(
        t,
        {
            Bool: str,
            Int: str,
            Float: str,
            Char: str,
            String: str,
            List: lambda t: ["list", wire_type(t.element), *([] if t.length is None else [t.length])],
            Tuple: lambda t: ["tuple", [wire_type(part) for part in t.items]],
            Record: lambda t: ["record", [[label, wire_type(part)] for label, part in t.members]],
            Variant: lambda t: ["variant", [[label, part and wire_type(part)] for label, part in t.alternatives]],
            Enum: lambda t: ["enum", list(t.labels)],
            Flags: lambda t: ["flags", list(t.labels)],
            Option: lambda t: ["option", wire_type(t.some)],
            Result: lambda t: ["result", t.ok and wire_type(t.ok), t.error and wire_type(t.error)],
        },
    )
    return made


@lru_cache(CACHED)
def writer(t: Type) -> Callable[[Value], Json]:
    """The function that writes values of a type. Integers may be out of range, characters and strings ill-formed."""
    made: Callable[[Value], Json] = choose_by_kind(
        t,
        {
            Bool: lambda t: bool,
            Int: lambda t: str if t.bits == 64 else lambda value: value,
            Float: _float_writer,
            Char: lambda t: ord,
            String: lambda t: _write_text,
            List: _list_writer,
            Product: _product_writer,
            Sum: _sum_writer,
            Flags: _flags_writer,
        },
    )
    return made


@lru_cache(CACHED)
def reader(t: Type) -> Callable[[Json], Value]:
    """The function that reads values of a type. It raises Garbled, or anything, for what is none."""
    made: Callable[[Json], Value] = choose_by_kind(
        t,
        {
            Bool: lambda t: _reads_bool,
            Int: _int_reader,
            Float: _float_reader,
            Char: lambda t: _reads_char,
            String: lambda t: _reads_text,
            List: _list_reader,
            Product: _product_reader,
            Sum: _sum_reader,
            Flags: _flags_reader,
        },
    )
    return made


def read(t: Type, data: Json) -> Value:
    """A value out of a driver's answer. Raises Garbled."""
    try:
        return reader(t)(data)
    except Garbled:
        raise
    except (ValueError, TypeError, LookupError, OverflowError, struct.error) as error:
        raise Garbled(f"{str(data)[:80]} is no {t}: {error}") from None


def _number_code(t: Type) -> str | None:
    """How `struct` writes an element of a packed list, if lists of this type are packed."""
    if isinstance(t, Int):
        return int_code(t.bits // 8, t.signed)
    if isinstance(t, Float):
        return "f" if t.bits == 32 else "d"
    return None


def _float_writer(t: Float) -> Callable[[Value], Json]:
    """The bits in hexadecimal; a NaN of Python's own, whose bits are the usual ones, stands for any."""
    pack = struct.Struct(">f" if t.bits == 32 else ">d").pack
    return lambda value: pack(value).hex()


def _float_reader(t: Float) -> Callable[[Json], Value]:
    unpack, digits = struct.Struct(">f" if t.bits == 32 else ">d").unpack, t.bits // 4

    def read(data: Json) -> Value:
        if len(data) != digits:
            raise Garbled(f"{data!r} are not the bits of {t}")
        return unpack(bytes.fromhex(data))[0]

    return read


def _write_text(value: str) -> Json:
    """A string; one with surrogates, which is none, as its UTF-16 code units."""
    try:
        value.encode()
    except UnicodeEncodeError:
        units = value.encode("utf-16-le", "surrogatepass")
        return list(struct.unpack(f"<{len(units) // 2}H", units))
    return value


def _reads_text(data: Json) -> Value:
    if isinstance(data, str):
        return data
    raise Garbled(f"a string that is not well-formed, of the code units {data}")


def _reads_char(data: Json) -> Value:
    if type(data) is not int or not 0 <= data < 0x110000 or 0xD800 <= data < 0xE000:
        raise Garbled(f"{data!r} is no char")
    return chr(data)


def _reads_bool(data: Json) -> Value:
    if not isinstance(data, bool):
        raise Garbled(f"{data!r} is no bool")
    return data


def _int_reader(t: Int) -> Callable[[Json], Value]:
    def read(data: Json) -> Value:
        value = int(data) if isinstance(data, str) and t.bits == 64 else data
        if type(value) is not int or not t.low <= value <= t.high:
            raise Garbled(f"{data!r} is no {t}")
        return value

    return read


def _list_writer(t: List) -> Callable[[Value], Json]:
    """Numbers are packed, little-endian, as base64; where one does not fit, they are written one by one."""
    write, code = writer(t.element), _number_code(t.element)

    def packed(value: Value) -> Json:
        try:
            return base64.b64encode(struct.pack(f"<{len(value)}{code}", *value)).decode()
        except (struct.error, OverflowError):
            return [write(item) for item in value]

    return packed if code else lambda value: [write(item) for item in value]


def _list_reader(t: List) -> Callable[[Json], Value]:
    read, code = reader(t.element), _number_code(t.element)
    size = struct.calcsize(f"<{code}") if code else 0

    def packed(data: Json) -> Value:
        if not isinstance(data, str):
            return several(data)
        raw = base64.b64decode(data, validate=True)
        return list(struct.unpack(f"<{len(raw) // size}{code}", raw))

    def several(data: Json) -> Value:
        if not isinstance(data, list):
            raise Garbled(f"{data!r} is no list")
        return [read(item) for item in data]

    def whole(data: Json) -> Value:
        items = packed(data) if code else several(data)
        if len(items) != t.length:
            raise Garbled(f"{len(items)} elements of {t}")
        return items

    if t.length is not None:
        return whole
    return packed if code else several


def _product_writer(t: Product) -> Callable[[Value], Json]:
    """The fields' values in order."""
    writers = [writer(part) for _, part in t.fields]
    if isinstance(t, Tuple):
        return lambda value: [write(item) for write, item in zip(writers, value, strict=True)]
    labels = [label for label, _ in t.fields]
    return lambda value: [write(value[label]) for write, label in zip(writers, labels, strict=True)]


def _product_reader(t: Product) -> Callable[[Json], Value]:
    readers = [reader(part) for _, part in t.fields]
    labels = [label for label, _ in t.fields]
    plain = isinstance(t, Tuple)

    def read(data: Json) -> Value:
        items = [read(item) for read, item in zip(readers, data, strict=True)]
        return tuple(items) if plain else dict(zip(labels, items, strict=True))

    return read


def _sum_writer(t: Sum) -> Callable[[Value], Json]:
    """The number of the case, and its payload where it has one; of an enum the number alone."""
    table = {label: (index, None if part is None else writer(part)) for index, (label, part) in enumerate(t.cases)}
    if isinstance(t, Enum):
        return lambda value: table[value.label][0]

    def write(value: Case) -> Json:
        index, write_payload = table[value.label]
        return [index] if write_payload is None else [index, write_payload(value.payload)]

    return write


def _sum_reader(t: Sum) -> Callable[[Json], Value]:
    table = [(label, None if part is None else reader(part)) for label, part in t.cases]

    def read(data: Json) -> Value:
        index, *payload = [data] if isinstance(t, Enum) else data
        if type(index) is not int or not 0 <= index < len(table):
            raise Garbled(f"{index!r} is no case of {t}")
        label, read_payload = table[index]
        if len(payload) != (read_payload is not None):
            raise Garbled(f"{len(payload)} payloads of {label}")
        return Case(label, read_payload(payload[0]) if read_payload else None)

    return read


def _flags_writer(t: Flags) -> Callable[[Value], Json]:
    """A number, whose lowest bit is the first flag."""
    weights = {label: 1 << index for index, label in enumerate(t.labels)}
    return lambda value: sum(weights[label] for label in value)


def _flags_reader(t: Flags) -> Callable[[Json], Value]:
    def read(data: Json) -> Value:
        if type(data) is not int or not 0 <= data < 1 << len(t.labels):
            raise Garbled(f"{data!r} is no {t}")
        return frozenset(label for index, label in enumerate(t.labels) if data >> index & 1)

    return read
