"""Values into a guest: into its memory (Storing), into core values (Flat Lowering), and which of the two (spilling).

A type is compiled once to closures. A core value is its bit pattern, an unsigned integer, whatever its type: what the
text calls reinterpretation and zero-extension, where cases of different types share a slot, then changes nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache

from conformance.abi.layout import (
    CACHED,
    MAX_FLAT_PARAMS,
    MAX_FLAT_RESULTS,
    alignment,
    discriminant_size,
    field_offsets,
    flags_size,
    flat_types,
    flat_types_of,
    payload_offset,
    size,
)
from conformance.abi.memory import Side, Spot
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import (
    Bool,
    Borrow,
    Case,
    Char,
    Flags,
    Float,
    Int,
    List,
    Own,
    Product,
    String,
    Sum,
    Tuple,
    Type,
    Value,
    choose_by_kind,
)

Store = Callable[[Side, Value, int], None]
Flatten = Callable[[Side, Value, list[int]], None]
_INT_CODES = {1: "B", 2: "H", 4: "I", 8: "Q"}


def int_code(size: int, signed: bool = False) -> str:
    """The letter by which `struct` knows an integer."""
    return _INT_CODES[size].lower() if signed else _INT_CODES[size]


@lru_cache(CACHED)
def storer(t: Type) -> Store:
    """The function that stores a value of a type at an address. Clause: Storing (store)."""
    made: Store = choose_by_kind(
        t,
        {
            Bool: lambda t: _store_number("B"),
            Int: lambda t: _store_number(int_code(t.bits // 8, t.signed)),
            Float: _store_float,
            Char: lambda t: _store_char,
            String: lambda t: _store_pair(_string_block),
            List: _store_list,
            Product: _store_product,
            Sum: _store_sum,
            Flags: _store_flags,
            Own: lambda t: _store_handle(t),
            Borrow: lambda t: _store_handle(t),
        },
    )
    return made


@lru_cache(CACHED)
def flattener(t: Type) -> Flatten:
    """The function that appends a value's core values to a list. Clause: Flat Lowering (lower_flat)."""
    made: Flatten = choose_by_kind(
        t,
        {
            Bool: lambda t: lambda side, value, out: out.append(int(value)),
            Int: lambda t: _flatten_int((1 << max(t.bits, 32)) - 1),
            Float: _flatten_float,
            Char: lambda t: lambda side, value, out: out.append(ord(value)),
            String: lambda t: lambda side, value, out: out.extend(_string_block(side, value)),
            List: _flatten_list,
            Product: _flatten_product,
            Sum: _flatten_sum,
            Flags: lambda t: _flatten_flags(_flag_bits(t)),
            Own: lambda t: _flatten_handle(t),
            Borrow: lambda t: _flatten_handle(t),
        },
    )
    return made


def _store_number(code: str) -> Store:
    """Integers and bools, little-endian. Clause: Storing (store_int)."""
    pack = struct.Struct(f"<{code}").pack_into
    return lambda side, value, at: pack(side.memory, at, value)


def _store_char(side: Side, value: Value, at: int) -> None:
    """A char's number. Clause: Storing (char_to_i32)."""
    struct.pack_into("<I", side.memory, at, ord(value))


def _store_float(t: Float) -> Store:
    """Floats; a NaN may be any, so where it went is remembered. Clause: Storing (maybe_scramble_nan)."""
    pack = struct.Struct("<f" if t.bits == 32 else "<d").pack_into
    pack_bits = struct.Struct("<I" if t.bits == 32 else "<Q").pack_into

    def store(side: Side, value: Value, at: int) -> None:
        if value == value:
            pack(side.memory, at, value)
        else:
            pack_bits(side.memory, at, side.nan32 if t.bits == 32 else side.nan64)
            side.memory_nans.append(Spot(at, t.bits))

    return store


def _flatten_int(mask: int) -> Flatten:
    """Two's complement in 32 or 64 bits. Clause: Flat Lowering (lower_flat_signed)."""
    return lambda side, value, out: out.append(value & mask)


def _flatten_float(t: Float) -> Flatten:
    """A float's bits. Clause: Flat Lowering."""
    pack = struct.Struct("<f" if t.bits == 32 else "<d").pack

    def flatten(side: Side, value: Value, out: list[int]) -> None:
        if value == value:
            out.append(int.from_bytes(pack(value), "little"))
        else:
            side.flat_nans.append(Spot(len(out), t.bits))
            out.append(side.nan32 if t.bits == 32 else side.nan64)

    return flatten


