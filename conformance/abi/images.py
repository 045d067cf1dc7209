"""A value as a guest holds it, byte by byte: where each of its bytes belongs, and what lifting it must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from conformance.abi import edges, strings
from conformance.abi.layout import (
    alignment,
    discriminant_size,
    field_offsets,
    flat_types,
    payload_offset,
    size,
)
from conformance.abi.lift import loader, unflattener
from conformance.abi.lower import check_area, flattener, storer
from conformance.abi.memory import PAGE, Bump, Realloc, Side, Way
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import List, Product, String, Sum, Type, Value, despecialized

BASE = 16
"""Where our guests' heaps begin; below is nothing, so that no valid pointer is null."""


@dataclass(frozen=True)
class Image:
    """A guest's memory, and a value in it: stored at an address, or given by flats whose pointers lead into it."""

    type: Type
    encoding: strings.Encoding
    memory: bytes
    at: int
    """The value's address; without meaning where there are flats."""
    flats: tuple[int, ...] | None = None

    def lift(self, room: int = 0) -> Value:
        """The value, from a memory of at least `room` bytes, with zeros behind the image.

        Raises Trapped where the text demands a trap. Types with handles need a whole `calls.Lowered`.
        """
        memory = bytearray(max(room, len(self.memory)))
        memory[: len(self.memory)] = self.memory
        side = Side(memory, encoding=self.encoding)
        if self.flats is not None:
            return unflattener(self.type)(side, iter(self.flats))
        check_area(side, self.at, self.type, Trap.SPILLED_MISALIGNED, Trap.SPILLED_OUT_OF_BOUNDS)
        return loader(self.type)(side, self.at)

    def outcome(self, room: int = 0) -> Value | Trap:
        """The value, or why the call must trap."""
        try:
            return self.lift(room)
        except Trapped as trapped:
            return trapped.trap


