"""Values out of a guest: from its memory (Loading), from core values (Flat Lifting), and from which of the two.

Nothing is read that the text does not read: no padding, no payload of another case, no surplus slot. Core values are
bit patterns; reading 32 bits of a slot that is wider drops the rest.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from conformance.abi import strings
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
from conformance.abi.lower import check_area, int_code
from conformance.abi.memory import Side
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

Load = Callable[[Side, int], Value]
Unflatten = Callable[[Side, Iterator[int]], Value]
MAX_LIST_BYTES = (1 << 28) - 1
"""No longer list is lifted. Clause: Loading (MAX_LIST_BYTE_LENGTH)."""
_LOW = 0xFFFFFFFF


@lru_cache(CACHED)
def loader(t: Type) -> Load:
    """The function that loads a value of a type from an address. Clause: Loading (load)."""
    made: Load = choose_by_kind(
        t,
        {
            Bool: lambda t: lambda side, at: side.memory[at] != 0,
            Int: lambda t: _load_number(int_code(t.bits // 8, t.signed)),
            Float: lambda t: _load_number("f" if t.bits == 32 else "d", _the_nan),
            Char: lambda t: _load_number("I", _char),
            String: lambda t: _load_pair(_string_at),
            List: _load_list,
            Product: _load_product,
            Sum: _load_sum,
            Flags: lambda t: _load_number(int_code(flags_size(t)), _flags(t)),
            Own: lambda t: _load_handle(t),
            Borrow: lambda t: _load_handle(t),
        },
    )
    return made


@lru_cache(CACHED)
def unflattener(t: Type) -> Unflatten:
    """The function that takes a value's core values from an iterator. Clause: Flat Lifting (lift_flat)."""
    made: Unflatten = choose_by_kind(
        t,
        {
            Bool: lambda t: lambda side, flats: next(flats) & _LOW != 0,
            Int: _unflatten_int,
            Float: _unflatten_float,
            Char: lambda t: lambda side, flats: _char(next(flats) & _LOW),
            String: lambda t: lambda side, flats: _string_at(side, next(flats) & _LOW, next(flats) & _LOW),
            List: _unflatten_list,
            Product: _unflatten_product,
            Sum: _unflatten_sum,
            Flags: lambda t: _unflatten_flags(_flags(t)),
            Own: lambda t: _unflatten_handle(t),
            Borrow: lambda t: _unflatten_handle(t),
        },
    )
    return made


def _load_number(code: str, convert: Callable[[Value], Value] = lambda number: number) -> Load:
    """A number, and what is made of it. Clause: Loading (load_int)."""
    unpack = struct.Struct(f"<{code}").unpack_from
    return lambda side, at: convert(unpack(side.memory, at)[0])


def _the_nan(value: Value) -> Value:
    """A NaN loses sign and payload. Clause: Loading (canonicalize_nan)."""
    return value if value == value else math.nan


def _char(number: Value) -> Value:
    """A Unicode scalar value, or a trap. Clause: Loading (convert_i32_to_char)."""
    if number >= 0x110000:
        raise Trapped(Trap.CHAR_TOO_LARGE, f"{number:#x}")
    if 0xD800 <= number <= 0xDFFF:
        raise Trapped(Trap.CHAR_SURROGATE, f"{number:#x}")
    return chr(number)


def _flags(t: Flags) -> Callable[[Value], Value]:
    """The labels whose bits are set; further bits are ignored. Clause: Loading (unpack_flags_from_int)."""
    return lambda number: frozenset(label for index, label in enumerate(t.labels) if number >> index & 1)


def _unflatten_int(t: Int) -> Unflatten:
    """The low bits, whatever is above them. Clause: Flat Lifting (lift_flat_unsigned, lift_flat_signed)."""
    span = 1 << t.bits

    def unflatten(side: Side, flats: Iterator[int]) -> int:
        number = next(flats) % span
        return number - span if number > t.high else number

    return unflatten


