"""Types and values for the test vectors, chosen and not drawn: the same in every version of every library."""

from __future__ import annotations

from itertools import chain, cycle, islice

from conformance.abi import edges
from conformance.abi.types import (
    Bool,
    Case,
    Char,
    Flags,
    Float,
    Int,
    List,
    Product,
    String,
    Sum,
    Tuple,
    Type,
    Value,
    choose_by_kind,
)

_NUMBERS = ("bool", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64", "char")


def _many(kind: str, count: int, tail: str = "") -> str:
    """An enum, flags, or a variant whose last case has the tail as its payload."""
    return f"{kind} {{ {', '.join(edges.labels(count))}{tail} }}"


def _repeat(parts: str, count: int) -> str:
    """A tuple that goes round these parts until it has so many."""
    return f"tuple<{', '.join(islice(cycle(parts.split()), count))}>"


TYPES: dict[str, tuple[str, ...]] = {
    "scalars": _NUMBERS,
    "flags-and-enums": (
        *(_many("flags", count) for count in edges.FLAG_COUNTS),
        *(_many("enum", count) for count in edges.COUNTS),
    ),
    "records": (
        "tuple<u8>",
        "tuple<u8, u16>",
        "tuple<u8, u32, u8>",
        "tuple<u8, u64, u8>",
        "tuple<u64, u8>",
        "tuple<s8, s16, s32, s64>",
        "tuple<f32, f64, char>",
        "tuple<tuple<u8, u32>, u8>",
        "tuple<u8, tuple<u8, u64>, u16>",
        "tuple<bool, tuple<bool, bool>>",
        "record { a: u8 }",
        "record { a: u8, b: u16, c: u8 }",
        "record { %type: f64, %list: bool, b2-c3: s16 }",
        "record { point: record { x: f32, y: f32 }, name: string }",
        "record { a: list<u8>, b: string, c: option<string> }",
        _repeat("u8", 15),
        _repeat("u8", 16),
        _repeat("u8", 17),
        _repeat("u8 u64", 16),
        _repeat("f32 f64 s8", 17),
        _repeat("string", 8),
        _repeat("string", 9),
        f"tuple<{_repeat('u16', 16)}, u8>",
        _repeat("char bool", 33),
    ),
    "variants": (
        "option<bool>",
        "option<u8>",
        "option<u16>",
        "option<u32>",
        "option<u64>",
        "option<f32>",
        "option<f64>",
        "option<char>",
        "option<string>",
        "option<option<u8>>",
        "option<option<option<char>>>",
        "result",
        "result<u8>",
        "result<_, u8>",
        "result<u8, f32>",
        "result<f32, u64>",
        "result<string, u8>",
        "result<_, string>",
        "result<list<u8>, option<f64>>",
        "variant { a(u32), b(f32) }",
        "variant { a(u32), b(u64) }",
        "variant { a(f32), b(f64) }",
        "variant { a(u32), b(f64) }",
        "variant { a(f32), b(u64) }",
        "variant { a(u64), b(f64) }",
        "variant { a(s8), b(s64) }",
        "variant { a(s32), b(f64), c }",
        "variant { a(bool), b(char), c(f32), d(s64), e(f64), f(string), g(flags { x, y }), h }",
        "variant { a(tuple<f32, f32>), b(tuple<u64, s8>), c(tuple<s16, f64, u8>), none }",
        "variant { a(option<u8>), b(u64) }",
        "variant { a(result<f32, char>), b(tuple<u64, u64>) }",
        "variant { a(string), b(tuple<u64, u64>) }",
        "variant { a(list<u16>), b(f64) }",
        "variant { a(u8), b(list<u64>) }",
        "variant { ok, err(u8), %true, none(u16) }",
        _many("variant", 255, ", z(u16)"),
        _many("variant", 256, ", z(u8)"),
        _many("variant", 256, ", z(u64)"),
        "tuple<option<u8>, option<u64>>",
        "tuple<u8, variant { a, b(u16) }, u8>",
        "result<tuple<u8, u8>, tuple<u8, u8, u8>>",
        "variant { a(tuple<u8, variant { x(f32), y(u64) }>), b(tuple<f64, char>) }",
    ),
    "lists": (
        *(f"list<{name}>" for name in _NUMBERS),
        "list<string>",
        "list<list<u8>>",
        "list<list<list<u32>>>",
        "list<tuple<u8, u16>>",
        "list<tuple<u8, u64>>",
        "list<option<u16>>",
        "list<option<string>>",
        "list<result<u8, string>>",
        "list<flags { a, b, c }>",
        "list<enum { a, b, c }>",
        "list<record { k: string, v: list<f32> }>",
        "list<variant { a(u64), b, c(char) }>",
        "tuple<list<u8>, list<u64>>",
        "tuple<list<string>, string>",
    ),
    "strings": ("string",),
    "misbehaved": ("string", "list<u32>", f"tuple<u64, {', '.join(['u8'] * 16)}>"),
    "gated": (
        "list<u8, 1>",
        "list<u16, 3>",
        "list<u64, 2>",
        "list<tuple<u8, u32>, 2>",
        "list<u8, 17>",
        "list<list<u8>, 2>",
        "option<list<u16, 3>>",
        "map<u8, u8>",
        "map<string, u32>",
        "map<char, option<string>>",
    ),
}
"""Types by the file that their vectors go to. "gated" needs a runtime's switch for fixed-length lists and maps."""


def edge_values(t: Type) -> list[Value]:
    """A few values of a type: those of the edges, and each case and shape."""
    found: list[Value] = choose_by_kind(
        t,
        {
            Bool: lambda t: [False, True],
            Int: lambda t: list(edges.integers(t)),
            Float: lambda t: list(edges.floats(t)),
            Char: lambda t: [chr(number) for number in edges.CODE_POINTS],
            String: lambda t: list(edges.STRINGS),
            Flags: _flags,
            List: _lists,
            Product: _products,
            Sum: _cases,
        },
    )
    return found


def _flags(t: Flags) -> list[Value]:
    """None, the first, the last, every other one, all."""
    chosen = [(), t.labels[:1], t.labels[-1:], t.labels[::2], t.labels]
    return list(dict.fromkeys(frozenset(labels) for labels in chosen))


def _lists(t: List) -> list[Value]:
    """Empty, of one, of several."""
    items = edge_values(t.element)
    if t.length is not None:
        return [list(islice(cycle(items), start, start + t.length)) for start in range(min(len(items), 3))]
    return [[], items[:1], items[1:3], items[-7:]]


def _products(t: Product) -> list[Value]:
    """Fields that go round their values, each from another place."""
    columns = [edge_values(part) for _, part in t.fields]
    found: list[Value] = []
    for row in range(min(4, max(len(column) for column in columns))):
        parts = [column[(row + index) % len(column)] for index, column in enumerate(columns)]
        found.append(
            tuple(parts) if isinstance(t, Tuple) else {f: p for (f, _), p in zip(t.fields, parts, strict=True)}
        )
    return found


def _cases(t: Sum) -> list[Value]:
    """Each case of the first few and the last, with a few payloads each."""
    chosen = dict.fromkeys(chain(t.cases[:8], t.cases[-1:]))
    found: list[Value] = []
    for label, part in chosen:
        payloads = [None] if part is None else edge_values(part)
        found += [
            Case(label, payload) for payload in (payloads if len(payloads) < 5 else [*payloads[:3], payloads[-1]])
        ]
    return found