def _store_pair(block: Callable[[Side, Value], tuple[int, int]]) -> Store:
    """What is a pointer and a length in memory. Clause: Storing (store_string, store_list)."""
    pack = struct.Struct("<II").pack_into
    return lambda side, value, at: pack(side.memory, at, *block(side, value))


def _string_block(side: Side, value: str) -> tuple[int, int]:
    """Carry out the plan of a string. Clause: Storing (store_string_into_range)."""
    form, deflated_alignment = side.way(value, side.log)
    steps = side.plan(value, form, side.encoding, deflated_alignment)
    block = held = 0
    blocks: list[tuple[int, int]] = []
    for stage in steps.stages:
        block = side.reallocate(block, held, stage.alignment, stage.size)
        held = stage.size
        blocks.append((block, held))
        if stage.widened:
            narrow = bytes(side.memory[block : block + stage.widened])
            side.memory[block : block + 2 * stage.widened] = narrow.decode("latin-1").encode("utf-16-le")
        for offset, data in stage.writes:
            side.memory[block + offset : block + offset + len(data)] = data
    if side.scribble is not None and len(blocks) > 1:
        _scribble(side, blocks, block, block + steps.size)
    return block, steps.length


def _scribble(side: Side, blocks: list[tuple[int, int]], start: int, end: int) -> None:
    """Overwrite what is left in blocks, outside the string itself, whose content no clause promises."""
    assert side.scribble is not None
    kept = bytes(side.memory[start:end])
    for block, held in blocks:
        side.memory[block : block + held] = bytes([side.scribble]) * held
    side.memory[start:end] = kept


def _list_block(t: List) -> Callable[[Side, Value], tuple[int, int]]:
    """A list's block is there before its first element is lowered. Clause: Storing (store_list_into_range)."""
    element_size, element_alignment, fill = size(t.element), alignment(t.element), _fill(t.element)

    def block(side: Side, value: Value) -> tuple[int, int]:
        at = side.allocate(element_alignment, len(value) * element_size)
        fill(side, value, at)
        return at, len(value)

    return block


def _fill(element: Type) -> Store:
    """The function that stores elements one after the other. Clause: Storing (store_list_into_valid_range)."""
    step, store = size(element), storer(element)
    if isinstance(element, Int):
        code = int_code(step, element.signed)

        def fill_ints(side: Side, value: Value, at: int) -> None:
            struct.pack_into(f"<{len(value)}{code}", side.memory, at, *value)

        return fill_ints

    def fill(side: Side, value: Value, at: int) -> None:
        for item in value:
            store(side, item, at)
            at += step

    return fill


def _store_list(t: List) -> Store:
    """A pointer and a length, or the elements in place. Clause: Storing (store_list)."""
    return _store_pair(_list_block(t)) if t.length is None else _fill(t.element)


def _flatten_list(t: List) -> Flatten:
    """A pointer and a length, or the elements as a tuple. Clause: Flat Lowering (lower_flat_list)."""
    if t.length is None:
        block = _list_block(t)
        return lambda side, value, out: out.extend(block(side, value))
    flatten = flattener(t.element)

    def flatten_all(side: Side, value: Value, out: list[int]) -> None:
        for item in value:
            flatten(side, item, out)

    return flatten_all


def _parts(t: Product, value: Value) -> Sequence[Value]:
    """A product's values in the order of its fields."""
    return value if isinstance(t, Tuple) else [value[label] for label, _ in t.fields]


def _store_product(t: Product) -> Store:
    """Fields in order, each at its offset. Clause: Storing (store_record)."""
    stores = [(offset, storer(part)) for offset, (_, part) in zip(field_offsets(t), t.fields, strict=True)]

    def store(side: Side, value: Value, at: int) -> None:
        for (offset, store_part), part in zip(stores, _parts(t, value), strict=True):
            store_part(side, part, at + offset)

    return store


def _flatten_product(t: Product) -> Flatten:
    """Fields in order. Clause: Flat Lowering (lower_flat_record)."""
    flattens = [flattener(part) for _, part in t.fields]

    def flatten(side: Side, value: Value, out: list[int]) -> None:
        for flatten_part, part in zip(flattens, _parts(t, value), strict=True):
            flatten_part(side, part, out)

    return flatten


