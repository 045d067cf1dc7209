"""The points that a conformance suite must check, one by one, as far as the model alone can show them.

Numbers are those of the checklist by which the suite is built; values and images are worked out by hand from the text.
Points that other modules show are named there with the same numbers, and `test_every_point_is_somewhere` counts them.
"""

from __future__ import annotations

import math
import re
import struct
from pathlib import Path

import pytest
from guests import Guest, bytes_of, flats_of, from_bytes, from_flats, func, noting, side, trap_of

from conformance.abi import edges
from conformance.abi.calls import invoke
from conformance.abi.layout import core_signature, flat_types, size
from conformance.abi.legal import is_nan
from conformance.abi.lower import lower_params, lower_results, storer
from conformance.abi.memory import Bump, Side
from conformance.abi.traps import Trap
from conformance.abi.types import STRING, U8, U64, Case, Enum, Flags, List
from conformance.abi.wit import parse_type

JUNK = 0xDEADBEEF00000000


def test_point_1_19_bool() -> None:
    assert flats_of("bool", True) == [1] and bytes_of("bool", False, 1) == b"\0"
    for number in (1, 2, 0x80, 0x100, 0xFFFFFFFF):
        assert from_flats("bool", number) is True
    assert from_flats("bool", 0) is False
    assert from_bytes("bool", b"\x02") is True and from_bytes("bool", b"\0") is False


def test_point_2_3_18_small_integers() -> None:
    assert flats_of("s8", -1) == [0xFFFFFFFF] and flats_of("u8", 255) == [255] and flats_of("s16", -2) == [0xFFFFFFFE]
    assert from_flats("u8", 0x1FF) == 255 and from_flats("s8", 0x180) == -128 and from_flats("s8", 0xFFFFFF7F) == 127
    assert from_flats("u16", 0xABCD1234) == 0x1234 and from_flats("s16", 0x18000) == -0x8000
    assert bytes_of("s8", -1, 2) == b"\xff\xaa" and bytes_of("s16", -2, 3) == b"\xfe\xff\xaa"
    assert from_bytes("s8", b"\x80") == -128 and from_bytes("u16", b"\x34\x12") == 0x1234


def test_point_4_5_integers_of_the_size_of_core_types() -> None:
    assert flats_of("s32", -1) == [0xFFFFFFFF] and flats_of("s64", -1) == [0xFFFFFFFFFFFFFFFF]
    assert from_flats("s32", 0x80000000) == -(1 << 31) and from_flats("u32", 0x80000000) == 1 << 31
    assert from_flats("s64", 1 << 63) == -(1 << 63) and from_bytes("s64", b"\xff" * 8) == -1


def test_point_6_7_17_floats() -> None:
    assert flats_of("f32", -0.0) == [0x80000000] and flats_of("f64", math.inf) == [0x7FF0000000000000]
    assert bytes_of("f32", 2.0**-149, 4) == b"\1\0\0\0" and from_flats("f64", 1) == 5e-324
    for bits in (0x7F800001, 0xFFC00000, 0x7FC00000):
        assert math.isnan(from_flats("f32", bits))
    assert math.isnan(from_bytes("f64", struct.pack("<Q", 0xFFF0000000000001)))
    guest = side()
    assert lower_params(guest, (parse_type("tuple<f32, f64>"),), [(math.nan, math.nan)]) == [
        0x7FC00000,
        0x7FF8000000000000,
    ]
    assert [(spot.at, spot.bits) for spot in guest.flat_nans] == [(0, 32), (1, 64)]
    assert is_nan(0xFF800001, 32) and not is_nan(0x7F800000, 32) and not is_nan(0x1_7F800001, 32)


