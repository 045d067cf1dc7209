"""Sizes, alignments, flat types: what follows from a type alone. Addresses have 32 bits unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from conformance.abi.types import (
    Bool,
    Char,
    Flags,
    Float,
    Func,
    Handle,
    Int,
    InvalidType,
    List,
    Map,
    Product,
    String,
    Sum,
    Type,
    choose_by_kind,
    walk,
)

Core = Literal["i32", "i64", "f32", "f64"]
POINTER = 4
"""Bytes of an address. Validation computes with 8, so that a type fits memories of both kinds."""
MAX_ELEMENT = 1 << 28
"""A type's size, at 8-byte addresses, is below this. Clause: Element Size."""
MAX_FLAT_PARAMS = 16
MAX_FLAT_RESULTS = 1
"""More flat values than these go through memory. Clause: Flattening."""
CACHED = 512
"""Types whose derived data is remembered. A campaign soon leaves a type behind: with eight times as many, as
much is found, and memory grows until they are there, which takes more than a hundred thousand values."""


def align_up(at: int, alignment: int) -> int:
    """The least multiple of `alignment`, a power of two, that is not below `at`."""
    return (at + alignment - 1) & -alignment


@lru_cache(CACHED)
def size_and_alignment(t: Type, pointer: int = POINTER) -> tuple[int, int]:
    """Bytes that a value takes as an element of a list, and their alignment. Clauses: Alignment, Element Size."""

    def product(t: Product) -> tuple[int, int]:
        end, alignment = 0, 1
        for _, part in t.fields:
            part_size, part_alignment = size_and_alignment(part, pointer)
            end = align_up(end, part_alignment) + part_size
            alignment = max(alignment, part_alignment)
        return align_up(end, alignment), alignment

    def cases(t: Sum) -> tuple[int, int]:
        payloads = [size_and_alignment(part, pointer) for _, part in t.cases if part is not None]
        alignment = max([discriminant_size(t), *(a for _, a in payloads)])
        end = payload_offset(t, pointer) + max((s for s, _ in payloads), default=0)
        return align_up(end, alignment), alignment

    def several(t: List) -> tuple[int, int]:
        if t.length is None:
            return 2 * pointer, pointer
        size, alignment = size_and_alignment(t.element, pointer)
        return t.length * size, alignment

    def plain(size: int) -> tuple[int, int]:
        return size, size

    found: tuple[int, int] = choose_by_kind(
        t,
        {
            Bool: lambda _: plain(1),
            Int: lambda t: plain(t.bits // 8),
            Float: lambda t: plain(t.bits // 8),
            Char: lambda _: plain(4),
            String: lambda _: (2 * pointer, pointer),
            Flags: lambda t: plain(flags_size(t)),
            Handle: lambda _: plain(4),
            List: several,
            Product: product,
            Sum: cases,
        },
    )
    return found


def size(t: Type) -> int:
    """Bytes of a value in memory. Clause: Element Size."""
    return size_and_alignment(t)[0]


def alignment(t: Type) -> int:
    """Alignment of a value in memory. Clause: Alignment."""
    return size_and_alignment(t)[1]


def discriminant_size(t: Sum) -> int:
    """1 byte numbers up to 256 cases, 2 bytes up to 65536, else 4. Clause: Alignment (discriminant_type)."""
    count = len(t.cases)
    return 1 if count <= 1 << 8 else 2 if count <= 1 << 16 else 4


@lru_cache(CACHED)
def payload_offset(t: Sum, pointer: int = POINTER) -> int:
    """Where the payload of any case begins. Clause: Loading (load_variant)."""
    alignments = [size_and_alignment(part, pointer)[1] for _, part in t.cases if part is not None]
    return align_up(discriminant_size(t), max(alignments, default=1))


@lru_cache(CACHED)
def field_offsets(t: Product) -> tuple[int, ...]:
    """Where each field begins. Clause: Loading (load_record)."""
    offsets, end = [], 0
    for _, part in t.fields:
        offsets.append(align_up(end, alignment(part)))
        end = offsets[-1] + size(part)
    return tuple(offsets)


def flags_size(t: Flags) -> int:
    """1, 2 or 4 bytes for up to 8, 16 or 32 flags. Clause: Alignment (alignment_flags)."""
    return 1 if len(t.labels) <= 8 else 2 if len(t.labels) <= 16 else 4


def join(one: Core, other: Core) -> Core:
    """The flat type that holds either. Clause: Flattening (join)."""
    if one == other:
        return one
    return "i32" if {one, other} == {"i32", "f32"} else "i64"


@lru_cache(CACHED)
def flat_types(t: Type) -> tuple[Core, ...]:
    """The core values of which a value consists, when it is not in memory. Clause: Flattening."""

    def cases(t: Sum) -> tuple[Core, ...]:
        joined: list[Core] = []
        for _, part in t.cases:
            for index, core in enumerate(() if part is None else flat_types(part)):
                joined[index : index + 1] = [join(joined[index], core) if index < len(joined) else core]
        return "i32", *joined

    def several(t: List) -> tuple[Core, ...]:
        return ("i32", "i32") if t.length is None else flat_types(t.element) * t.length

    found: tuple[Core, ...] = choose_by_kind(
        t,
        {
            Bool: lambda _: ("i32",),
            Int: lambda t: ("i64",) if t.bits == 64 else ("i32",),
            Float: lambda t: (f"f{t.bits}",),
            Char: lambda _: ("i32",),
            String: lambda _: ("i32", "i32"),
            Flags: lambda _: ("i32",),
            Handle: lambda _: ("i32",),
            List: several,
            Product: lambda t: tuple(core for _, part in t.fields for core in flat_types(part)),
            Sum: cases,
        },
    )
    return found


def flat_types_of(types: tuple[Type, ...]) -> tuple[Core, ...]:
    """The core values of several values in sequence. Clause: Flattening (flatten_types)."""
    return tuple(core for t in types for core in flat_types(t))


@dataclass(frozen=True)
class CoreSignature:
    """The type of a core function."""

    params: tuple[Core, ...]
    results: tuple[Core, ...]


def core_signature(func: Func, direction: Literal["lift", "lower"]) -> CoreSignature:
    """The core function that a lifted function is made of, or that a lowered one is. Clause: Flattening."""
    params, results = flat_types_of(func.params), flat_types_of(func.results)
    if len(params) > MAX_FLAT_PARAMS:
        params = ("i32",)
    if len(results) > MAX_FLAT_RESULTS:
        if direction == "lift":
            results = ("i32",)
        else:
            params, results = (*params, "i32"), ()
    return CoreSignature(params, results)


def required_options(func: Func, direction: Literal["lift", "lower"]) -> frozenset[str]:
    """Those of `memory` and `realloc` that validation demands. Clauses: canonopt Validation, canon lift, canon lower.

    A memory where a list or string is, and a realloc where it is made.
    """
    spilled = len(flat_types_of(func.params)) > MAX_FLAT_PARAMS
    in_memory = len(flat_types_of(func.results)) > MAX_FLAT_RESULTS
    made, read = (func.params, func.results) if direction == "lift" else (func.results, func.params)
    needs: set[str] = set()
    if spilled or in_memory or _holds_pointers(made + read):
        needs.add("memory")
    if _holds_pointers(made) or (spilled and direction == "lift"):
        needs |= {"memory", "realloc"}
    return frozenset(needs)


def _holds_pointers(types: tuple[Type, ...]) -> bool:
    """Is a string or a list of any length part of these?"""
    return any(is_pair(part) for t in types for part in walk(t))


def is_pair(t: Type) -> bool:
    """Is this type a pointer and a length to the ABI?"""
    return isinstance(t, String | Map) or (isinstance(t, List) and t.length is None)


def validate(t: Type) -> None:
    """Raise InvalidType for a type that is too large. Clause: Element Size (computed with 8-byte addresses)."""
    for part in walk(t):
        if size_and_alignment(part, 8)[0] >= MAX_ELEMENT:
            raise InvalidType(f"{size_and_alignment(part, 8)[0]} bytes; a type takes less than {MAX_ELEMENT}")
