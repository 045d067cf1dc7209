"""Examples: values of some types on their way from one side to another, as data that is tried, shrunk and kept.

What a guest hands out may be spoiled: bytes of it are others than a well-behaved guest's, or a core value is. A spoiled
example keeps the values that it was made of, so that it can be made smaller as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import msgspec

from conformance.abi.images import Image, Span, lowered_image, spans, with_bytes
from conformance.abi.layout import MAX_FLAT_PARAMS, MAX_FLAT_RESULTS, flat_types, flat_types_of
from conformance.abi.strings import Encoding
from conformance.abi.types import Tuple, Type, Value
from conformance.abi.wave import parse_wave, print_wave
from conformance.abi.wit import parse_type

Path = Literal["host-to-guest", "guest-to-host", "guest-to-import", "guest-to-guest"]
Leg = Literal["probe", "give", "pass", "ask", "take", "hand"]
"""`probe`: a host's arguments for a guest · `give`: a guest's result for the host · `pass`: a guest's arguments for an
import of the host's · `ask`: that import's result · `take`: a guest's arguments for another guest · `hand`: the
other's result."""
LEGS: dict[Path, tuple[Leg, ...]] = {
    "host-to-guest": ("probe",),
    "guest-to-host": ("give",),
    "guest-to-import": ("pass", "ask"),
    "guest-to-guest": ("take", "hand"),
}
TITLES: dict[Leg, str] = {
    "probe": "host-to-guest",
    "give": "guest-to-host",
    "pass": "guest-to-import",
    "ask": "import-to-guest",
    "take": "guest-to-guest",
    "hand": "guest-to-guest-result",
}
"""What a leg is called in causes and reports."""
LIFTED: frozenset[Leg] = frozenset(("give", "pass", "take", "hand"))
"""The legs that begin in a guest's memory."""
BETWEEN: frozenset[Leg] = frozenset(LEGS["guest-to-guest"])


@dataclass(frozen=True, slots=True)
class Spoil:
    """Bytes that are written over a span of an image, found by the part of the value that it belongs to."""

    path: str
    kind: str
    data: bytes


@dataclass(frozen=True)
class Example:
    """One value for each type, on this leg."""

    leg: Leg
    types: tuple[Type, ...]
    values: tuple[Value, ...]
    encoding: Encoding = "utf8"
    """Of the guest; between two, of the one that receives."""
    sender: Encoding = "utf8"
    """Of the guest that hands over, between two."""
    in_place: bool = False
    """Whether the receiving guest resizes its latest block where it is."""
    fill: int = 0xAA
    """What the guest that hands over has where nothing is written."""
    room: int = 0
    """How many bytes its memory goes on behind the last that matters."""
    spoils: tuple[Spoil, ...] = ()
    junk: tuple[int, int] | None = None
    """A core value, by its index, and what it is instead."""

    @cached_property
    def whole(self) -> Type:
        """The types as one."""
        return self.types[0] if len(self.types) == 1 else Tuple(self.types)

    @property
    def value(self) -> Value:
        """The values as one."""
        return self.values[0] if len(self.values) == 1 else self.values

    @property
    def spoiled(self) -> bool:
        """Whether something is not as a well-behaved guest has it."""
        return bool(self.spoils) or self.junk is not None

    @cached_property
    def flat(self) -> bool:
        """Whether what is handed out are core values, not an address."""
        if self.leg in ("give", "hand"):
            return len(flat_types(self.whole)) <= MAX_FLAT_RESULTS
        return len(flat_types_of(self.types)) <= MAX_FLAT_PARAMS

    @property
    def image_encoding(self) -> Encoding:
        """The encoding of the guest that hands over."""
        return self.sender if self.leg in BETWEEN else self.encoding

    @cached_property
    def image(self) -> Image:
        """What the guest hands out, spoiled as it is to be. Spans that are not there are not spoiled."""
        image = self.sound
        for spoil in self.spoils:
            found = next((span for span in spans(image) if (span.path, span.kind) == (spoil.path, spoil.kind)), None)
            if found is not None:
                image = with_bytes(image, found.at, _fitted(spoil, found))
        if self.junk is not None and image.flats is not None and self.junk[0] < len(image.flats):
            index, number = self.junk
            image = replace(image, flats=(*image.flats[:index], number, *image.flats[index + 1 :]))
        return image

    @cached_property
    def sound(self) -> Image:
        """The same, as a well-behaved guest has it."""
        return lowered_image(
            self.whole, self.value, self.image_encoding, fill=self.fill, flat=self.flat, room=self.room
        )

    def spoilt(self, spoils: tuple[Spoil, ...], junk: tuple[int, int] | None) -> Example:
        """The same, spoiled in this way. What it is without that is not found out again."""
        made = replace(self, spoils=spoils, junk=junk)
        vars(made)["sound"] = self.sound
        return made


def _fitted(spoil: Spoil, span: Span) -> bytes:
    """The bytes in the size of the span."""
    return spoil.data[: span.size].ljust(span.size, b"a" if span.kind == "text" else b"\0")


class Written(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An example as it is kept: types in WIT, values in WAVE, bytes in hex."""

    leg: Leg
    types: tuple[str, ...]
    values: tuple[str, ...]
    encoding: Encoding = "utf8"
    sender: Encoding = "utf8"
    in_place: bool = False
    fill: int = 0xAA
    room: int = 0
    spoils: tuple[tuple[str, str, str], ...] = ()
    junk: tuple[int, int] | None = None


def written(example: Example) -> Written:
    """An example as it is kept."""
    return Written(
        leg=example.leg,
        types=tuple(map(str, example.types)),
        values=tuple(map(print_wave, example.types, example.values)),
        encoding=example.encoding,
        sender=example.sender,
        in_place=example.in_place,
        fill=example.fill,
        room=example.room,
        spoils=tuple((spoil.path, spoil.kind, spoil.data.hex()) for spoil in example.spoils),
        junk=example.junk,
    )


def example_of(kept: Written) -> Example:
    """The example that was kept. Raises ValueError for one that is none."""
    types = tuple(map(parse_type, kept.types))
    if not types or len(types) != len(kept.values) or not 0 <= kept.fill <= 0xFF or kept.room < 0:
        raise ValueError("an example has one value for each type, and bytes and sizes that can be")
    return Example(
        leg=kept.leg,
        types=types,
        values=tuple(map(parse_wave, types, kept.values)),
        encoding=kept.encoding,
        sender=kept.sender,
        in_place=kept.in_place,
        fill=kept.fill,
        room=kept.room,
        spoils=tuple(Spoil(path, kind, bytes.fromhex(data)) for path, kind, data in kept.spoils),
        junk=kept.junk,
    )


def packed(example: Example) -> bytes:
    """An example as the bytes that a database keeps."""
    return msgspec.json.encode(written(example))


def unpacked(data: bytes) -> Example:
    """The example that a database kept. Raises ValueError."""
    try:
        return example_of(msgspec.json.decode(data, type=Written))
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from None


def spoiled(example: Example) -> tuple[str, ...]:
    """What is spoiled in an example, in words."""
    said = [f"{spoil.kind} of {spoil.path or 'the whole'} is {spoil.data.hex(' ')}" for spoil in example.spoils]
    if example.junk is not None:
        said.append(f"core value {example.junk[0]} is {example.junk[1]:#x}")
    return tuple(said)


def path_of(leg: Leg) -> Path:
    """The path that a leg belongs to."""
    table: Mapping[Leg, Path] = {part: path for path, parts in LEGS.items() for part in parts}
    return table[leg]
