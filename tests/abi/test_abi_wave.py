"""WAVE there and back, and the grammar's corners."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.abi.strategies import Scope, typed_values
from conformance.abi.types import Case, Type, Value
from conformance.abi.values import same
from conformance.abi.wave import WaveError, nearest_f32, parse_wave, print_wave
from conformance.abi.wit import parse_type


@given(typed_values(Scope(gated=True, resources=("r",))))
def test_every_value_survives_its_wave(drawn: tuple[Type, Value]) -> None:
    t, value = drawn
    text = print_wave(t, value)
    assert text.isascii() and "\n" not in text
    assert same(parse_wave(t, text), value)


EXACT: list[tuple[str, Any, str]] = [
    ("bool", True, "true"),
    ("s64", -(1 << 63), "-9223372036854775808"),
    ("f64", -0.0, "-0.0"),
    ("f64", math.inf, "inf"),
    ("f32", -math.inf, "-inf"),
    ("f64", 5e-324, "5e-324"),
    ("f64", 1e23, "1e23"),
    ("f64", 1e-7, "1e-7"),
    ("f32", 0.10000000149011612, "0.10000000149011612"),
    ("char", "'", "'\\''"),
    ("char", '"', "'\"'"),
    ("char", "\0", "'\\u{0}'"),
    ("char", "\U0010ffff", "'\\u{10ffff}'"),
    ("string", "a'\"\\\t\r\n\xe9", '"a\'\\"\\\\\\t\\r\\n\\u{e9}"'),
    ("list<u8>", [1, 2], "[1, 2]"),
    ("tuple<u8>", (1,), "(1)"),
    ("record { a: u8, b: option<u8> }", {"a": 1, "b": Case("none")}, "{a: 1, b: none}"),
    ("variant { none, x(u8) }", Case("none"), "%none"),
    ("enum { err }", Case("err"), "%err"),
    ("result<_, u8>", Case("error", 1), "err(1)"),
    ("result", Case("ok"), "ok"),
    ("flags { a, b }", frozenset({"b", "a"}), "{a, b}"),
    ("flags { a }", frozenset(), "{}"),
    ("own<r>", 7, "r(7)"),
    ("map<u8, bool>", [(1, False)], "[(1, false)]"),
]


def short(value: object) -> str:
    """A name for a parameter; that of a set is the same in every process."""
    return str(sorted(value) if isinstance(value, frozenset) else value)[:30]


@pytest.mark.parametrize(("t", "value", "text"), EXACT, ids=short)
def test_how_values_are_written(t: str, value: Value, text: str) -> None:
    assert print_wave(parse_type(t), value) == text
    assert same(parse_wave(parse_type(t), text), value)


def test_nan_is_written_without_its_bits() -> None:
    assert print_wave(parse_type("f32"), math.nan) == "nan"
    assert math.isnan(parse_wave(parse_type("f64"), "nan"))


ALSO_READ: list[tuple[str, str, Any]] = [
    ("option<u8>", "3", Case("some", 3)),
    ("result<u8>", "3", Case("ok", 3)),
    ("option<string>", '"x"', Case("some", "x")),
    ("option<option<u8>>", "some(3)", Case("some", Case("some", 3))),
    ("option<result>", "some(err)", Case("some", Case("error"))),
    ("result<_, u8>", "ok", Case("ok")),
    ("record { a: option<u8> }", "{:}", {"a": Case("none")}),
    ("record { a: option<u8>, b: u8 }", "{b: 1,}", {"a": Case("none"), "b": 1}),
    ("record { a: u8, b: u8 }", "{%b: 1, a: 2}", {"a": 2, "b": 1}),
    ("list<u8>", " [ 1 , 2, ] // two", [1, 2]),
    ("list<u8>", "[]", []),
    ("tuple<u8, u8>", "(1,\n2,)", (1, 2)),
    ("flags { a, b }", "{ b, %a, }", frozenset({"a", "b"})),
    ("f32", "1E+2", 100.0),
    ("f64", "7", 7.0),
    ("s8", "-0", 0),
    ("char", "'\\u{1F600}'", "\U0001f600"),
    ("string", '"\\\'"', "'"),
    ("string", '"\xe9"', "\xe9"),
    ("enum { a }", "%a", Case("a")),
    ("string", '"""\nA single line\n"""', "A single line"),
    ("string", '"""\n    two\n      lines\n  """', "  two\n    lines"),
    ("string", '"""\r\na\\r\r\n\r\nb""\\"\r\n"""', 'a\r\n\nb"""'),
    ("string", '"""\n"""', ""),
    ("option<f32>", "inf", Case("some", math.inf)),
]


@pytest.mark.parametrize(("t", "text", "value"), ALSO_READ, ids=short)
def test_what_else_is_read(t: str, text: str, value: Value) -> None:
    assert parse_wave(parse_type(t), text) == value


REFUSED = [
    ("u8", "256"),
    ("u8", "-1"),
    ("u8", "1.0"),
    ("u8", "01"),
    ("u8", ""),
    ("u8", "nan"),
    ("u8", "1 2"),
    ("bool", "1"),
    ("bool", "yes"),
    ("f32", "1e39"),
    ("f64", "1e400"),
    ("f64", "x"),
    ("char", "''"),
    ("char", "'ab'"),
    ("char", "'\\x'"),
    ("char", "'\\u{d800}'"),
    ("char", "'\\u{110000}'"),
    ("char", "'\n'"),
    ("string", '"'),
    ("string", '"\n"'),
    ("string", '"""\na\n """'),
    ("string", '"""\na"""'),
    ("list<u8>", "[1 2]"),
    ("list<u8>", "[1"),
    ("list<u8, 2>", "[1]"),
    ("tuple<u8>", "(1, 2)"),
    ("tuple<u8, u8>", "(1)"),
    ("record { a: u8 }", "{}"),
    ("record { a: u8 }", "{a: 1, a: 1}"),
    ("record { a: u8 }", "{b: 1}"),
    ("record { a: u8 }", "{a 1}"),
    ("variant { ok }", "ok"),
    ("variant { a(u8) }", "a"),
    ("enum { a }", "b"),
    ("enum { a }", "a(1)"),
    ("result", "error"),
    ("result", "%err()"),
    ("option<option<u8>>", "3"),
    ("option<u8>", "no"),
    ("flags { a }", "{a, a}"),
    ("flags { a }", "{b}"),
    ("flags { a }", "{1}"),
    ("own<r>", "s(1)"),
]


@pytest.mark.parametrize(("t", "text"), REFUSED)
def test_what_is_refused(t: str, text: str) -> None:
    with pytest.raises(WaveError):
        parse_wave(parse_type(t), text)


@given(st.integers(0, 0x7F7FFFFF), st.integers(-60, 60))
def test_the_nearest_f32_is_found_where_rounding_twice_misses_it(bits: int, nudge: int) -> None:
    """A decimal just beside the middle of two f32s belongs to the nearer one."""
    low, high = (struct.unpack("<f", struct.pack("<I", b))[0] for b in (bits, bits + 1))
    if math.isinf(high):
        return
    middle = (low + high) / 2
    digits = f"{middle:.200e}"
    mantissa, exponent = digits.split("e")
    if nudge == 0:
        assert nearest_f32(digits) == (low if bits % 2 == 0 else high)
    else:
        beside = f"{mantissa}1e{exponent}" if nudge > 0 else _just_below(mantissa) + f"e{exponent}"
        assert nearest_f32(beside) == (high if nudge > 0 else low)


def _just_below(mantissa: str) -> str:
    """A decimal a little less than this one."""
    whole, fraction = mantissa.split(".")
    less = str(int(whole + fraction + "0") - 1).rjust(len(whole + fraction) + 1, "0")
    return f"{less[:1]}.{less[1:]}"