def lowered_image(
    t: Type, value: Value, encoding: strings.Encoding = "utf8", *, fill: int = 0xAA, flat: bool = False, room: int = 0
) -> Image:
    """The image that a well-behaved guest has of a value, in a memory that ends `room` bytes after it.

    Strings are in the thriftiest form that the encoding has, at their final size, unless they are `strings.Text`.
    """

    try:  # most values are small, and memory takes longer to fill than they to be lowered
        return _lowered_image(t, value, encoding, fill, flat, room, PAGE // 16)
    except Trapped:
        return _lowered_image(t, value, encoding, fill, flat, room, PAGE * 16)


def _lowered_image(
    t: Type, value: Value, encoding: strings.Encoding, fill: int, flat: bool, room: int, space: int
) -> Image:
    """The image, in a memory of so many bytes."""

    def way(text: str, log: list[Realloc]) -> Way:
        return Way(text.form if isinstance(text, strings.Text) else strings.form_in(encoding, text))

    memory = bytearray([fill]) * space
    allocator = Bump(memory, BASE)
    side = Side(memory, allocator, encoding, way=way, plan=strings.held)
    flats: list[int] = []
    at = BASE
    if flat:
        flattener(t)(side, value, flats)
    else:
        at = side.allocate(alignment(t), size(t))
        storer(t)(side, value, at)
    end = max((call.result + call.size for call in side.log), default=BASE) + room
    seen = bytes(memory[:end]).ljust(end, bytes((fill,)))
    return Image(t, encoding, seen, at, tuple(flats) if flat else None)


@dataclass(frozen=True)
class Span:
    """Bytes of an image that say one thing."""

    at: int
    size: int
    kind: str
    """The class of a primitive type in lower case, `case`, `flags`, `handle`, `pointer`, `length` or `text`."""
    path: str
    """Which part of the value it belongs to: `.label`, `[index]`, `(case)`."""
    type: Type


def spans(image: Image) -> list[Span]:
    """All spans of an image, as far as it can be followed; those of flats have no address and are left out."""
    if image.flats is not None:
        return list(_flat_spans(image, image.type, iter(image.flats), ""))
    return list(_spans(image, image.type, image.at, ""))


def _number(image: Image, at: int, width: int) -> int:
    return int.from_bytes(image.memory[at : at + width], "little")


def _spans(image: Image, t: Type, at: int, path: str) -> Iterator[Span]:
    """The spans of a value at an address."""
    t = despecialized(t)
    if isinstance(t, Product):
        for (label, part), offset in zip(t.fields, field_offsets(t), strict=True):
            yield from _spans(image, part, at + offset, f"{path}.{label}")
    elif isinstance(t, Sum):
        width = discriminant_size(t)
        yield Span(at, width, "case", path, t)
        index = _number(image, at, width)
        label, chosen = t.cases[index] if index < len(t.cases) else ("", None)
        if chosen is not None:
            yield from _spans(image, chosen, at + payload_offset(t), f"{path}({label})")
    elif isinstance(t, List) and t.length is not None:
        for index in range(t.length):
            yield from _spans(image, t.element, at + index * size(t.element), f"{path}[{index}]")
    elif isinstance(t, List | String):
        yield Span(at, 4, "pointer", path, t)
        yield Span(at + 4, 4, "length", path, t)
        yield from _block(image, t, _number(image, at, 4), _number(image, at + 4, 4), path)
    else:
        yield Span(at, size(t), type(t).__name__.lower(), path, t)


def _block(image: Image, t: List | String, at: int, length: int, path: str) -> Iterator[Span]:
    """The spans of a string's bytes, or of a list's elements, if they are within the memory."""
    if isinstance(t, String):
        count = strings.reading(image.encoding, length)[1]
        if count and at + count <= len(image.memory):
            yield Span(at, count, "text", path, t)
    elif at + length * size(t.element) <= len(image.memory):
        for index in range(length):
            yield from _spans(image, t.element, at + index * size(t.element), f"{path}[{index}]")


def _flat_spans(image: Image, t: Type, flats: Iterator[int], path: str) -> Iterator[Span]:
    """The spans in memory of a value that is given by flats."""
    t = despecialized(t)
    if isinstance(t, Product):
        for label, part in t.fields:
            yield from _flat_spans(image, part, flats, f"{path}.{label}")
    elif isinstance(t, List) and t.length is not None:
        for index in range(t.length):
            yield from _flat_spans(image, t.element, flats, f"{path}[{index}]")
    elif isinstance(t, Sum):
        mine = [next(flats) for _ in flat_types(t)]
        label, chosen = t.cases[mine[0]] if mine[0] < len(t.cases) else ("", None)
        if chosen is not None:
            yield from _flat_spans(image, chosen, iter(mine[1:]), f"{path}({label})")
    elif isinstance(t, List | String):
        yield from _block(image, t, next(flats) & 0xFFFFFFFF, next(flats) & 0xFFFFFFFF, path)
    else:
        next(flats)


def owner(image: Image, address: int) -> Span | None:
    """The span that an address belongs to; None for padding and what is no part of the value."""
    return next((span for span in spans(image) if span.at <= address < span.at + span.size), None)


def with_bytes(image: Image, at: int, data: bytes) -> Image:
    """The image with other bytes at an address."""
    memory = bytearray(image.memory)
    memory[at : at + len(data)] = data
    return replace(image, memory=bytes(memory))


def spoilings(image: Image, span: Span) -> list[bytes]:
    """Bytes for a span that are wrong there, or only just right."""
    if span.kind == "text":
        samples = edges.NOT_UTF8 if image.encoding == "utf8" else edges.NOT_UTF16
        return [data + b"a" * (span.size - len(data)) for data in samples if len(data) <= span.size] or [
            bytes(span.size)
        ]
    end, count = len(image.memory), len(span.type.cases) if isinstance(span.type, Sum) else 0
    numbers = {
        "char": [*edges.NOT_CHARS, 0xD7FF, 0xE000, 0x10FFFF],
        "case": [count - 1, count, count + 1, 0xFF, 0x100, 0xFFFFFFFF],
        "pointer": [0, 1, 3, end, end - 1, end + 1, end - 8, 0xFFFFFFFF, 0xFFFFFFFE, 0x80000000],
        "length": [0, 1, end, (1 << 28) - 1, 1 << 28, 0x20000000, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF],
    }.get(span.kind, [0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0xFFFFFFFF, 1 << 63, (1 << 64) - 1])
    return list(dict.fromkeys((number % (1 << 8 * span.size)).to_bytes(span.size, "little") for number in numbers))