def test_point_8_20_chars() -> None:
    assert flats_of("char", "\U0010ffff") == [0x10FFFF]
    for number, wanted in ((0xD7FF, "\ud7ff"), (0xE000, "\ue000"), (0x10FFFF, "\U0010ffff")):
        assert from_flats("char", number) == from_bytes("char", struct.pack("<I", number)) == wanted
    for number in (0xD800, 0xDFFF):
        assert from_flats("char", number) is from_bytes("char", struct.pack("<I", number)) is Trap.CHAR_SURROGATE
    for number in (0x110000, 0xFFFFFFFF):
        assert from_flats("char", number) is from_bytes("char", struct.pack("<I", number)) is Trap.CHAR_TOO_LARGE
    assert from_flats("option<char>", 0, 0xD800) == Case("none")
    assert from_bytes("option<char>", b"\0\xaa\xaa\xaa\xff\xff\xff\xff") == Case("none")


def test_point_9_10_strings_and_lists_are_a_pointer_and_a_count() -> None:
    guest = side()
    assert lower_params(guest, (STRING, List(U64)), ["h\xe9", [1, 2]]) == [16, 3, 24, 2]
    assert guest.memory[16:19] == "h\xe9".encode() and guest.memory[24:40] == struct.pack("<QQ", 1, 2)
    assert bytes_of("string", "abc", 8) == struct.pack("<II", 16, 3)


def test_point_11_16_what_is_gated() -> None:
    assert flats_of("list<u16, 3>", [1, 2, 3]) == [1, 2, 3] and bytes_of("list<u16, 2>", [1, 2], 5) == b"\1\0\2\0\xaa"
    assert from_flats("list<u8, 2>", 1, 0x102) == [1, 2] and from_bytes("list<u8, 2>", b"\1\2") == [1, 2]
    memory = struct.pack("<II", 8, 3) + b"\2\1\1\1\2\3"
    assert from_bytes("map<u8, u8>", memory) == [(2, 1), (1, 1), (2, 3)], "order and duplicates are kept"


def test_point_12_records() -> None:
    value = {"a": 1, "b": 2, "c": 3}
    assert bytes_of("record { a: u8, b: u32, c: u16 }", value, 13) == bytes.fromhex("01aaaaaa 02000000 0300aaaa aa")
    assert from_bytes("record { a: u8, b: u32, c: u16 }", bytes.fromhex("01ffffff 02000000 0300ffff")) == value
    assert bytes_of("tuple<u8, u16>", (1, 2), 4) == bytes_of("record { a: u8, b: u16 }", {"a": 1, "b": 2}, 4)


def test_point_13_discriminants() -> None:
    for count, width in ((256, 1), (257, 2), (65536, 2), (65537, 4)):
        t = Enum(edges.labels(count))
        guest = side()
        storer(t)(guest, Case(f"c{count - 1}"), 0)
        assert size(t) == width and int.from_bytes(guest.memory[:width], "little") == count - 1
    assert bytes_of("option<u32>", Case("none"), 8) == b"\0" + b"\xaa" * 7
    assert bytes_of("option<u32>", Case("some", 5), 8) == bytes.fromhex("01aaaaaa 05000000")
    assert bytes_of("result<u8, u16>", Case("error", 7), 5) == bytes.fromhex("01aa0700aa")
    assert flats_of("result", Case("error")) == [1]


def test_point_14_21_flags() -> None:
    assert (
        flats_of("flags { a, b, c }", frozenset("ac")) == [5]
        and bytes_of("flags { a }", frozenset("a"), 2) == b"\1\xaa"
    )
    assert (
        from_flats("flags { a, b }", 0xFFFFFFFE) == frozenset("b") and from_bytes("flags { a }", b"\xfe") == frozenset()
    )
    guest = side()
    every = Flags(edges.labels(32))
    assert lower_params(guest, (every,), [frozenset(every.labels)]) == [0xFFFFFFFF]


def test_point_22_discriminants_out_of_range() -> None:
    three = "enum { a, b, c }"
    for number in (3, 0x100, 0x80000000, 0xFFFFFFFF):
        assert from_flats(three, number) is Trap.BAD_DISCRIMINANT
    assert from_bytes(three, b"\3") is Trap.BAD_DISCRIMINANT and from_bytes(three, b"\2\xff\xff\xff") == Case("c")


