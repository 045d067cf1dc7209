"""Sizes, alignments and flattening of WIT types, as the Canonical ABI defines them for 32-bit memories."""

from __future__ import annotations

from dataclasses import dataclass

from guest_programs.tools.wit import (
    Enum,
    Flags,
    Function,
    Handle,
    List,
    Option,
    Primitive,
    Record,
    Result,
    Tuple,
    Type,
    Variant,
)

#: More flat parameters than this are spilled to memory, and so are more flat results than one.
MAX_FLAT_PARAMS = 16
MAX_FLAT_RESULTS = 1

_SIZES = {
    "bool": 1,
    "u8": 1,
    "s8": 1,
    "u16": 2,
    "s16": 2,
    "u32": 4,
    "s32": 4,
    "f32": 4,
    "char": 4,
    "u64": 8,
    "s64": 8,
    "f64": 8,
}
_FLATS = {"u64": "i64", "s64": "i64", "f32": "f32", "f64": "f64"}


@dataclass(frozen=True)
class Layout:
    """Size and alignment in bytes."""

    size: int
    align: int


def align_to(offset: int, align: int) -> int:
    """The next multiple of the alignment."""
    return (offset + align - 1) // align * align


def discriminant_size(cases: int) -> int:
    """Bytes of the discriminant of a variant with that many cases."""
    return 1 if cases <= 1 << 8 else 2 if cases <= 1 << 16 else 4


def flags_size(count: int) -> int:
    """Bytes that hold that many flags; more than 32 are not allowed."""
    return 1 if count <= 8 else 2 if count <= 16 else 4


def cases_of(kind: Type) -> tuple[Type | None, ...] | None:
    """The payloads of a type that is a variant in the ABI's eyes, else None."""
    if isinstance(kind, Option):
        return (None, kind.payload)
    if isinstance(kind, Result):
        return (kind.ok, kind.err)
    if isinstance(kind, Variant):
        return tuple(payload for _, payload in kind.cases)
    if isinstance(kind, Enum):
        return (None,) * len(kind.cases)
    return None


def members_of(kind: Type) -> tuple[Type, ...] | None:
    """The members of a type that is a record in the ABI's eyes, else None."""
    if isinstance(kind, Record):
        return tuple(field for _, field in kind.fields)
    if isinstance(kind, Tuple):
        return kind.elements
    return None


def layout(kind: Type) -> Layout:
    """How a value lies in memory."""
    if isinstance(kind, Handle):
        return Layout(4, 4)
    if isinstance(kind, List) or kind == Primitive("string"):
        return Layout(8, 4)
    if isinstance(kind, Primitive):
        return Layout(_SIZES[kind.kind], _SIZES[kind.kind])
    if isinstance(kind, Flags):
        size = flags_size(len(kind.flags))
        return Layout(size, size)
    members = members_of(kind)
    if members is not None:
        align = max((layout(member).align for member in members), default=1)
        return Layout(align_to(end(members), align), align)
    cases = cases_of(kind)
    assert cases is not None
    tag = discriminant_size(len(cases))
    payloads = [layout(case) for case in cases if case is not None]
    start = payload_offset(cases)
    align = max([tag, *(payload.align for payload in payloads)])
    return Layout(align_to(start + max((payload.size for payload in payloads), default=0), align), align)


def end(members: tuple[Type, ...]) -> int:
    """Where the last member of a record ends, before the padding."""
    offset = 0
    for member in members:
        place = layout(member)
        offset = align_to(offset, place.align) + place.size
    return offset


def offsets(members: tuple[Type, ...]) -> tuple[int, ...]:
    """Where each member of a record begins."""
    return tuple(align_to(end(members[:index]), layout(member).align) for index, member in enumerate(members))


def payload_offset(cases: tuple[Type | None, ...]) -> int:
    """Where the payload of a variant begins."""
    align = max((layout(case).align for case in cases if case is not None), default=1)
    return align_to(discriminant_size(len(cases)), align)


def _join(a: str, b: str) -> str:
    """The core type that can carry either of two, as the ABI joins the payloads of a variant."""
    if a == b:
        return a
    return "i32" if {a, b} == {"i32", "f32"} else "i64"


def flatten(kind: Type) -> tuple[str, ...]:
    """The core values that stand for a value outside memory."""
    if isinstance(kind, (Handle, Flags)):
        return ("i32",)
    if isinstance(kind, List) or kind == Primitive("string"):
        return ("i32", "i32")
    if isinstance(kind, Primitive):
        return (_FLATS.get(kind.kind, "i32"),)
    members = members_of(kind)
    if members is not None:
        return tuple(flat for member in members for flat in flatten(member))
    joined: list[str] = []
    for case in cases_of(kind) or ():
        for index, flat in enumerate(flatten(case) if case is not None else ()):
            if index < len(joined):
                joined[index] = _join(joined[index], flat)
            else:
                joined.append(flat)
    return ("i32", *joined)


@dataclass(frozen=True)
class Signature:
    """The core signature of an import: what is passed, and how the result comes back."""

    parameters: tuple[str, ...]
    results: tuple[str, ...]
    spilled: bool
    returns_in_memory: bool


def lowered(function: Function) -> Signature:
    """The core signature of an imported function."""
    flat = tuple(core for _, kind in function.parameters for core in flatten(kind))
    spilled = len(flat) > MAX_FLAT_PARAMS
    parameters = ("i32",) if spilled else flat
    results = flatten(function.result) if function.result is not None else ()
    in_memory = len(results) > MAX_FLAT_RESULTS
    if in_memory:
        return Signature((*parameters, "i32"), (), spilled, True)
    return Signature(parameters, results, spilled, False)
