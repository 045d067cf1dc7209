"""Types: their WIT text there and back, and what validation refuses."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given

from conformance.abi import edges
from conformance.abi.layout import validate
from conformance.abi.strategies import Scope, types
from conformance.abi.types import (
    F32,
    STRING,
    U8,
    Borrow,
    Enum,
    Flags,
    Func,
    InvalidType,
    List,
    Map,
    Option,
    Own,
    Record,
    Result,
    Tuple,
    Type,
    Variant,
    walk,
)
from conformance.abi.wit import declare, parse_type

ALL = Scope(gated=True, resources=("r", "list"))

LINES = """
bool|u8|s8|u16|s16|u32|s32|u64|s64|f32|f64|char|string
list<u8>|list<u8, 3>|map<string, list<u8>>|tuple<u8>|tuple<u8, tuple<char, f64>>|option<option<u8>>
result|result<u8>|result<_, string>|result<u8, string>|own<r>|borrow<%resource>
record { a: u8, %list: string }|variant { a, b(u8) }|enum { %enum, B2-c3 }|flags { a }
list<record { a: enum { x } }>
"""


@pytest.mark.parametrize("line", LINES.replace("\n", "|").strip("|").split("|"))
def test_a_line_is_read_and_written_again(line: str) -> None:
    assert str(parse_type(line)) == line


@given(types(ALL))
def test_every_type_survives_its_text(t: Type) -> None:
    assert parse_type(str(t)) == t
    assert parse_type(declare(t)) == t


@given(types(Scope(gated=True, resources=("r",))))
def test_copies_of_a_type_are_found_where_it_is_kept(t: Type) -> None:
    """Types remember their hash, which another process would not find the same: it does not go along."""
    kept = {t: "here"}
    for other in (pickle.loads(pickle.dumps(t)), copy.deepcopy(t), parse_type(str(t))):
        assert kept[other] == "here" and hash(other) == hash(t)
    assert b"_hash" not in pickle.dumps(t)


def test_declarations_name_what_wit_has_no_expression_for() -> None:
    t = parse_type("record { a: variant { x(record { p: u8 }), y }, b: list<flags { q }>, c: own<z> }")
    assert declare(t, "top").splitlines() == [
        "resource z;",
        "flags top1 { q }",
        "record top2 { p: u8 }",
        "variant top3 { x(top2), y }",
        "record top { a: top3, b: list<top1>, c: own<z> }",
    ]
    assert declare(parse_type("list<u8>")) == "type t = list<u8>;"


def test_comments_and_trailing_commas_are_read() -> None:
    text = "/* a */ record point { // here\n x: u8, y: u8, }\n type t = tuple<point, point,>;"
    point = Record((("x", U8), ("y", U8)))
    assert parse_type(text) == Tuple((point, point))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "u7",
        "list<u8",
        "list<u8>>",
        "list<u8, x>",
        "list<u8, 0>",
        "tuple<>",
        "record { }",
        "record a { }",
        "enum { }",
        "flags { }",
        "variant { }",
        "option<u8, u8>",
        "map<u8>",
        "map<f32, u8>",
        "enum { a, A }",
        "record { a u8 }",
        "record { record: u8 }",
        "enum { -a }",
        "u8 u8",
        "$",
        "own<>",
        "type t = u8",
        "resource r;",
    ],
)
def test_bad_texts_are_refused(text: str) -> None:
    with pytest.raises(InvalidType):
        parse_type(text)


def test_what_validation_refuses_cannot_be_built() -> None:
    for build in (
        lambda: Record(()),
        lambda: Tuple(()),
        lambda: Variant(()),
        lambda: Enum(()),
        lambda: Enum(("-a",)),
        lambda: Flags(()),
        lambda: Flags(edges.labels(33)),
        lambda: List(U8, 0),
        lambda: Map(F32, U8),
        lambda: Func((), Borrow("r")),
        lambda: Func((), List(Option(Borrow("r")))),
        lambda: Record((("a-b", U8), ("A-b", U8))),
    ):
        with pytest.raises(InvalidType):
            build()
    assert Flags(edges.labels(32))
    assert Func((List(Borrow("r")), Record((("a", Borrow("r")),))), Own("r"))
    assert Result() == Result(None, None)


def test_a_type_is_smaller_than_the_bound_at_eight_byte_addresses() -> None:
    validate(List(U8, (1 << 28) - 1))
    validate(List(STRING, (1 << 24) - 1))
    for too_large in (List(U8, 1 << 28), List(STRING, 1 << 24), Option(List(U8, (1 << 28) - 1))):
        with pytest.raises(InvalidType):
            validate(too_large)


def test_walking_a_type_meets_every_part() -> None:
    t = parse_type("map<string, result<list<u8>, variant { a(own<r>), b }>>")
    assert [str(part) for part in walk(t)][1:] == [
        "string", "result<list<u8>, variant { a(own<r>), b }>", "list<u8>", "u8", "variant { a(own<r>), b }", "own<r>",
    ]  # fmt: skip


def test_a_type_that_is_not_modelled_is_refused() -> None:
    class Stream(Type):
        pass

    with pytest.raises(InvalidType):
        validate(Stream())