def test_point_23_padding_is_neither_written_nor_read() -> None:
    text = "tuple<u8, u64, option<u16>, u8>"
    wanted = bytes.fromhex("01aaaaaaaaaaaaaa 0200000000000000 01aa 0300 04 aaaaaa")
    assert bytes_of(text, (1, 2, Case("some", 3), 4), 24) == wanted
    assert from_bytes(text, wanted.replace(b"\xaa", b"\x55")) == (1, 2, Case("some", 3), 4)


def test_point_24_joins() -> None:
    pairs = {
        "i32": ["u32 u32", "u32 f32"],
        "f32": ["f32 f32"],
        "i64": ["u32 u64", "f32 f64", "u32 f64", "f32 u64", "u64 f64"],
        "f64": ["f64 f64"],
    }
    for wanted, cases in pairs.items():
        for one, other in (case.split() for case in cases):
            assert flat_types(parse_type(f"variant {{ a({one}), b({other}) }}")) == ("i32", wanted)


def test_point_25_slots_of_several_cases_when_lowering() -> None:
    text = "variant { a(f32), b(s8), c(s32), d(f64), e(u64), f(tuple<f32, f32>), g }"
    one = 0x3F800000
    assert flats_of(text, Case("a", 1.0)) == [0, one, 0] and flats_of(text, Case("b", -1)) == [1, 0xFFFFFFFF, 0]
    assert flats_of(text, Case("c", -2)) == [2, 0xFFFFFFFE, 0] and flats_of(text, Case("d", 1.0)) == [3, 0x3FF << 52, 0]
    assert flats_of(text, Case("f", (1.0, 1.0))) == [5, one, one] and flats_of(text, Case("g")) == [6, 0, 0]


def test_point_26_slots_of_several_cases_when_lifting() -> None:
    text = "variant { a(f32), b(s8), c(u32), d(f64), e(u64), g }"
    assert from_flats(text, 0, JUNK | 0x3F800000) == Case("a", 1.0) and from_flats(text, 1, JUNK | 0x80) == Case(
        "b", -128
    )
    assert from_flats(text, 2, JUNK | 7) == Case("c", 7) and from_flats(text, 3, 0x3FF << 52) == Case("d", 1.0)
    assert from_flats(text, 5, JUNK) == Case("g")
    assert from_flats("tuple<option<tuple<u8, u8>>, u8>", 0, 9, 9, 5) == (Case("none"), 5), "surplus slots are consumed"
    assert from_flats("variant { a(char), b(u64) }", 0, JUNK | 0x41) == Case("a", "A")
    assert from_flats("variant { a(bool), b(u64) }", 0, JUNK) == Case("a", False)
    assert from_flats("variant { a(flags { x }), b(u64) }", 0, JUNK | 1) == Case("a", frozenset("x"))


def test_point_27_a_discriminant_in_a_joined_slot() -> None:
    text = "variant { a(option<u8>), b(u64) }"
    assert from_flats(text, 0, JUNK | 1, 7) == Case("a", Case("some", 7))
    assert from_flats(text, 0, JUNK | 2, 7) is Trap.BAD_DISCRIMINANT
    memory = b"abc"
    text = "variant { a(string), b(tuple<u64, u64>), c(list<u8>) }"
    assert from_flats(text, 0, JUNK | 1, JUNK | 2, memory=memory) == Case("a", "bc")
    assert from_flats(text, 2, JUNK | 1, JUNK | 2, memory=memory) == Case("c", [0x62, 0x63])


def test_point_36_realloc_is_checked_against_the_memory_of_now() -> None:
    memory = bytearray(64)
    assert lower_params(Side(memory, Bump(memory, 60, grows=True)), (List(U8),), [[1] * 8]) == [60, 8]
    assert len(memory) == 64 + 65536
    page = bytearray(65536)
    Side(page, Bump(page, 65532, grows=True)).allocate(1, 8)
    assert len(page) == 2 * 65536, "no more pages than are needed"
    for wanted, block, text, value in (
        (Trap.REALLOC_MISALIGNED, 2, "list<u32>", []),
        (Trap.REALLOC_MISALIGNED, 0xFFFFFFFF, "list<u16>", []),
        (Trap.REALLOC_OUT_OF_BOUNDS, 68, "list<u32>", []),
        (Trap.REALLOC_OUT_OF_BOUNDS, 61, "string", "abcd"),
        (Trap.REALLOC_OUT_OF_BOUNDS, 0xFFFFFFFF, "string", "ab"),
        (None, 64, "list<u32>", []),
        (None, 60, "string", "abcd"),
    ):
        guest = Side(bytearray(64), lambda *_, block=block: [block])
        assert trap_of(lower_params, guest, (parse_type(text),), [value]) is wanted, (block, text)


