"""The set of legal outcomes: what is in it is accepted, one step outside is told, with where and what."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.abi.legal import (
    HOST_FORMS,
    Comparison,
    Receiver,
    Seen,
    compare,
    compare_values,
    predict,
)
from conformance.abi.memory import Realloc, Way
from conformance.abi.strategies import Scope, encodings, texts, typed_values
from conformance.abi.strings import Form, Text, is_latin1
from conformance.abi.traps import Trap
from conformance.abi.types import Case, Type, Value
from conformance.abi.wit import parse_type


def seen_of(t: Type, value: Value, receiver: Receiver, form: Form = Form.UTF8, deflated: int = 1) -> Seen:
    """What is seen of a host that holds strings in this form (tagged UTF-16 where Latin-1 does not suffice)."""

    def way(text: str, log: list[Realloc]) -> Way:
        return Way(Form.TAGGED if form is Form.LATIN1 and not is_latin1(text) else form, deflated)

    wanted = predict((t,), [value], receiver, way)
    return Seen(wanted.flats, wanted.log, wanted.memory[receiver.base : wanted.end], receiver.base)


@given(
    typed_values(Scope(gated=True)), encodings, st.sampled_from(HOST_FORMS), st.sampled_from([1, 2]), st.booleans(),
    st.sampled_from([1, 16]),
)  # fmt: skip
def test_every_way_that_is_open_is_accepted(
    drawn: tuple[Type, Value], encoding: str, form: Form, deflated: int, in_place: bool, most: int
) -> None:
    receiver = Receiver(encoding, in_place=in_place, most=most)  # type: ignore[arg-type]
    seen = seen_of(*drawn, receiver, form, deflated)
    found = compare(drawn[:1], drawn[1:], receiver, seen)
    assert (found.difference, found.breach) == (None, None)


@given(texts, st.sampled_from(HOST_FORMS), encodings)
def test_the_way_that_was_taken_is_told(text: str, form: Form, encoding: str) -> None:
    receiver = Receiver(encoding)  # type: ignore[arg-type]
    t = parse_type("string")
    seen = seen_of(t, text, receiver, form)
    (way,) = compare((t,), [text], receiver, seen).ways
    again = seen_of(t, text, receiver, way.form, way.deflated_alignment)
    assert again.log == seen.log


@given(typed_values().filter(lambda drawn: not isinstance(drawn[1], bool)), encodings, st.data())
def test_any_other_byte_is_told(drawn: tuple[Type, Value], encoding: str, data: st.DataObject) -> None:
    """A bit turned anywhere is a difference, a breach, or within what is open: a NaN, a leftover of transcoding."""
    receiver = Receiver(encoding)  # type: ignore[arg-type]
    t, value = drawn
    seen = seen_of(t, value, receiver)
    assume(seen.memory)
    at = data.draw(st.integers(0, len(seen.memory) - 1))
    memory = bytearray(seen.memory)
    memory[at] ^= data.draw(st.sampled_from([1, 0x80, 0xFF]))
    found = compare((t,), [value], receiver, replace(seen, memory=bytes(memory)))
    wanted = predict((t,), [value], receiver)
    nan = any(spot.at <= at + 16 < spot.at + spot.bits // 8 for spot in wanted.memory_nans)
    if not nan and len(wanted.log) <= 1 and encoding == "utf8":
        assert found.difference or found.breach
        assert f"{at + 16:#x}" in (found.difference or found.breach or "")


def difference(text: str, value: Value, **changes: object) -> Comparison:
    """What is told of an outcome that is right but for these changes."""
    receiver = Receiver()
    t = parse_type(text)
    return compare((t,), [value], receiver, replace(seen_of(t, value, receiver), **changes))  # type: ignore[arg-type]


def test_differences_are_told_in_hex_and_wave() -> None:
    found = difference("list<record { a: u8, b: u32 }>", [{"a": 1, "b": 2}], memory=b"\1\xaa\xaa\xaa\3\0\0\0")
    assert found.difference == (
        "memory at 0x14 (int of .0[0].b): want 01 aa aa aa 02 00 00 00, got 01 aa aa aa 03 00 00 00 from 0x10; "
        "value ([{a: 1, b: 2}])"
    )


def test_core_values_and_calls_are_told() -> None:
    assert difference("s8", -1, flats=(255,)).difference == "core value 0 (i32): want 0xffffffff, got 0xff"
    assert difference("u8", 1, flats=()).difference == "want 1 core values, got 0"
    assert (
        difference("list<u8>", [], log=()).difference
        == "realloc call 0: want realloc(0x0, 0, 1, 0) = 0x10, got no call"
    )
    wrong = Realloc(0, 0, 2, 0, 16)
    assert difference("list<u8>", [], log=(wrong,)).difference == (
        "realloc call 0: want realloc(0x0, 0, 1, 0) = 0x10, got realloc(0x0, 0, 2, 0) = 0x10"
    )
    assert (
        difference("u8", 1, log=(wrong,)).difference == "realloc call 0: want no call, got realloc(0x0, 0, 2, 0) = 0x10"
    )
    wide = "tuple<" + ", ".join(["u8"] * 17) + ">"
    assert difference(wide, (1,) * 17, flats=(20,)).difference == "core value 0 (i32): want 0x10, got 0x14"


def test_padding_that_was_written_is_a_breach_and_no_difference() -> None:
    found = difference("list<option<u16>>", [Case("some", 3)], memory=b"\1\0\3\0")
    assert found == Comparison(None, "padding at 0x11 was written: 0x00", ())


def test_traps_are_compared_as_such() -> None:
    receiver = Receiver(grows=False, size=64)
    t = parse_type("list<u64>")
    value = [0] * 9
    assert predict((t,), [value], receiver).trap is Trap.REALLOC_OUT_OF_BOUNDS
    assert compare((t,), [value], receiver, Seen(trapped=True)).difference is None
    assert compare((t,), [value], receiver, Seen()).difference == "trap: want realloc-out-of-bounds, got False"
    assert difference("u8", 1, trapped=True).difference == "trap: want none, got True"


@pytest.mark.parametrize("bits", [0x7FC00000, 0xFF800001])
def test_any_nan_will_do_outside_the_deterministic_profile(bits: int) -> None:
    receiver, t = Receiver(), parse_type("tuple<f32, list<f32>>")
    seen = Seen((bits, 16, 1), (Realloc(0, 0, 4, 4, 16),), bits.to_bytes(4, "little"))
    assert compare((t,), [(math.nan, [math.nan])], receiver, seen).difference is None
    strict = compare((t,), [(math.nan, [math.nan])], receiver, seen, deterministic=True).difference
    assert (strict is None) is (bits == 0x7FC00000)
    number = replace(seen, flats=(0x7F800000, 16, 1))
    assert compare((t,), [(math.nan, [math.nan])], receiver, number).difference
    stored = replace(seen, flats=(bits, 16, 1), memory=b"\0\0\x80\x7f")
    assert compare((t,), [(math.nan, [math.nan])], receiver, stored).difference
    quiet = replace(seen, flats=(0x7FC00000, 16, 1), memory=b"\0\0\xc0\xff")
    assert compare((t,), [(math.nan, [math.nan])], receiver, quiet, deterministic=True).difference


def test_a_nan_in_a_wider_slot_has_nothing_above_it() -> None:
    t, value = parse_type("variant { a(f32), b(u64) }"), Case("a", math.nan)
    assert compare((t,), [value], Receiver(), Seen((0, 0xFFC12345))).difference is None
    assert compare((t,), [value], Receiver(), Seen((0, 0xFFFFFFFF_FFC12345))).difference


def test_a_host_holds_no_wide_string_in_latin1() -> None:
    t = parse_type("string")
    copied = seen_of(t, "\u20ac", Receiver("latin1+utf16"), Form.TAGGED)
    assert compare((t,), ["\u20ac"], Receiver("latin1+utf16"), copied).ways == (Way(Form.TAGGED),)
    assert compare((t,), ["\u20ac"], Receiver("utf8"), copied, forms=(Form.LATIN1, Form.UTF8)).difference


def test_what_came_out_of_a_guest_has_one_outcome() -> None:
    receiver, t = Receiver("utf16"), parse_type("string")
    from_utf16 = seen_of(t, "caf\xe9", receiver, Form.UTF16)
    assert compare((t,), [Text("caf\xe9", Form.UTF16)], receiver, from_utf16).difference is None
    assert compare((t,), [Text("caf\xe9", Form.UTF8)], receiver, from_utf16).difference
    assert compare((t,), ["caf\xe9"], receiver, from_utf16, forms=(Form.UTF8,)).difference


def test_what_transcoding_leaves_behind_is_open() -> None:
    receiver, t = Receiver("utf16"), parse_type("string")
    seen = seen_of(t, "caf\xe9", receiver)
    cleared = replace(seen, memory=bytes(10) + seen.memory[10:])
    assert compare((t,), ["caf\xe9"], receiver, cleared) == Comparison(None, None, (Way(Form.UTF8),))
    spoiled = replace(seen, memory=seen.memory[:10] + b"x" + seen.memory[11:])
    assert "text of .0" in (compare((t,), ["caf\xe9"], receiver, spoiled).difference or "")


def test_results_go_to_the_callers_area() -> None:
    receiver, t = Receiver(most=1, area=64, base=128), parse_type("tuple<u8, u16>")
    wanted = predict((t,), [(1, 2)], receiver)
    assert wanted.flats == () and wanted.memory[64:68] == b"\1\xaa\2\0"
    seen = Seen((), (), b"\1\xaa\3\0", 64)
    assert "int of .0.1" in (compare((t,), [(1, 2)], receiver, seen).difference or "")


def test_memory_that_is_no_part_of_a_value() -> None:
    found = difference("list<u8>", [1], memory=b"\1\0")
    assert found.difference is None and found.breach == "padding at 0x11 was written: 0x00"


@pytest.mark.parametrize(
    ("text", "want", "got", "told"),
    [
        ("u8", 1, 2, "value: want 1, got 2"),
        ("tuple<u8, list<u8>>", (1, [2, 3]), (1, [2, 4]), ".1[1]: want 3, got 4"),
        ("list<u8>", [1], [], "value: want [1], got []"),
        (
            "record { a: option<f32> }",
            {"a": Case("some", 0.0)},
            {"a": Case("some", -0.0)},
            ".a(some): want 0.0, got -0.0",
        ),
        ("result", Case("ok"), Case("error"), "value: want ok, got err"),
        ("map<u8, u8>", [(1, 2)], [(1, 3)], "[0].1: want 2, got 3"),
    ],
)
def test_values_are_compared_to_their_innermost_difference(text: str, want: Value, got: Value, told: str) -> None:
    t = parse_type(text)
    assert compare_values(t, want, got) == told
    assert compare_values(t, want, want) is None
