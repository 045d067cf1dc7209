"""Laws that hold for any type and any value."""

from __future__ import annotations

import math

import pytest
from guests import Guest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from conformance.abi.calls import invoke
from conformance.abi.images import Image, lowered_image, owner, spans, spoilings
from conformance.abi.layout import flat_types, flat_types_of, size, validate
from conformance.abi.lift import lift_params, lift_results
from conformance.abi.lower import lower_params, lower_results
from conformance.abi.memory import Bump, Side, Way
from conformance.abi.strategies import (
    Scope,
    encodings,
    functions,
    images,
    texts,
    typed_values,
    types,
    values,
)
from conformance.abi.strings import Encoding, Form, is_latin1
from conformance.abi.traps import Trap
from conformance.abi.types import BOOL, STRING, U8, Case, Func, List, Option, Type, Value, walk
from conformance.abi.values import NotAValue, check_value, fits_f32, same
from conformance.abi.wit import parse_type

GATED = Scope(gated=True)
pairs = st.lists(typed_values(GATED), max_size=4)


def guest(encoding: Encoding) -> Side:
    memory = bytearray(b"\xaa" * 65536)
    return Side(memory, Bump(memory, grows=True), encoding)


@given(pairs, encodings)
def test_what_is_lowered_lifts_to_itself(drawn: list[tuple[Type, Value]], encoding: Encoding) -> None:
    types_ = tuple(t for t, _ in drawn)
    values_ = [value for _, value in drawn]
    side = guest(encoding)
    flats = lower_params(side, types_, values_)
    assert len(flats) == (len(flat_types_of(types_)) if len(flat_types_of(types_)) <= 16 else 1)
    assert all(same(*pair) for pair in zip(lift_params(side, types_, flats), values_, strict=True))


@given(typed_values(GATED) | st.tuples(st.just(STRING), texts), encodings, st.booleans(), st.sampled_from(Form))
def test_nothing_is_written_beside_what_realloc_gave(
    drawn: tuple[Type, Value], encoding: Encoding, in_place: bool, form: Form
) -> None:
    t, value = drawn
    memory = bytearray(index * 7 % 251 for index in range(65536))
    before = bytes(memory)
    side = Side(memory, Bump(memory, 64, in_place=in_place), encoding)
    side.way = lambda text, log: Way(Form.TAGGED if form is Form.LATIN1 and not is_latin1(text) else form)
    lower_params(side, (t,), [value])
    end = max((call.result + call.size for call in side.log), default=64)
    assert len(memory) == 65536
    assert memory[:64] == before[:64] and memory[end:] == before[end:]


@given(typed_values(GATED), encodings)
def test_results_go_through_their_area(drawn: tuple[Type, Value], encoding: Encoding) -> None:
    t, value = drawn
    side = guest(encoding)
    area = side.allocate(8, size(t)) if len(flat_types(t)) > 1 else None
    flats = lower_results(side, (t,), [value], area)
    assert len(flats) == (area is None)
    (got,) = lift_results(side, (t,), [area] if area is not None else flats)
    assert same(got, value)


@given(typed_values(GATED))
def test_every_flat_fits_its_core_type(drawn: tuple[Type, Value]) -> None:
    t, value = drawn
    image = lowered_image(t, value, flat=True)
    assert image.flats is not None
    for flat, core in zip(image.flats, flat_types(t), strict=True):
        assert 0 <= flat < 1 << int(core[1:])


@given(typed_values(GATED), encodings, encodings)
def test_a_value_goes_through_two_guests(drawn: tuple[Type, Value], first: Encoding, second: Encoding) -> None:
    """What one guest hands on, lifted and lowered from its own forms, is what went in."""
    t, value = drawn
    one, two = guest(first), guest(second)
    handed = lift_params(one, (t,), lower_params(one, (t,), [value]))
    assert same(lift_params(two, (t,), lower_params(two, (t,), handed))[0], value)