def _store_sum(t: Sum) -> Store:
    """The case's index, then its payload. Clause: Storing (store_variant)."""
    pack = struct.Struct(f"<{int_code(discriminant_size(t))}").pack_into
    offset = payload_offset(t)
    table = {label: (index, part and storer(part)) for index, (label, part) in enumerate(t.cases)}

    def store(side: Side, value: Case, at: int) -> None:
        index, store_part = table[value.label]
        pack(side.memory, at, index)
        if store_part:
            store_part(side, value.payload, at + offset)

    return store


def _flatten_sum(t: Sum) -> Flatten:
    """The case's index, its payload, and zeros in the slots that this case does not use.

    Clause: Flat Lowering (lower_flat_variant).
    """
    width = len(flat_types(t))
    table = {label: (index, part and flattener(part)) for index, (label, part) in enumerate(t.cases)}

    def flatten(side: Side, value: Case, out: list[int]) -> None:
        end = len(out) + width
        index, flatten_part = table[value.label]
        out.append(index)
        if flatten_part:
            flatten_part(side, value.payload, out)
        out.extend([0] * (end - len(out)))

    return flatten


def _flag_bits(t: Flags) -> Callable[[Value], int]:
    """The first label is the lowest bit. Clause: Storing (pack_flags_into_int)."""
    weights = {label: 1 << index for index, label in enumerate(t.labels)}
    return lambda value: sum(weights[label] for label in value)


def _store_flags(t: Flags) -> Store:
    """Flags as an integer. Clause: Storing (store_flags)."""
    store, bits = _store_number(int_code(flags_size(t))), _flag_bits(t)
    return lambda side, value, at: store(side, bits(value), at)


def _flatten_flags(bits: Callable[[Value], int]) -> Flatten:
    """Flags as an i32. Clause: Flat Lowering (lower_flat_flags)."""
    return lambda side, value, out: out.append(bits(value))


def _handle(side: Side, t: Own | Borrow, rep: int) -> int:
    """A handle for a representation. Clause: Storing (lower_own, lower_borrow)."""
    if side.instance is None:
        raise ValueError("handles need an instance")
    resource = side.resources[t.resource]
    if isinstance(t, Own):
        return side.instance.receive(resource, rep)
    if side.scope is None:
        raise ValueError("borrowed handles need the scope of a call")
    return side.instance.receive_borrowed(resource, rep, side.scope)


def _store_handle(t: Own | Borrow) -> Store:
    """A handle's index. Clause: Storing."""
    store = _store_number("I")
    return lambda side, value, at: store(side, _handle(side, t, value), at)


def _flatten_handle(t: Own | Borrow) -> Flatten:
    """A handle's index. Clause: Flat Lowering."""
    return lambda side, value, out: out.append(_handle(side, t, value))


def lower_values(
    side: Side, types: tuple[Type, ...], values: Sequence[Value], most: int, area: int | None = None
) -> list[int]:
    """Core values for several values, or, where they are more than `most`, the address of a tuple of them.

    With `area`, the tuple goes where the caller says, and nothing is returned; else into a fresh block.
    Clause: Lifting and Lowering Values (lower_flat_values).
    """
    if len(flat_types_of(types)) <= most:
        out: list[int] = []
        for t, value in zip(types, values, strict=True):
            flattener(t)(side, value, out)
        return out
    whole = Tuple(types)
    if area is None:
        at = side.allocate(alignment(whole), size(whole))
    else:
        at = area
        check_area(side, at, whole, Trap.RETURN_AREA_MISALIGNED, Trap.RETURN_AREA_OUT_OF_BOUNDS)
    storer(whole)(side, tuple(values), at)
    return [at] if area is None else []


def check_area(side: Side, at: int, t: Type, misaligned: Trap, out_of_bounds: Trap) -> None:
    """An area in memory is aligned, then within bounds. Clause: Lifting and Lowering Values."""
    if at % alignment(t):
        raise Trapped(misaligned, f"{at:#x} for alignment {alignment(t)}")
    if at + size(t) > len(side.memory):
        raise Trapped(out_of_bounds, f"{at:#x} + {size(t)} of {len(side.memory)}")


def lower_params(side: Side, types: tuple[Type, ...], values: Sequence[Value]) -> list[int]:
    """Parameters into a guest that is called. Clause: canon lift."""
    return lower_values(side, types, values, MAX_FLAT_PARAMS)


def lower_results(side: Side, types: tuple[Type, ...], values: Sequence[Value], area: int | None) -> list[int]:
    """Results into a guest that called; `area` is its trailing core parameter, if there is one. Clause: canon lower."""
    return lower_values(side, types, values, MAX_FLAT_RESULTS, area)
