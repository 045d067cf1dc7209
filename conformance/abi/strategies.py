"""Hypothesis strategies for types, values and images, drawn to the edges that `edges` lists. Needs Hypothesis.

Everything shrinks towards less: fewer parts, primitive types, zero, empty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from conformance.abi import edges
from conformance.abi.images import Image, Span, lowered_image, spans, spoilings, with_bytes
from conformance.abi.layout import flat_types
from conformance.abi.strings import ENCODINGS, Encoding
from conformance.abi.types import (
    PRIMITIVES,
    Bool,
    Case,
    Char,
    Enum,
    Flags,
    Float,
    Func,
    Handle,
    Int,
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
    choose_by_kind,
)

FLAT_LIMITS = (15, 16, 17, 33)
"""Numbers of primitive fields about the limit of flat parameters."""


@dataclass(frozen=True)
class Scope:
    """Which types are drawn."""

    parts: int = 5
    """At most so many fields, items or payloads directly within a type, wide shapes apart."""
    leaves: int = 12
    """About so many types within one."""
    wide: bool = True
    """Also enums of 257 cases, records of 17 fields and the like."""
    gated: bool = False
    """Also lists of fixed length and maps, which runtimes need a switch for."""
    resources: tuple[str, ...] = ()
    """Also owned handles to these."""


primitives: SearchStrategy[Type] = st.sampled_from([PRIMITIVES[name] for name in (
    "bool", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64", "char", "string",
)])  # fmt: skip
"""Types without parts."""
scalars: SearchStrategy[Type] = primitives.filter(lambda t: not isinstance(t, String))
encodings: SearchStrategy[Encoding] = st.sampled_from(ENCODINGS)


def types(scope: Scope = Scope()) -> SearchStrategy[Type]:
    """Value types of every shape."""
    leaves: SearchStrategy[Type] = primitives | _labelled(Enum, edges.COUNTS, scope) | _flags(scope)
    if scope.resources:
        leaves |= st.sampled_from(scope.resources).map(Own)
    return st.recursive(leaves, lambda inner: _composed(inner, scope), max_leaves=scope.leaves)


def _labelled(kind: Callable[[tuple[str, ...]], Type], counts: tuple[int, ...], scope: Scope) -> SearchStrategy[Type]:
    """Types that are a number of labels."""
    most = max(counts) if scope.wide else scope.parts
    few = st.integers(1, scope.parts)
    return (few | st.sampled_from([n for n in counts if n <= most])).map(lambda count: kind(edges.labels(count)))


def _flags(scope: Scope) -> SearchStrategy[Type]:
    """Flags, about the sizes of their integers."""
    return _labelled(Flags, edges.FLAG_COUNTS, scope)


def _composed(inner: SearchStrategy[Type], scope: Scope) -> SearchStrategy[Type]:
    """Types that are made of others."""
    several = st.lists(inner, min_size=1, max_size=scope.parts)
    kinds: list[SearchStrategy[Any]] = [
        inner.map(List),
        inner.map(Option),
        st.builds(Result, st.none() | inner, st.none() | inner),
        several.map(lambda items: Tuple(tuple(items))),
        several.map(_record),
        st.lists(st.none() | inner, min_size=1, max_size=scope.parts).map(_variant),
        st.lists(scalars, min_size=2, max_size=4).map(_variant),
    ]
    if scope.wide:
        kinds += [_wide_records(), _wide_variants(inner)]
    if scope.gated:
        keys = primitives.filter(lambda t: not isinstance(t, Float))
        kinds += [st.builds(List, inner, st.integers(1, 5)), st.builds(Map, keys, inner)]
    return st.one_of(kinds)


def _record(parts: list[Type]) -> Record:
    """A record of these."""
    return Record(tuple((f"f{index}", part) for index, part in enumerate(parts)))


def _variant(payloads: Sequence[Type | None]) -> Variant:
    """A variant of these, for joins of every kind."""
    return Variant(tuple((f"c{index}", part) for index, part in enumerate(payloads)))


@st.composite
def _wide_records(draw: DrawFn) -> Record:
    """Records about as long as parameters may be flat."""
    count = draw(st.sampled_from(FLAT_LIMITS))
    first, second = draw(scalars), draw(scalars)
    return _record([first if index % 2 else second for index in range(count)])


@st.composite
def _wide_variants(draw: DrawFn, inner: SearchStrategy[Type]) -> Variant:
    """Variants with many cases, the last of which has a payload."""
    count = draw(st.sampled_from([n for n in edges.COUNTS if n > 1]))
    return _variant([*([None] * (count - 1)), draw(inner)])


def functions(scope: Scope = Scope()) -> SearchStrategy[Func]:
    """Function types, often with as many flat parameters as are just allowed, or one more."""
    some = st.lists(types(scope), max_size=4)
    many = st.sampled_from(FLAT_LIMITS).flatmap(lambda count: st.lists(scalars, min_size=count, max_size=count))
    params = (some | many).map(tuple)
    return st.builds(Func, params, st.none() | types(scope))


def values(t: Type, longest: int = 5) -> SearchStrategy[Value]:
    """Values of a type; lists have up to `longest` elements."""
    made: SearchStrategy[Value] = choose_by_kind(
        t,
        {
            Bool: lambda t: st.booleans(),
            Int: lambda t: st.sampled_from(edges.integers(t)) | st.integers(t.low, t.high),
            Float: lambda t: st.sampled_from(edges.floats(t)) | st.floats(width=t.bits),
            Char: lambda t: characters,
            String: lambda t: texts,
            List: lambda t: _lists(t, longest),
            Product: lambda t: _products(t, longest),
            Sum: lambda t: st.sampled_from(range(len(t.cases))).flatmap(lambda index: _case(t, index, longest)),
            Flags: lambda t: st.frozensets(st.sampled_from(t.labels)) | st.just(frozenset(t.labels)),
            Handle: lambda t: st.integers(0, 0xFFFFFFFF),
        },
    )
    return made


characters: SearchStrategy[str] = st.sampled_from([chr(n) for n in edges.CODE_POINTS]) | st.characters(
    exclude_categories=["Cs"]
)
"""Unicode scalar values."""
texts: SearchStrategy[str] = (
    st.sampled_from(edges.STRINGS)
    | st.text(st.characters(max_codepoint=0x7F), max_size=20)
    | st.text(st.characters(max_codepoint=0xFF), max_size=20)
    | st.text(characters, max_size=20)
)
"""Strings: of edges, of ASCII, of Latin-1, of anything."""


def _lists(t: List, longest: int) -> SearchStrategy[Value]:
    """Lists, shorter the deeper they nest."""
    low, high = (0, longest) if t.length is None else (t.length, t.length)
    return st.lists(values(t.element, max(1, longest // 2)), min_size=low, max_size=high)


def _products(t: Product, longest: int) -> SearchStrategy[Value]:
    """Tuples, or dicts by label."""
    if isinstance(t, Tuple):
        return st.tuples(*(values(part, longest) for part in t.items))
    return st.fixed_dictionaries({label: values(part, longest) for label, part in t.fields})


def _case(t: Sum, index: int, longest: int) -> SearchStrategy[Case]:
    """This case, with any payload of it."""
    label, part = t.cases[index]
    return st.just(Case(label)) if part is None else values(part, longest).map(lambda payload: Case(label, payload))


def typed_values(scope: Scope = Scope()) -> SearchStrategy[tuple[Type, Value]]:
    """A type and one of its values."""
    return types(scope).flatmap(lambda t: st.tuples(st.just(t), values(t)))


@st.composite
def images(draw: DrawFn, t: Type, encoding: Encoding = "utf8", hostile: bool = True, flat: bool | None = None) -> Image:
    """What a guest may hand out as a value of a type: a true image, in which something may have been spoiled.

    With `hostile`, discriminants, characters, pointers, lengths, the bytes of strings, numbers and flags may be other
    than a well-behaved guest makes them. Whether the image must be refused, or which value it is, is for
    `Image.outcome` to say. Handles are not spoiled here. `flat`: as core values, or stored, or (None) either.
    """
    fill = draw(st.sampled_from((0xAA, 0x00, 0xFF)))
    flat = draw(st.booleans()) if flat is None else flat
    image = lowered_image(t, draw(values(t)), encoding, fill=fill, flat=flat, room=draw(st.sampled_from((0, 1, 8, 64))))
    for _ in range(draw(st.integers(0, 2)) if hostile else 0):
        found = spans(image)
        if found:
            span = draw(st.sampled_from(found))
            image = with_bytes(image, span.at, draw(_spoiled(image, span)))
    if hostile and image.flats is not None:
        image = replace(image, flats=draw(_junk(image.flats, flat_types(t))))
    return image


def _spoiled(image: Image, span: Span) -> SearchStrategy[bytes]:
    """Other bytes for a span."""
    anything = st.binary(min_size=span.size, max_size=span.size)
    return (
        st.sampled_from(spoilings(image, span)) | anything
        if span.kind == "text"
        else st.sampled_from(spoilings(image, span))
    )


@st.composite
def _junk(draw: DrawFn, flats: tuple[int, ...], cores: tuple[str, ...]) -> tuple[int, ...]:
    """Flats of which one may be any number of its width, for upper halves, unused slots and bad discriminants."""
    index = draw(st.integers(0, len(flats) - 1))
    width = 64 if cores[index].endswith("64") else 32
    above = draw(st.sampled_from((0, 0x100, 0xFFFFFF00, 0xFFFFFFFF00000000, 1 << 32)))
    number = draw(st.just(flats[index] | above) | st.integers(0, (1 << width) - 1)) % (1 << width)
    return (*flats[:index], number, *flats[index + 1 :])