def _unflatten_float(t: Float) -> Unflatten:
    """The float that the low bits are. Clause: Flat Lifting."""
    size, code = t.bits // 8, "<f" if t.bits == 32 else "<d"
    mask = (1 << t.bits) - 1
    return lambda side, flats: _the_nan(struct.unpack(code, (next(flats) & mask).to_bytes(size, "little"))[0])


def _unflatten_flags(flags: Callable[[Value], Value]) -> Unflatten:
    """Flags in an i32. Clause: Flat Lifting (lift_flat_flags)."""
    return lambda side, flats: flags(next(flats))


def _load_pair(read: Callable[[Side, int, int], Value]) -> Load:
    """What is a pointer and a length in memory. Clause: Loading (load_string, load_list)."""
    unpack = struct.Struct("<II").unpack_from
    return lambda side, at: read(side, *unpack(side.memory, at))


def _string_at(side: Side, at: int, length: int) -> strings.Text:
    """A string: not too long, aligned, in bounds, well formed, in this order. Clause: Loading (load_string)."""
    form, count, aligned = strings.reading(side.encoding, length)
    if count > strings.MAX_STRING_BYTES:
        raise Trapped(Trap.STRING_TOO_LONG, f"{count} bytes")
    if at % aligned:
        raise Trapped(Trap.STRING_MISALIGNED, f"{at:#x} for alignment {aligned}")
    if at + count > len(side.memory):
        raise Trapped(Trap.STRING_OUT_OF_BOUNDS, f"{at:#x} + {count} of {len(side.memory)}")
    try:
        return strings.decoded(bytes(side.memory[at : at + count]), form)
    except UnicodeDecodeError as error:
        raise Trapped(Trap.STRING_MALFORMED, str(error)) from None


def _list_at(t: List) -> Callable[[Side, int, int], Value]:
    """A list: not too long, aligned, in bounds, then its elements in order. Clause: Loading (load_list_from_range)."""
    step, aligned, read = size(t.element), alignment(t.element), _read_elements(t.element)

    def list_at(side: Side, at: int, length: int) -> Value:
        count = length * step
        if count > MAX_LIST_BYTES:
            raise Trapped(Trap.LIST_TOO_LONG, f"{count} bytes")
        if at % aligned:
            raise Trapped(Trap.LIST_MISALIGNED, f"{at:#x} for alignment {aligned}")
        if at + count > len(side.memory):
            raise Trapped(Trap.LIST_OUT_OF_BOUNDS, f"{at:#x} + {count} of {len(side.memory)}")
        return read(side, at, length)

    return list_at


def _read_elements(element: Type) -> Callable[[Side, int, int], Value]:
    """So many elements from an address on. Clause: Loading (load_list_from_valid_range)."""
    step, load = size(element), loader(element)
    if isinstance(element, Int):
        code = int_code(step, element.signed)
        return lambda side, at, length: list(struct.unpack_from(f"<{length}{code}", side.memory, at))
    return lambda side, at, length: [load(side, at + index * step) for index in range(length)]


def _load_list(t: List) -> Load:
    """A pointer and a length, or the elements in place. Clause: Loading (load_list)."""
    if t.length is None:
        return _load_pair(_list_at(t))
    read, length = _read_elements(t.element), t.length
    return lambda side, at: read(side, at, length)


def _unflatten_list(t: List) -> Unflatten:
    """A pointer and a length, or the elements as a tuple. Clause: Flat Lifting (lift_flat_list)."""
    if t.length is None:
        list_at = _list_at(t)
        return lambda side, flats: list_at(side, next(flats) & _LOW, next(flats) & _LOW)
    unflatten, length = unflattener(t.element), t.length
    return lambda side, flats: [unflatten(side, flats) for _ in range(length)]


def _whole(t: Product) -> Callable[[list[Value]], Value]:
    """A product's value of its parts'."""
    if isinstance(t, Tuple):
        return tuple
    labels = [label for label, _ in t.fields]
    return lambda parts: dict(zip(labels, parts, strict=True))


def _load_product(t: Product) -> Load:
    """Fields in order, each at its offset. Clause: Loading (load_record)."""
    loads = [(offset, loader(part)) for offset, (_, part) in zip(field_offsets(t), t.fields, strict=True)]
    whole = _whole(t)
    return lambda side, at: whole([load(side, at + offset) for offset, load in loads])