@given(typed_values(GATED), encodings, st.booleans())
def test_spans_cover_what_is_written_and_no_padding(drawn: tuple[Type, Value], encoding: Encoding, flat: bool) -> None:
    t, value = drawn
    one, other = (lowered_image(t, value, encoding, fill=fill, flat=flat) for fill in (0x00, 0xFF))
    written = {at for at in range(len(one.memory)) if one.memory[at] == other.memory[at]}
    owned = [at for span in spans(one) for at in range(span.at, span.at + span.size)]
    assert len(owned) == len(set(owned))
    assert set(owned) == written
    assert all(owner(one, at) for at in list(written)[:3]) and owner(one, 0) is None


@given(st.data(), types(GATED), encodings)
def test_hostile_images_trap_or_give_a_value(data: st.DataObject, t: Type, encoding: Encoding) -> None:
    outcome = data.draw(images(t, encoding)).outcome()
    if not isinstance(outcome, Trap):
        check_value(t, outcome)


@given(st.data(), types(GATED), encodings)
def test_true_images_give_their_value(data: st.DataObject, t: Type, encoding: Encoding) -> None:
    check_value(t, data.draw(images(t, encoding, hostile=False)).outcome())


@given(st.data(), functions())
def test_a_call_into_a_guest_that_hands_back_its_argument(data: st.DataObject, func: Func) -> None:
    if not func.params or len(flat_types_of(func.params[:1])) > 1:
        return
    identity = Func(func.params[:1], func.params[0])
    value = data.draw(values(func.params[0]))
    assert same(invoke(Guest().lift(identity, lambda flat: [flat]), [value])[0], value)


@given(types(Scope(gated=True, resources=("r",))))
def test_drawn_types_are_valid_and_can_be_hashed(t: Type) -> None:
    validate(t)
    assert hash(t) == hash(parse_type(str(t)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bool", 1),
        ("u8", 256),
        ("u8", True),
        ("s8", -129),
        ("f32", 0.1),
        ("f32", 1e39),
        ("f32", 1),
        ("char", "ab"),
        ("char", "\ud800"),
        ("string", "\udfff"),
        ("string", b""),
        ("list<u8>", (1,)),
        ("list<u8, 2>", [1]),
        ("list<u8>", ["a"]),
        ("tuple<u8>", [1]),
        ("tuple<u8>", (1, 2)),
        ("tuple<u8>", (256,)),
        ("record { a: u8 }", {}),
        ("record { a: u8 }", {"a": -1}),
        ("record { a: u8 }", (1,)),
        ("enum { a }", Case("b")),
        ("enum { a }", Case("a", 1)),
        ("enum { a }", "a"),
        ("option<u8>", Case("some", 256)),
        ("flags { a }", frozenset("b")),
        ("flags { a }", {"a"}),
        ("own<r>", -1),
    ],
)
def test_what_is_no_value(text: str, value: Value) -> None:
    with pytest.raises(NotAValue):
        check_value(parse_type(text), value)


def test_sameness() -> None:
    assert all(map(fits_f32, (math.nan, math.inf, -0.0, 0.5))) and not fits_f32(0.1)
    assert same(math.nan, -math.nan) and not same(math.nan, 1.0) and not same(0.0, -0.0) and same(-0.0, -0.0)
    assert same({"a": [math.nan]}, {"a": [math.nan]}) and not same([1], [1, 2]) and not same((1,), [1])
    assert not same(Case("a", 1), Case("b", 1)) and not same(True, 1) and not same({"a": 1}, {"b": 1})


def test_images_know_where_their_bytes_belong() -> None:
    t = parse_type("record { a: list<string>, b: option<u16> }")
    image = lowered_image(t, {"a": ["x", "yz"], "b": Case("some", 7)})
    told = [(span.at, span.size, span.kind, span.path) for span in spans(image)]
    assert told == [
        (16, 4, "pointer", ".a"),
        (20, 4, "length", ".a"),
        (28, 4, "pointer", ".a[0]"),
        (32, 4, "length", ".a[0]"),
        (44, 1, "text", ".a[0]"),
        (36, 4, "pointer", ".a[1]"),
        (40, 4, "length", ".a[1]"),
        (45, 2, "text", ".a[1]"),
        (24, 1, "case", ".b"),
        (26, 2, "int", ".b(some)"),
    ]


