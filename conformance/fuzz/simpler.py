"""What is simpler than an example: the steps by which one that fails is made smaller, the largest first.

A step changes types and values together, and takes along what was spoiled in the parts that stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from conformance.abi.layout import flat_types_of
from conformance.abi.types import (
    U8,
    Bool,
    Case,
    Char,
    Enum,
    Flags,
    Float,
    Int,
    List,
    Option,
    Product,
    Record,
    Result,
    String,
    Sum,
    Tuple,
    Type,
    Value,
    Variant,
    children,
    choose_by_kind,
)
from conformance.fuzz.examples import Example, Spoil

Rename = Callable[[str], str | None]
"""The path of a part after a step, or None for one that is gone."""
_NUMBERS = (0, 1, -1, 2, 0x7F, 0x80, 0xFF)


@dataclass(frozen=True)
class Step:
    """A simpler type, its value, and what becomes of the parts."""

    type: Type
    value: Value
    rename: Rename


def _stay(path: str) -> str | None:
    return path


def _gone(path: str) -> str | None:
    return None


def _only(prefix: str) -> Rename:
    """Only what is within a part stays, which becomes the whole."""
    return lambda path: path[len(prefix) :] if _within(path, prefix) else None


def _within(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", ".", "[", "(")


def _moved(places: dict[str, str]) -> Rename:
    """Parts get other labels; those that get none are gone."""

    def rename(path: str) -> str | None:
        for old, new in places.items():
            if _within(path, old):
                return new + path[len(old) :]
        return path if path == "" else None

    return rename


def _inside(prefix: str, rename: Rename) -> Rename:
    """What a step in a part is for the whole."""

    def outer(path: str) -> str | None:
        if not _within(path, prefix):
            return path
        inner = rename(path[len(prefix) :])
        return None if inner is None else prefix + inner

    return outer


def simpler(example: Example) -> Iterator[Example]:
    """Simpler examples, those that leave out most first. None of them is more than the one that they come from."""
    yield from _fewer_types(example)
    yield from _plainer(example)
    several = len(example.types) > 1
    for index, (t, value) in enumerate(zip(example.types, example.values, strict=True)):
        for step in steps(t, value):
            types = (*example.types[:index], step.type, *example.types[index + 1 :])
            values = (*example.values[:index], step.value, *example.values[index + 1 :])
            rename = _inside(f".{index}", step.rename) if several else step.rename
            yield from _kept(example, types, values, rename)


def _fewer_types(example: Example) -> Iterator[Example]:
    """With one of several types, or without one."""
    count = len(example.types)
    if count == 1:
        return
    for index in range(count):
        yield from _kept(example, (example.types[index],), (example.values[index],), _only(f".{index}"))
    for index in range(count if count > 2 else 0):
        left = [other for other in range(count) if other != index]
        places = {f".{old}": f".{new}" for new, old in enumerate(left)}
        types, values = (tuple(some[other] for other in left) for some in (example.types, example.values))
        yield from _kept(example, types, values, _moved(places))


def _kept(example: Example, types: tuple[Type, ...], values: tuple[Value, ...], rename: Rename) -> Iterator[Example]:
    """The example with other types and values. What is spoiled in it may have another place then."""
    renamed = [(spoil, rename(spoil.path)) for spoil in example.spoils]
    spoils = tuple(replace(spoil, path=path) for spoil, path in renamed if path is not None)
    made = replace(example, types=types, values=values, spoils=spoils)
    cores = flat_types_of(types)
    if example.junk is None:
        yield made
        if made.flat and not example.flat and spoils:  # what lay in memory may be a core value now
            number = int.from_bytes(spoils[0].data[:4], "little")
            yield from (replace(made, spoils=spoils[1:], junk=(place, number)) for place in range(min(len(cores), 2)))
        return
    before = flat_types_of(example.types)
    index, number = example.junk
    if len(before) == len(cores):
        yield made
        return
    width = before[index][-2:] if index < len(before) else "32"
    places = [place for place, core in enumerate(cores) if core.endswith(width)]
    yield from (replace(made, junk=(place, number)) for place in places[:4])


def _plainer(example: Example) -> Iterator[Example]:
    """With less that is out of the ordinary."""
    if example.junk is not None:
        yield replace(example, junk=None)
        for number in _NUMBERS:
            if 0 <= number < example.junk[1]:
                yield replace(example, junk=(example.junk[0], number))
    for index in range(len(example.spoils)):
        yield replace(example, spoils=example.spoils[:index] + example.spoils[index + 1 :])
    plain: dict[str, Any] = {"encoding": "utf8", "sender": "utf8", "in_place": False, "room": 0, "fill": 0}
    for name, usual in plain.items():
        if getattr(example, name) != usual:
            yield replace(example, **{name: usual})
    for index, spoil in enumerate(example.spoils):
        for data in _plainer_bytes(spoil):
            changed = replace(spoil, data=data)
            yield replace(example, spoils=(*example.spoils[:index], changed, *example.spoils[index + 1 :]))


def _plainer_bytes(spoil: Spoil) -> Iterator[bytes]:
    if spoil.kind == "text":
        return
    number = int.from_bytes(spoil.data, "little")
    for smaller in (2, number & -number, number & 0xFFFF, number >> 1):
        if 0 < smaller < number:
            yield smaller.to_bytes(len(spoil.data), "little")


def steps(t: Type, value: Value) -> Iterator[Step]:
    """Simpler types and values in place of one."""
    if t != U8 and not isinstance(t, Int | Float | Char | String):
        yield Step(U8, 0, _gone)
    if isinstance(t, List):
        yield from _list_steps(t, value)
    elif isinstance(t, Product):
        yield from _product_steps(t, value)
    elif isinstance(t, Sum):
        yield from _sum_steps(t, value)
    elif isinstance(t, Flags):
        yield from _flags_steps(t, value)
    else:
        yield from (Step(t, smaller, _stay) for smaller in _primitives(t, value))
        if isinstance(t, Int | Float | Char | String) and t != U8:
            yield Step(U8, 0, _gone)


def simpler_types(t: Type) -> list[Type]:
    """Simpler types in place of one of which there is no value."""
    stepped = (step.type for step in steps(t, zero(t)))
    return [part for part in dict.fromkeys((U8, *children(t), *stepped)) if part != t]


def zero(t: Type) -> Value:
    """The simplest value of a type."""
    made: Value = choose_by_kind(
        t,
        {
            Bool: lambda t: False,
            Int: lambda t: 0,
            Float: lambda t: 0.0,
            Char: lambda t: "a",
            String: lambda t: "",
            List: lambda t: [zero(t.element)] * (t.length or 0),
            Tuple: lambda t: tuple(map(zero, t.items)),
            Record: lambda t: {label: zero(part) for label, part in t.fields},
            Sum: lambda t: Case(t.cases[0][0], t.cases[0][1] and zero(t.cases[0][1])),
            Flags: lambda t: frozenset(),
        },
    )
    return made


def _primitives(t: Type, value: Any) -> Iterator[Value]:
    """Simpler values of a primitive type."""
    if isinstance(t, Int):
        small = [number for number in (*_NUMBERS, value >> 1, value & 0xFF) if t.low <= number <= t.high]
        yield from (number for number in dict.fromkeys(small) if abs(number) < abs(value))
    elif isinstance(t, String):
        if value:
            half = len(value) // 2
            yield from dict.fromkeys(("", value[:half], value[half:]))
            yield from (value[:index] + value[index + 1 :] for index in range(len(value)))
            yield from (value[:i] + "a" + value[i + 1 :] for i in range(len(value)) if value[i] != "a")
    elif isinstance(t, Char):
        if value != "a":
            yield "a"
    elif isinstance(t, Float):
        yield from (number for number in (0.0, 1.0) if repr(value) not in ("0.0", "1.0") or repr(number) < repr(value))
    elif isinstance(t, Bool) and value:
        yield False


def _list_steps(t: List, value: list[Value]) -> Iterator[Step]:
    if t.length is not None:
        return
    yield from (Step(t.element, item, _only(f"[{index}]")) for index, item in enumerate(value[:6]))
    count = len(value)
    if count > 1:
        yield Step(t, value[: count // 2], _moved({f"[{i}]": f"[{i}]" for i in range(count // 2)}))
        yield Step(t, value[count // 2 :], _moved({f"[{i}]": f"[{i - count // 2}]" for i in range(count // 2, count)}))
    for index in range(count):
        left = [other for other in range(count) if other != index]
        places = {f"[{old}]": f"[{new}]" for new, old in enumerate(left)}
        yield Step(t, [value[other] for other in left], _moved(places))
    if not value:
        yield Step(t.element, zero(t.element), _gone)
        yield from (Step(List(part), [], _stay) for part in simpler_types(t.element))
    for index, item in enumerate(value):
        for step in steps(t.element, item):
            if count == 1:
                yield Step(List(step.type), [step.value], _inside("[0]", step.rename))
            elif step.type == t.element:
                changed = [*value[:index], step.value, *value[index + 1 :]]
                yield Step(t, changed, _inside(f"[{index}]", step.rename))


def _product_steps(t: Product, value: Any) -> Iterator[Step]:
    parts = [part for _, part in t.fields]
    labels = [label for label, _ in t.fields]
    items = list(value) if isinstance(t, Tuple) else [value[label] for label in labels]
    for index, part in enumerate(parts):
        yield Step(part, items[index], _only(f".{labels[index]}"))
    count = len(parts)
    if count > 3:
        yield _without(t, parts, items, range(count // 2))
        yield _without(t, parts, items, range(count // 2, count))
    if count > 1:
        yield from (_without(t, parts, items, [index]) for index in range(count))
    if isinstance(t, Record):
        yield _without(Tuple((U8,)), parts, items, [], labels)
    for index, (part, item) in enumerate(zip(parts, items, strict=True)):
        for step in steps(part, item):
            changed = [*parts[:index], step.type, *parts[index + 1 :]]
            put = [*items[:index], step.value, *items[index + 1 :]]
            yield Step(*_product(t, labels, changed, put), _inside(f".{labels[index]}", step.rename))


def _without(
    like: Product, parts: Sequence[Type], items: Sequence[Value], gone: Sequence[int], labels: Sequence[str] = ()
) -> Step:
    """A product without some of its parts; those of a tuple are counted anew."""
    left = [index for index in range(len(parts)) if index not in gone]
    old = labels or [label for label, _ in like.fields]
    new = [str(number) for number in range(len(left))] if isinstance(like, Tuple) else [old[index] for index in left]
    places = {f".{old[index]}": f".{label}" for index, label in zip(left, new, strict=True)}
    made = _product(like, new, [parts[index] for index in left], [items[index] for index in left])
    return Step(*made, _moved(places))


def _product(like: Product, labels: Sequence[str], parts: Sequence[Type], items: Sequence[Value]) -> tuple[Type, Value]:
    if isinstance(like, Tuple):
        return Tuple(tuple(parts)), tuple(items)
    return Record(tuple(zip(labels, parts, strict=True))), dict(zip(labels, items, strict=True))


def _sum_steps(t: Sum, value: Case) -> Iterator[Step]:
    index = next(number for number, (label, _) in enumerate(t.cases) if label == value.label)
    label, part = t.cases[index]
    if part is not None:
        yield Step(part, value.payload, _only(f"({label})"))
    others = dict.fromkeys(other for number, (_, other) in enumerate(t.cases) if number != index and other is not None)
    yield from (Step(other, zero(other), _gone) for other in others)
    payload = value.payload
    yield from (Step(made, Case(kept, payload), _moved_case(label, kept)) for made, kept in _fewer_cases(t, index))
    yield from _filled(t, value)
    if part is not None:
        bare = _with_payload(t, index, None)
        if bare is not None:
            yield Step(bare, Case(label), _moved({}))
        for step in steps(part, value.payload):
            made = _with_payload(t, index, step.type)
            if made is not None:
                yield Step(made, Case(label, step.value), _inside(f"({label})", step.rename))


def _moved_case(old: str, new: str) -> Rename:
    """The whole stays, and the payload under another label."""
    return _moved({f"({old})": f"({new})"})


def _filled(t: Sum, value: Case) -> Iterator[Step]:
    """With other payloads for the cases that the value does not have."""
    for index, (label, part) in enumerate(t.cases):
        if label == value.label or part is None:
            continue
        for other in (None, *simpler_types(part)):
            made = _with_payload(t, index, other) if part != other else None
            if made is not None:
                yield Step(made, value, _stay)


def _with_payload(t: Sum, index: int, part: Type | None) -> Type | None:
    """The type with another payload, if it has one there."""
    if isinstance(t, Option):
        return None if part is None else Option(part)
    if isinstance(t, Result):
        return Result(part, t.error) if index == 0 else Result(t.ok, part)
    if isinstance(t, Variant):
        label = t.alternatives[index][0]
        return Variant((*t.alternatives[:index], (label, part), *t.alternatives[index + 1 :]))
    return None


def _fewer_cases(t: Sum, index: int) -> Iterator[tuple[Type, str]]:
    """Types with fewer cases, and what the case of this number is called there."""
    count = len(t.cases)
    if isinstance(t, Variant) and count == 2:
        yield Result(t.cases[0][1], t.cases[1][1]), ("ok", "error")[index]
    if not isinstance(t, Variant | Enum) or count == 1:
        return
    chosen: list[list[int]] = []
    if count > 3:
        chosen += [[index], [0, index], list(range(index + 1)), list(range(count // 2)), list(range(count // 2, count))]
    chosen += [[number for number in range(count) if number != gone] for gone in range(min(count, 40))]
    for some in chosen:
        numbers = sorted(set(some))
        if index in numbers and len(numbers) < count:
            cases = [t.cases[number] for number in numbers]
            made = Enum(tuple(label for label, _ in cases)) if isinstance(t, Enum) else Variant(tuple(cases))
            yield made, t.cases[index][0]


def _flags_steps(t: Flags, value: frozenset[str]) -> Iterator[Step]:
    count = len(t.labels)
    halves = [t.labels[: count // 2], t.labels[count // 2 :]] if count > 3 else []
    for labels in [*halves, *([label for label in t.labels if label != gone] for gone in reversed(t.labels))]:
        if labels and len(labels) < count:
            yield Step(Flags(tuple(labels)), value & frozenset(labels), _stay)
    yield from (Step(t, value - {label}, _stay) for label in sorted(value))
