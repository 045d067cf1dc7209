"""Layout against C's, as ctypes has it, and flat types against another way to say what they are."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.abi import edges
from conformance.abi.layout import (
    Core,
    CoreSignature,
    alignment,
    core_signature,
    field_offsets,
    flat_types,
    join,
    payload_offset,
    required_options,
    size,
)
from conformance.abi.lower import storer
from conformance.abi.memory import Bump, Side
from conformance.abi.strategies import Scope, functions, types, values
from conformance.abi.types import (
    BOOL,
    CHAR,
    F32,
    F64,
    S8,
    STRING,
    U8,
    U16,
    U32,
    U64,
    Borrow,
    Enum,
    Flags,
    Func,
    List,
    Map,
    Option,
    Own,
    Product,
    Record,
    Result,
    String,
    Sum,
    Tuple,
    Type,
    Value,
    Variant,
    despecialized,
    walk,
)

GATED = Scope(gated=True, resources=("r",))
_C = {
    "bool": ctypes.c_uint8, "u8": ctypes.c_uint8, "s8": ctypes.c_int8, "u16": ctypes.c_uint16, "s16": ctypes.c_int16,
    "u32": ctypes.c_uint32, "s32": ctypes.c_int32, "u64": ctypes.c_uint64, "s64": ctypes.c_int64, "f32": ctypes.c_float,
    "f64": ctypes.c_double, "char": ctypes.c_uint32,
}  # fmt: skip


class Pair(ctypes.LittleEndianStructure):
    """A pointer and a length, as a 32-bit C compiler has them."""

    _fields_ = (("ptr", ctypes.c_uint32), ("len", ctypes.c_uint32))


def c_type(t: Type) -> Any:
    """The type by which C bindings describe a component type."""
    t = despecialized(t)
    if str(t) in _C:
        return _C[str(t)]
    if isinstance(t, Own | Borrow):
        return ctypes.c_uint32
    if isinstance(t, Flags):
        return next(
            c for c in (ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32) if ctypes.sizeof(c) * 8 >= len(t.labels)
        )
    if isinstance(t, List) and t.length is not None:
        return c_type(t.element) * t.length
    if isinstance(t, Product):
        fields = [(label, c_type(part)) for label, part in t.fields]
        return type("Struct", (ctypes.Structure,), {"_fields_": fields})
    if isinstance(t, Sum):
        index = next(
            c for c in (ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32) if len(t.cases) <= 256 ** ctypes.sizeof(c)
        )
        payloads = [(label, c_type(part)) for label, part in t.cases if part is not None]
        union = type("Union", (ctypes.Union,), {"_fields_": payloads})
        fields = [("index", index), *([("payload", union)] if payloads else [])]
        return type("Variant", (ctypes.Structure,), {"_fields_": fields})
    assert isinstance(t, String | List)
    return Pair


@given(types(GATED))
def test_size_and_alignment_are_those_of_c(t: Type) -> None:
    c = c_type(t)
    assert (size(t), alignment(t)) == (ctypes.sizeof(c), ctypes.alignment(c))
    t = despecialized(t)
    if isinstance(t, Product):
        assert field_offsets(t) == tuple(getattr(c, label).offset for label, _ in t.fields)
    if isinstance(t, Sum) and hasattr(c, "payload"):
        assert payload_offset(t) == c.payload.offset


def fill_c(t: Type, value: Value, c: Any) -> Any:
    """The C object for a value without pointers."""
    if isinstance(t, Product):
        for label, field in t.fields:
            inner = value[int(label)] if isinstance(t, Tuple) else value[label]
            setattr(c, label, fill_c(field, inner, getattr(c, label)))
        return c
    if isinstance(t, Sum):
        labels = [label for label, _ in t.cases]
        c.index = labels.index(value.label)
        part = dict(t.cases)[value.label]
        if part is not None:
            setattr(c.payload, value.label, fill_c(part, value.payload, getattr(c.payload, value.label)))
        return c
    if isinstance(t, List):
        for index, item in enumerate(value):
            c[index] = fill_c(t.element, item, c[index])
        return c
    if isinstance(t, Flags):
        return sum(1 << index for index, label in enumerate(t.labels) if label in value)
    return ord(value) if isinstance(value, str) else value


def without_pointers(t: Type) -> bool:
    return not any(isinstance(p, String | Map) or (isinstance(p, List) and p.length is None) for p in walk(t))


@given(types(Scope(gated=True)).filter(without_pointers).flatmap(lambda t: st.tuples(st.just(t), values(t))))
def test_stored_bytes_are_those_of_c(drawn: tuple[Type, Value]) -> None:
    t, value = drawn
    boxed = type("Box", (ctypes.Structure,), {"_fields_": [("it", c_type(t))]})()
    boxed.it = fill_c(t, value, boxed.it)
    memory = bytearray(size(t))
    side = Side(memory, Bump(memory))
    storer(t)(side, value, 0)
    wanted = bytearray(bytes(boxed))
    for spot in side.memory_nans:
        width = spot.bits // 8
        wanted[spot.at : spot.at + width] = memory[spot.at : spot.at + width]
    assert memory == wanted


def columns(t: Type) -> list[set[str]]:
    """For each slot the core types that go there in some case; the slots of a variant are the columns of its cases."""
    t = despecialized(t)
    if isinstance(t, Product):
        return [slot for _, part in t.fields for slot in columns(part)]
    if isinstance(t, Sum):
        rows = [columns(part) for _, part in t.cases if part is not None]
        width = max((len(row) for row in rows), default=0)
        return [{"i32"}, *(set().union(*(row[i] for row in rows if i < len(row))) for i in range(width))]
    if isinstance(t, List) and t.length is not None:
        return columns(t.element) * t.length
    if isinstance(t, List | String):
        return [{"i32"}, {"i32"}]
    return [{{"u64": "i64", "s64": "i64", "f32": "f32", "f64": "f64"}.get(str(t), "i32")}]


def narrowest(kinds: set[str]) -> str:
    """What holds all of these: themselves if they are one, an integer otherwise, as wide as the widest."""
    return next(iter(kinds)) if len(kinds) == 1 else f"i{max(kind[1:] for kind in kinds)}"


@given(types(GATED))
def test_flat_types_are_what_holds_every_case(t: Type) -> None:
    assert list(flat_types(t)) == [narrowest(kinds) for kinds in columns(t)]


@pytest.mark.parametrize(
    ("one", "other"), [(a, b) for a in ("i32", "i64", "f32", "f64") for b in ("i32", "i64", "f32", "f64")]
)
def test_join_is_a_lattice(one: Core, other: Core) -> None:
    assert join(one, other) == join(other, one) == narrowest({one, other})


TABLE: list[tuple[Type, int, int, str]] = [
    (BOOL, 1, 1, "i32"),
    (U8, 1, 1, "i32"),
    (S8, 1, 1, "i32"),
    (U16, 2, 2, "i32"),
    (U32, 4, 4, "i32"),
    (U64, 8, 8, "i64"),
    (F32, 4, 4, "f32"),
    (F64, 8, 8, "f64"),
    (CHAR, 4, 4, "i32"),
    (STRING, 8, 4, "i32 i32"),
    (List(U64), 8, 4, "i32 i32"),
    (List(U16, 3), 6, 2, "i32 i32 i32"),
    (Own("r"), 4, 4, "i32"),
    (Borrow("r"), 4, 4, "i32"),
    (Map(STRING, U8), 8, 4, "i32 i32"),
    (Tuple((U8, U64, U8)), 24, 8, "i32 i64 i32"),
    (Record((("a", U8), ("b", U16), ("c", U8))), 6, 2, "i32 i32 i32"),
    (Tuple((Tuple((U8, U32)), U8)), 12, 4, "i32 i32 i32"),
    (Enum(edges.labels(1)), 1, 1, "i32"),
    (Enum(edges.labels(256)), 1, 1, "i32"),
    (Enum(edges.labels(257)), 2, 2, "i32"),
    (Enum(edges.labels(65536)), 2, 2, "i32"),
    (Enum(edges.labels(65537)), 4, 4, "i32"),
    (Flags(edges.labels(8)), 1, 1, "i32"),
    (Flags(edges.labels(9)), 2, 2, "i32"),
    (Flags(edges.labels(16)), 2, 2, "i32"),
    (Flags(edges.labels(17)), 4, 4, "i32"),
    (Flags(edges.labels(32)), 4, 4, "i32"),
    (Option(U8), 2, 1, "i32 i32"),
    (Option(U64), 16, 8, "i32 i64"),
    (Result(), 1, 1, "i32"),
    (Result(U8, F32), 8, 4, "i32 i32"),
    (Result(None, F32), 8, 4, "i32 f32"),
    (Variant((("a", F32), ("b", U64), ("c", Tuple((U8, F64))))), 24, 8, "i32 i64 f64"),
    (Variant((*((label, None) for label in edges.labels(256)), ("z", U8))), 4, 2, "i32 i32"),
]


@pytest.mark.parametrize(("t", "bytes_", "aligned", "flat"), TABLE, ids=lambda x: str(x)[:30])
def test_sizes_by_hand(t: Type, bytes_: int, aligned: int, flat: str) -> None:
    assert (size(t), alignment(t), " ".join(flat_types(t))) == (bytes_, aligned, flat)


@given(functions(GATED))
def test_signatures_keep_to_the_limits(func: Func) -> None:
    lifted, lowered = core_signature(func, "lift"), core_signature(func, "lower")
    assert len(lifted.params) <= 16 and len(lowered.params) <= 17 and len(lifted.results) <= 1
    assert lowered.params[: len(lifted.params)] == lifted.params
    assert len(lowered.params) + len(lowered.results) == len(lifted.params) + len(lifted.results)


def test_signatures_by_hand() -> None:
    sixteen, seventeen = (U64,) * 16, (U64,) * 17
    assert core_signature(Func(sixteen, F32), "lift") == CoreSignature(("i64",) * 16, ("f32",))
    assert core_signature(Func(seventeen), "lower") == CoreSignature(("i32",), ())
    assert core_signature(Func((Record(tuple((f"f{i}", U8) for i in range(17))),)), "lift").params == ("i32",)
    assert core_signature(Func(seventeen, STRING), "lift") == CoreSignature(("i32",), ("i32",))
    assert core_signature(Func(seventeen, STRING), "lower") == CoreSignature(("i32", "i32"), ())
    assert core_signature(Func(sixteen, STRING), "lower") == CoreSignature((*("i64",) * 16, "i32"), ())


def test_options_that_validation_demands() -> None:
    plain, text, both = Func((U8,), U8), Func((STRING,)), {"memory", "realloc"}
    assert required_options(plain, "lift") == required_options(plain, "lower") == frozenset()
    assert required_options(text, "lift") == both and required_options(text, "lower") == {"memory"}
    gives = Func((), Map(U8, U8))
    assert required_options(gives, "lift") == {"memory"} and required_options(gives, "lower") == both
    many = Func((U64,) * 17)
    assert required_options(many, "lift") == both and required_options(many, "lower") == {"memory"}
    pair = Func((), Tuple((U8, U8)))
    assert required_options(pair, "lift") == required_options(pair, "lower") == {"memory"}
    assert required_options(Func((U64,) * 16), "lift") == required_options(Func((U64,) * 16), "lower") == frozenset()
    listed, fixed = Func((List(U8),)), Func((List(U8, 2),))
    assert required_options(listed, "lift") == both and required_options(listed, "lower") == {"memory"}
    assert required_options(fixed, "lift") == required_options(fixed, "lower") == frozenset()