def test_point_36_a_block_that_shrinks_is_checked_as_well() -> None:
    text = "\u20ac" * 2 + "ab"
    for room, wanted in ((80, Trap.REALLOC_OUT_OF_BOUNDS), (88, None), (104, None)):
        memory = bytearray(room)
        guest = Side(memory, Bump(memory, 64), "utf16")
        assert trap_of(lower_params, guest, (STRING,), [text]) is wanted
        assert wanted or memory[80:88] == text.encode("utf-16-le")
        assert len(memory) == room, "nobody writes beyond the end"


def test_point_37_the_address_that_a_resize_returned_is_used() -> None:
    for in_place, wanted in ((False, 26), (True, 16)):
        memory = bytearray(64)
        guest = Side(memory, Bump(memory, 16, in_place=in_place), "utf16")
        assert lower_params(guest, (STRING,), ["caf\xe9"]) == [wanted, 4]
        assert memory[wanted : wanted + 8] == "caf\xe9".encode("utf-16-le")
    never_copies = bytearray(b"\xaa" * 64)
    blocks = iter([16, 32])
    guest = Side(never_copies, lambda *_: [next(blocks)], "utf16")
    assert lower_params(guest, (STRING,), ["caf\xe9"]) == [32, 4]
    assert never_copies[32:40] == b"\xaa" * 8, "what realloc is to keep, nobody writes again"


def test_point_38_the_checks_of_a_list_and_their_order() -> None:
    memory = bytes(64)
    for text, at, count, wanted in (
        ("list<u64>", 64, 0, []),
        ("list<u64>", 4, 0, Trap.LIST_MISALIGNED),
        ("list<u64>", 72, 0, Trap.LIST_OUT_OF_BOUNDS),
        ("list<u64>", 56, 2, Trap.LIST_OUT_OF_BOUNDS),
        ("list<u64>", 8, 0x20000000, Trap.LIST_TOO_LONG),
        ("list<u64>", 4, 1 << 25, Trap.LIST_TOO_LONG),
        ("list<u64>", 4, (1 << 25) - 1, Trap.LIST_MISALIGNED),
        ("list<u8>", 0, (1 << 28) - 1, Trap.LIST_OUT_OF_BOUNDS),
        ("list<u8>", 0, 1 << 28, Trap.LIST_TOO_LONG),
        ("list<u8>", 0xFFFFFFFF, 2, Trap.LIST_OUT_OF_BOUNDS),
        ("list<u8>", 64, 0, []),
        ("list<u8>", 63, 1, [0]),
    ):
        assert from_flats(text, at, count, memory=memory) == wanted, (text, at, count)


def test_point_39_a_list_allocates_before_its_elements_in_order() -> None:
    guest = side()
    lower_params(guest, (parse_type("list<tuple<string, list<u16>>>"),), [[("ab", [1]), ("", [])]])
    assert [(call.alignment, call.size) for call in guest.log] == [(4, 32), (1, 2), (2, 2), (1, 0), (2, 0)]
    assert all(call.old == call.old_size == 0 for call in guest.log)


def test_point_40_the_first_bad_element_traps_before_the_callee_runs() -> None:
    events: list[str] = []
    caller = Guest("caller")
    caller.memory[100:108] = struct.pack("<II", 0x41, 0xD800)
    core = caller.lower(func(["list<char>"]), noting(events))
    assert trap_of(core, 100, 2) is Trap.CHAR_SURROGATE and events == []
    assert trap_of(core, 100, 1) is None and events == ["ran"]


def test_point_41_the_pointer_of_an_empty_list_is_reallocs() -> None:
    guest = Side(bytearray(64), lambda *_: [40])
    assert lower_params(guest, (List(U64),), [[]]) == [40, 0]


