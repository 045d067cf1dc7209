"""Values on their way through the driver protocol: what is written is read, and what is no value is told."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.abi.strategies import Scope, typed_values
from conformance.abi.types import CHAR, STRING, U8, Borrow, InvalidType, List, Own, Type, Value
from conformance.abi.values import same
from conformance.abi.wit import parse_type
from conformance.fuzz.wire import Garbled, read, wire_type, writer


@given(typed_values(Scope(gated=True)))
def test_what_is_written_is_read(drawn: tuple[Type, Value]) -> None:
    t, value = drawn
    data = msgspec.json.decode(msgspec.json.encode(writer(t)(value)))
    assert same(read(t, data), value)
    assert msgspec.json.decode(msgspec.json.encode(wire_type(t)), strict=True) == wire_type(t)


@pytest.mark.parametrize(
    ("wit", "data"),
    [
        ("u8", 256), ("u8", -1), ("u8", True), ("u8", "1"), ("u8", 1.0), ("u8", None), ("s8", 128), ("u64", "x"),
        ("u64", str(1 << 64)), ("s64", str(-(1 << 63) - 1)), ("bool", 1), ("f32", "0"), ("f32", 1.5),
        ("f64", "7f800000"), ("char", 0xD800), ("char", 0x110000), ("char", "a"),
        ("string", [0xD800]), ("string", None), ("list<u8>", "%%"),
        ("list<u16>", "AA=="), ("list<u8>", [256]), ("list<u8>", None), ("list<string>", "ab"),
        ("list<u8, 2>", [1]), ("list<u8, 2>", "AQID"), ("list<string, 1>", []), ("map<u8, u8>", [[1]]),
        ("map<string, u8>", {"a": 1}), ("tuple<u8, u8>", [1]),
        ("record { a: u8 }", [1, 2]), ("record { a: u8 }", {}),
        ("variant { a, b(u8) }", [2]), ("variant { a, b(u8) }", [1]),
        ("variant { a, b(u8) }", [0, 1]), ("variant { a, b(u8) }", 0), ("enum { a, b }", 2), ("enum { a, b }", None),
        ("option<u8>", [0, 1]), ("option<u8>", []), ("result<_, u8>", [-1]), ("flags { a }", 2), ("flags { a }", "a"),
    ],
)  # fmt: skip
def test_what_is_no_value_is_garbled(wit: str, data: Any) -> None:
    with pytest.raises(Garbled):
        read(parse_type(wit), data)


@given(st.text(st.characters(), max_size=5))
def test_strings_that_are_none_are_written_as_their_code_units(text: str) -> None:
    data = writer(STRING)(text)
    if isinstance(data, str):
        assert data == text
    else:
        assert b"".join(unit.to_bytes(2, "little") for unit in data) == text.encode("utf-16-le", "surrogatepass")


def test_values_that_are_out_of_range_can_be_written() -> None:
    assert writer(U8)(300) == 300
    assert writer(CHAR)("\ud800") == 0xD800
    assert writer(parse_type("list<u8>"))([1, 300]) == [1, 300]
    assert writer(parse_type("u64"))(1 << 64) == str(1 << 64)


def test_maps_and_lists_of_fixed_length_have_types_of_their_own() -> None:
    assert wire_type(parse_type("map<string, list<u8, 2>>")) == ["map", "string", ["list", "u8", 2]]
    assert writer(parse_type("map<string, u8>"))([("a", 1), ("a", 2)]) == [["a", 1], ["a", 2]]


@pytest.mark.parametrize("t", [Own("r"), List(Borrow("r"))], ids=str)
def test_handles_have_no_form(t: Type) -> None:
    with pytest.raises(InvalidType):
        wire_type(t)