def _unflatten_product(t: Product) -> Unflatten:
    """Fields in order. Clause: Flat Lifting (lift_flat_record)."""
    unflattens, whole = [unflattener(part) for _, part in t.fields], _whole(t)
    return lambda side, flats: whole([unflatten(side, flats) for unflatten in unflattens])


def _check_case(t: Sum, index: int) -> int:
    """A case's index, or a trap. Clauses: Loading (load_variant), Flat Lifting (lift_flat_variant)."""
    if index >= len(t.cases):
        raise Trapped(Trap.BAD_DISCRIMINANT, f"{index} of {len(t.cases)}")
    return index


def _load_sum(t: Sum) -> Load:
    """The index, as wide as the number of cases demands, then that case's payload. Clause: Loading (load_variant)."""
    unpack, offset = struct.Struct(f"<{int_code(discriminant_size(t))}").unpack_from, payload_offset(t)
    table = [(label, part and loader(part)) for label, part in t.cases]

    def load(side: Side, at: int) -> Case:
        label, load_part = table[_check_case(t, unpack(side.memory, at)[0])]
        return Case(label, load_part(side, at + offset) if load_part else None)

    return load


def _unflatten_sum(t: Sum) -> Unflatten:
    """The index, all 32 bits of it, that case's payload, and the slots of the other cases unread.

    Clause: Flat Lifting (lift_flat_variant).
    """
    table = [(label, part and unflattener(part)) for label, part in t.cases]
    surplus = [len(flat_types(t)) - 1 - len(flat_types(part) if part else ()) for _, part in t.cases]

    def unflatten(side: Side, flats: Iterator[int]) -> Case:
        index = _check_case(t, next(flats) & _LOW)
        label, unflatten_part = table[index]
        payload = unflatten_part(side, flats) if unflatten_part else None
        for _ in range(surplus[index]):
            next(flats)
        return Case(label, payload)

    return unflatten


def _rep(side: Side, t: Own | Borrow, index: int) -> int:
    """The representation behind a handle that is passed on. Clause: Loading (lift_own, lift_borrow)."""
    if side.instance is None:
        raise ValueError("handles need an instance")
    resource = side.resources[t.resource]
    if isinstance(t, Own):
        return side.instance.give(resource, index)
    if side.scope is None:
        raise ValueError("borrowed handles need the scope of a call")
    return side.instance.lend(resource, index, side.scope)


def _load_handle(t: Own | Borrow) -> Load:
    """A handle in memory. Clause: Loading."""
    unpack = struct.Struct("<I").unpack_from
    return lambda side, at: _rep(side, t, unpack(side.memory, at)[0])


def _unflatten_handle(t: Own | Borrow) -> Unflatten:
    """A handle in an i32. Clause: Flat Lifting."""
    return lambda side, flats: _rep(side, t, next(flats) & _LOW)


def lift_values(side: Side, types: tuple[Type, ...], flats: Sequence[int], most: int) -> list[Value]:
    """Values of core values, or, where they are more than `most`, of the tuple whose address is the first of them.

    Clause: Lifting and Lowering Values (lift_flat_values).
    """
    if len(flat_types_of(types)) <= most:
        rest = iter(flats)
        return [unflattener(t)(side, rest) for t in types]
    whole = Tuple(types)
    check_area(side, flats[0] & _LOW, whole, Trap.SPILLED_MISALIGNED, Trap.SPILLED_OUT_OF_BOUNDS)
    return list(loader(whole)(side, flats[0] & _LOW))


def lift_params(side: Side, types: tuple[Type, ...], flats: Sequence[int]) -> list[Value]:
    """Parameters out of a guest that calls. Clause: canon lower."""
    return lift_values(side, types, flats, MAX_FLAT_PARAMS)


def lift_results(side: Side, types: tuple[Type, ...], flats: Sequence[int]) -> list[Value]:
    """Results out of a guest that was called. Clause: canon lift."""
    return lift_values(side, types, flats, MAX_FLAT_RESULTS)
