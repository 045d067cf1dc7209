"""The three string encodings: reading them, and the plan by which a string is written.

A plan is the sequence of blocks that the text asks realloc for, with what is written into each before the next. It
depends on nothing but the characters, the form they come in, and the encoding they go to. Clauses: Loading, Storing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Encoding = Literal["utf8", "utf16", "latin1+utf16"]
ENCODINGS: tuple[Encoding, ...] = ("utf8", "utf16", "latin1+utf16")
TAG = 1 << 31
"""The bit of a length that says UTF-16, where Latin-1 is possible too. Clause: Loading (utf16_tag)."""
MAX_STRING_BYTES = (1 << 28) - 1
"""No longer string is lifted. Clause: Loading (MAX_STRING_BYTE_LENGTH)."""


class Form(StrEnum):
    """In which code units a string comes; with `latin1+utf16` each string has one of two."""

    UTF8 = "utf8"
    UTF16 = "utf16"
    LATIN1 = "latin1"
    TAGGED = "tagged-utf16"


class Text(str):
    """A string that was lifted: it remembers its form, which decides how it is lowered. Clause: Loading (String)."""

    __slots__ = ("form",)
    form: Form

    def __new__(cls, content: str, form: Form) -> Text:
        self = super().__new__(cls, content)
        self.form = form
        return self


@dataclass(frozen=True, slots=True)
class Stage:
    """A call of realloc and what is written once it has returned."""

    alignment: int
    size: int
    writes: tuple[tuple[int, bytes], ...] = ()
    """Offsets and bytes."""
    widened: int = 0
    """So many bytes at the block's beginning, which realloc had to keep, become UTF-16 in place before the writes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a string is written: its stages, its bytes in the end, and the length to go with the pointer."""

    stages: tuple[Stage, ...]
    size: int
    length: int


def reading(encoding: Encoding, length: int) -> tuple[Form, int, int]:
    """Form, bytes and alignment of a string of this (tagged) length. Clause: Loading (load_string_from_range)."""
    if encoding == "utf8":
        return Form.UTF8, length, 1
    if encoding == "utf16":
        return Form.UTF16, 2 * length, 2
    return (Form.TAGGED, 2 * (length - TAG), 2) if length & TAG else (Form.LATIN1, length, 2)


_CODEC = {Form.UTF8: "utf-8", Form.UTF16: "utf-16-le", Form.LATIN1: "latin-1", Form.TAGGED: "utf-16-le"}


def decoded(data: bytes, form: Form) -> Text:
    """The string; UnicodeDecodeError for what is malformed, surrogates included. Clause: Loading."""
    return Text(data.decode(_CODEC[form]), form)


def encoded(text: str, form: Form) -> bytes:
    """The bytes of a string in this form."""
    return text.encode(_CODEC[form])


def is_latin1(text: str) -> bool:
    """Are all characters below U+0100?"""
    return not text or max(text) <= "\xff"


def form_in(encoding: Encoding, text: str) -> Form:
    """The form in which a thrifty guest of this encoding holds a text."""
    if encoding == "latin1+utf16":
        return Form.LATIN1 if is_latin1(text) else Form.TAGGED
    return Form(encoding)


def units(text: str, form: Form) -> int:
    """Code units of a text in a form."""
    return len(encoded(text, form)) // (2 if form in (Form.UTF16, Form.TAGGED) else 1)


def plan(text: str, form: Form, encoding: Encoding, deflated_alignment: int) -> Plan:
    """How a string that comes in a form is written into a guest of an encoding. Clause: Storing (store_string)."""
    if encoding == "utf8":
        return _copy(text, Form.UTF8, 1) if form is Form.UTF8 else _to_utf8(text, form)
    if encoding == "utf16":
        return _utf8_to_utf16(text) if form is Form.UTF8 else _copy(text, Form.UTF16, 2)
    if form is Form.LATIN1:
        return _copy(text, Form.LATIN1, 2)
    return _deflate(text, deflated_alignment) if form is Form.TAGGED else _to_latin1_or_utf16(text, form)


def held(text: str, form: Form, encoding: Encoding, deflated_alignment: int) -> Plan:
    """How a guest that made the string itself holds it in a form, tagged UTF-16 also where Latin-1 would do."""
    data = encoded(text, form)
    tag = TAG if form is Form.TAGGED else 0
    return Plan((Stage(1 if encoding == "utf8" else 2, len(data), ((0, data),)),), len(data), units(text, form) | tag)


def _copy(text: str, into: Form, alignment: int) -> Plan:
    """The size is known beforehand. Clause: Storing (store_string_copy)."""
    data = encoded(text, into)
    return Plan((Stage(alignment, len(data), ((0, data),)),), len(data), units(text, into))


def _to_utf8(text: str, form: Form) -> Plan:
    """Hope for ASCII; at the first other character take the worst case, then shrink. Clause: Storing (…_to_utf8)."""
    count, data = units(text, form), encoded(text, Form.UTF8)
    plain = next((index for index, char in enumerate(text) if char > "\x7f"), None)
    if plain is None:
        return Plan((Stage(1, count, ((0, data),)),), len(data), len(data))
    worst = count * (2 if form is Form.LATIN1 else 3)
    stages = [Stage(1, count, ((0, data[:plain]),)), Stage(1, worst, ((plain, data[plain:]),))]
    if worst > len(data):
        stages.append(Stage(1, len(data)))
    return Plan(tuple(stages), len(data), len(data))


def _utf8_to_utf16(text: str) -> Plan:
    """Two bytes for every one, then shrink. Clause: Storing (store_utf8_to_utf16)."""
    worst, data = 2 * units(text, Form.UTF8), encoded(text, Form.UTF16)
    stages = [Stage(2, worst, ((0, data),))]
    if worst > len(data):
        stages.append(Stage(2, len(data)))
    return Plan(tuple(stages), len(data), len(data) // 2)


def _to_latin1_or_utf16(text: str, form: Form) -> Plan:
    """Hope for Latin-1; at the first other character widen what is there. Clause: Storing (…_to_latin1_or_utf16)."""
    count = units(text, form)
    narrow = next((index for index, char in enumerate(text) if char > "\xff"), len(text))
    stages = [Stage(2, count, ((0, encoded(text[:narrow], Form.LATIN1)),))]
    if narrow == len(text):
        if narrow < count:
            stages.append(Stage(2, narrow))
        return Plan(tuple(stages), narrow, narrow)
    data = encoded(text, Form.UTF16)
    stages.append(Stage(2, 2 * count, ((2 * narrow, data[2 * narrow :]),), narrow))
    if 2 * count > len(data):
        stages.append(Stage(2, len(data)))
    return Plan(tuple(stages), len(data), len(data) // 2 | TAG)


def _deflate(text: str, alignment: int) -> Plan:
    """UTF-16 that was chosen over Latin-1: copy, and deflate if that was not needed.

    Clause: Storing (store_probably_utf16_to_latin1_or_utf16). The text asks the last realloc for alignment 1.
    """
    wide = encoded(text, Form.UTF16)
    first = Stage(2, len(wide), ((0, wide),))
    if not is_latin1(text):
        return Plan((first,), len(wide), len(wide) // 2 | TAG)
    narrow = encoded(text, Form.LATIN1)
    both = Stage(2, len(wide), ((0, wide), (0, narrow)))
    return Plan((both, Stage(alignment, len(narrow))), len(narrow), len(narrow))
