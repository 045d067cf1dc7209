"""Values against their types: is this one of them, and are two the same?"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

from conformance.abi.types import (
    Bool,
    Case,
    Char,
    Flags,
    Float,
    Handle,
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


class NotAValue(ValueError):
    """This is no value of the type."""


def check_value(t: Type, value: Value) -> None:
    """Raise NotAValue for what is no value of the type, in the shape that `types.Value` describes."""
    if not _is_value(t, value):
        raise NotAValue(f"{value!r} is no {t}")


def _is_value(t: Type, value: Value) -> bool:
    """Is it?"""
    test: Callable[[Value], bool] = choose_by_kind(
        t,
        {
            Bool: lambda t: lambda v: isinstance(v, bool),
            Int: lambda t: lambda v: type(v) is int and t.low <= v <= t.high,
            Float: lambda t: lambda v: type(v) is float and (t.bits == 64 or fits_f32(v)),
            Char: lambda t: lambda v: isinstance(v, str) and len(v) == 1 and is_text(v),
            String: lambda t: lambda v: isinstance(v, str) and is_text(v),
            Flags: lambda t: lambda v: isinstance(v, frozenset) and v <= set(t.labels),
            Handle: lambda t: lambda v: type(v) is int and 0 <= v < 1 << 32,
            List: _list_test,
            Product: _product_test,
            Sum: _sum_test,
        },
    )
    return test(value)


def _list_test(t: List) -> Callable[[Value], bool]:
    """Every element is a value, and there are as many as the type says."""

    def test(value: Value) -> bool:
        right_length = isinstance(value, list) and t.length in (None, len(value))
        return right_length and all(_is_value(t.element, item) for item in value)

    return test


def _product_test(t: Product) -> Callable[[Value], bool]:
    """A dict of all labels, or a tuple of all items."""

    def test(value: Value) -> bool:
        if isinstance(t, Tuple):
            return isinstance(value, tuple) and len(value) == len(t.items) and all(map(_is_value, t.items, value))
        labels = [label for label, _ in t.fields]
        whole = isinstance(value, dict) and sorted(value) == sorted(labels)
        return whole and all(_is_value(part, value[label]) for label, part in t.fields)

    return test


def _sum_test(t: Sum) -> Callable[[Value], bool]:
    """A case of the type, with a payload where it has one."""

    def test(value: Value) -> bool:
        if not isinstance(value, Case) or value.label not in dict(t.cases):
            return False
        part = dict(t.cases)[value.label]
        return value.payload is None if part is None else _is_value(part, value.payload)

    return test


def fits_f32(value: float) -> bool:
    """Is this number one that 32 bits hold exactly?"""
    if math.isnan(value) or math.isinf(value):
        return True
    try:
        return bool(struct.unpack("<f", struct.pack("<f", value))[0] == value)
    except OverflowError:
        return False


def is_text(value: str) -> bool:
    """Are all of these Unicode scalar values, none a surrogate?"""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def same(one: Value, other: Value) -> bool:
    """Are two values of one type the same? All NaNs are; zeros are by their sign. Clause: Loading (NaN)."""
    if isinstance(one, float) and isinstance(other, float):
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return one == other and math.copysign(1, one) == math.copysign(1, other)
    if isinstance(one, Case) and isinstance(other, Case):
        return one.label == other.label and same(one.payload, other.payload)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[label], other[label]) for label in one)
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return type(one) is type(other) and bool(one == other)