@given(types(Scope(parts=3, wide=False)))
def test_narrow_scopes_have_no_wide_types(t: Type) -> None:
    assert all(len(getattr(part, "cases", ())) <= 4 and len(getattr(part, "labels", ())) <= 3 for part in walk(t))


def test_fixed_lists_have_spans_of_their_own() -> None:
    image = lowered_image(parse_type("tuple<list<u16, 2>, map<u8, bool>>"), ([1, 2], [(3, True)]))
    told = [(span.size, span.kind, span.path) for span in spans(image)]
    assert told == [
        (2, "int", ".0[0]"), (2, "int", ".0[1]"), (4, "pointer", ".1"), (4, "length", ".1"), (1, "int", ".1[0].0"),
        (1, "bool", ".1[0].1"),
    ]  # fmt: skip


REACHED = {
    Trap.CHAR_TOO_LARGE: "char", Trap.CHAR_SURROGATE: "char", Trap.BAD_DISCRIMINANT: "option<u8>",
    Trap.STRING_TOO_LONG: "string", Trap.STRING_MISALIGNED: "string", Trap.STRING_OUT_OF_BOUNDS: "string",
    Trap.STRING_MALFORMED: "list<string>", Trap.LIST_TOO_LONG: "list<u64>", Trap.LIST_MISALIGNED: "list<u64>",
    Trap.LIST_OUT_OF_BOUNDS: "list<u64>",
}  # fmt: skip


@pytest.mark.parametrize("trap", REACHED)
@pytest.mark.parametrize("encoding", ["utf8", "utf16"])
def test_hostile_images_meet_every_trap_of_lifting(trap: Trap, encoding: Encoding) -> None:
    if (trap, encoding) != (Trap.STRING_MISALIGNED, "utf8"):
        drawn = images(parse_type(REACHED[trap]), encoding)
        find(drawn, lambda image: image.outcome() is trap, settings=settings(max_examples=3000, deadline=None))


@pytest.mark.parametrize("encoding", ["utf8", "utf16", "latin1+utf16"])
def test_guests_align_strings_of_their_own(encoding: Encoding) -> None:
    assert lowered_image(List(STRING), ["a", "bcd", "\u20ac"], encoding).outcome() == ["a", "bcd", "\u20ac"]


def test_short_texts_have_spoilings_too() -> None:
    image = lowered_image(parse_type("string"), "a", "utf8")
    (text,) = [span for span in spans(image) if span.kind == "text"]
    assert b"\xff" in spoilings(image, text)
    narrow = Image(image.type, "utf16", image.memory, image.at)
    assert spoilings(narrow, text) == [b"\0"]


def test_flats_lead_to_spans_in_memory() -> None:
    t = parse_type("list<option<string>, 2>")
    image = lowered_image(t, [Case("some", "a"), Case("none")], flat=True)
    assert [(span.at, span.kind, span.path) for span in spans(image)] == [(16, "text", "[0](some)")]


@pytest.mark.parametrize("flat", [True, False])
def test_images_that_cannot_be_followed_end_there(flat: bool) -> None:
    broken = Image(Option(List(U8)), "utf8", b"\2" + bytes(3) + b"\xff" * 8, 0, (2, 0, 0) if flat else None)
    assert [span.kind for span in spans(broken)] == ([] if flat else ["case"])
    far = Image(List(BOOL), "utf8", b"\xff" * 8, 0, (1 << 20, 1) if flat else None)
    assert [span.kind for span in spans(far)] == ([] if flat else ["pointer", "length"])


@pytest.mark.parametrize(("count", "room"), [(5000, 0), (5000, 9), (4000, 200), (0, 5000)])
def test_large_images_are_as_small_ones_are(count: int, room: int) -> None:
    image = lowered_image(List(U8), [7] * count, fill=0xAA, room=room)
    assert image.lift() == [7] * count
    assert image.memory.endswith(b"\x07" * count + b"\xaa" * room)