def test_point_42_43_many_parameters_go_through_memory() -> None:
    guest = side()
    assert lower_params(guest, (U8,) * 16, [1] * 16) == [1] * 16 and guest.log == []
    assert lower_params(guest, (U8, U64) * 8 + (U8,), [1] * 17) == [16]
    assert [(call.alignment, call.size) for call in guest.log] == [(8, 136)]
    wide = parse_type("record { " + ", ".join(f"f{i}: u8" for i in range(17)) + " }")
    assert lower_params(guest, (wide,), [{f"f{i}": i for i in range(17)}]) == [152] and guest.log[-1][2:4] == (1, 17)
    for block, wanted in ((4, Trap.REALLOC_MISALIGNED), (4096, Trap.REALLOC_OUT_OF_BOUNDS), (3960, None)):
        hostile = Side(bytearray(4096), lambda *_, block=block: [block])
        assert trap_of(lower_params, hostile, (U64,) * 17, [1] * 17) is wanted


def test_point_44_a_callers_spilled_parameters_are_checked_before_the_callee_runs() -> None:
    events: list[str] = []
    caller = Guest()
    core = caller.lower(func(["u64"] * 17), noting(events))
    assert trap_of(core, 4) is Trap.SPILLED_MISALIGNED and trap_of(core, 4096 - 128) is Trap.SPILLED_OUT_OF_BOUNDS
    assert events == [] and trap_of(core, 4096 - 136) is None and events == ["ran"]
    answers = caller.lower(func(["u64"] * 17, "string"), noting(events, ""))  # with an area for the result behind
    assert trap_of(answers, 4, 8) is Trap.SPILLED_MISALIGNED
    assert trap_of(answers, 4096 - 128, 8) is Trap.SPILLED_OUT_OF_BOUNDS
    assert events == ["ran"] and trap_of(answers, 8, 4096 - 8) is None


def test_point_45_46_results_through_memory_out_of_the_callee() -> None:
    type_ = func((), "tuple<u8, u64>")
    assert core_signature(type_, "lift").results == ("i32",) and core_signature(type_, "lower").params == ("i32",)
    for at, wanted in ((4, Trap.SPILLED_MISALIGNED), (4088, Trap.SPILLED_OUT_OF_BOUNDS), (4080, None)):
        assert trap_of(invoke, Guest().lift(type_, lambda at=at: [at]), []) is wanted
    callee = Guest()
    callee.memory[8:24] = struct.pack("<B7xQ", 5, 6)
    assert invoke(callee.lift(type_, lambda: [8]), []) == [(5, 6)]
    assert invoke(callee.lift(func((), "f32"), lambda: [0x3F800000]), []) == [1.0]


def test_point_47_the_return_area_is_checked_after_the_callee_ran() -> None:
    events: list[str] = []
    core = Guest().lower(func(["u8"], "string"), noting(events, "x"))
    assert trap_of(core, 1, 2) is Trap.RETURN_AREA_MISALIGNED and events == ["ran"]
    assert trap_of(core, 1, 4092) is Trap.RETURN_AREA_OUT_OF_BOUNDS and events == ["ran"] * 2
    assert trap_of(core, 1, 4088) is None
    area = side()
    assert lower_results(area, (parse_type("tuple<u8, u8>"),), [(1, 2)], 100) == [] and area.memory[100:102] == b"\1\2"


NOT_HERE = {
    55: "what validation refuses is seen in runtimes only; `required_options` and `core_signature` say what it demands",
    56: "the order of instantiation is seen in runtimes only",
}


def test_every_point_is_somewhere() -> None:
    found = set(NOT_HERE)
    for path in Path(__file__).parent.glob("test_*.py"):
        for numbers in re.findall(r"def test_point_([\d_]+)", path.read_text()):
            found |= {int(number) for number in numbers.strip("_").split("_") if number}
    assert found == set(range(1, 70)), sorted(set(range(1, 70)) - found)


@pytest.mark.parametrize("point", sorted(NOT_HERE))
def test_what_is_not_shown_has_its_reason(point: int) -> None:
    assert NOT_HERE[point]
