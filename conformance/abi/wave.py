"""WAVE, the component model's notation of values: a printer and a parser, both led by the type.

After the grammar that comes with the wasm-wave tool. The printer writes ASCII only, and every number exactly; NaN is
`nan` whatever its bits. WAVE has no notation for handles yet: they are written `name(representation)`. Maps are lists
of pairs.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable
from fractions import Fraction

from conformance.abi.types import (
    Bool,
    Case,
    Char,
    Flags,
    Float,
    Handle,
    Int,
    List,
    Option,
    Record,
    Result,
    String,
    Sum,
    Tuple,
    Type,
    Value,
    choose_by_kind,
)

_KEYWORDS = frozenset({"true", "false", "inf", "nan", "some", "none", "ok", "err"})
_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", "'": "\\'", '"': '\\"'}
_UNESCAPES = {escape[1]: char for char, escape in _ESCAPES.items()}
_SPACE = re.compile(r"([ \t\r\n]+|//[^\n]*)*")
_NUMBER = re.compile(r"-?inf\b|nan\b|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LABEL = re.compile(r"%?[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
_CHAR = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)|([^\\\n])", re.DOTALL)
_BLOCK = re.compile(r'"""\r?\n(.*?)"""', re.DOTALL)


class WaveError(ValueError):
    """This is no WAVE of this type."""


def print_wave(t: Type, value: Value) -> str:
    """A value in WAVE."""
    write: Callable[[Value], str] = choose_by_kind(
        t,
        {
            Bool: lambda t: lambda v: "true" if v else "false",
            Int: lambda t: str,
            Float: lambda t: _print_float,
            Char: lambda t: lambda v: f"'{_escaped(v, chr(39))}'",
            String: lambda t: lambda v: f'"{_escaped(v, chr(34))}"',
            List: lambda t: lambda v: f"[{', '.join(print_wave(t.element, item) for item in v)}]",
            Tuple: lambda t: lambda v: f"({', '.join(map(print_wave, t.items, v))})",
            Record: _print_record,
            Sum: _print_case,
            Flags: lambda t: lambda v: "{" + ", ".join(label for label in t.labels if label in v) + "}",
            Handle: lambda t: lambda v: f"{t.resource}({v})",
        },
    )
    return write(value)


def _print_float(value: float) -> str:
    """The shortest decimal that is this number and no other; an f32 is written as the f64 that equals it."""
    return re.sub(r"e([+-])0*", lambda found: f"e{found[1].strip('+')}", repr(value))


def _escaped(text: str, quote: str) -> str:
    """Printable ASCII as it is, all else escaped."""

    def one(char: str) -> str:
        if char in _ESCAPES and (char not in "'\"" or char == quote):
            return _ESCAPES[char]
        return char if " " <= char <= "~" else f"\\u{{{ord(char):x}}}"

    return "".join(map(one, text))


def _print_record(t: Record) -> Callable[[Value], str]:
    """All fields, also those that could be left out."""
    return lambda v: "{" + ", ".join(f"{label}: {print_wave(part, v[label])}" for label, part in t.fields) + "}"


def _print_case(t: Sum) -> Callable[[Value], str]:
    """A case, its payload in parentheses."""

    def write(value: Case) -> str:
        part = dict(t.cases)[value.label]
        label = value.label
        if isinstance(t, Result):
            label = "err" if label == "error" else label
        elif not isinstance(t, Option) and label in _KEYWORDS:
            label = f"%{label}"
        return label if part is None else f"{label}({print_wave(part, value.payload)})"

    return write


def parse_wave(t: Type, text: str) -> Value:
    """The value that a text means. Raises WaveError."""
    parser = _Parser(text)
    value = parser.value(t)
    parser.end()
    return value


class _Parser:
    """A cursor over a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def value(self, t: Type) -> Value:
        """One value of this type."""
        read: Callable[[], Value] = choose_by_kind(
            t,
            {
                Bool: lambda t: self._bool,
                Int: lambda t: lambda: self._int(t),
                Float: lambda t: lambda: self._float(t),
                Char: lambda t: self._char,
                String: lambda t: self._string,
                List: lambda t: lambda: self._list(t),
                Tuple: lambda t: lambda: self._tuple(t),
                Record: lambda t: lambda: self._record(t),
                Option: lambda t: lambda: self._shortened(t, "some", t.some),
                Result: lambda t: lambda: self._shortened(t, "ok", t.ok),
                Sum: lambda t: lambda: self._case(t),
                Flags: lambda t: lambda: self._flags(t),
                Handle: lambda t: lambda: self._handle(t),
            },
        )
        return read()

    def end(self) -> None:
        """Nothing but space may follow."""
        self._skip()
        if self._at < len(self._text):
            raise self._failure("the end")

    def _bool(self) -> bool:
        word = self._match(_LABEL, "true or false")[0]
        if word not in ("true", "false"):
            raise self._failure("true or false")
        return word == "true"

    def _int(self, t: Int) -> int:
        digits = self._match(_NUMBER, "an integer")[0]
        if not digits.lstrip("-").isdigit() or not t.low <= int(digits) <= t.high:
            raise WaveError(f"{digits} is no {t}")
        return int(digits)

    def _float(self, t: Float) -> float:
        digits = self._match(_NUMBER, "a number")[0]
        value = float(digits) if t.bits == 64 or digits[-1] in "nf" else nearest_f32(digits)
        if math.isinf(value) and digits[-1] != "f":
            raise WaveError(f"{digits} is too large for {t}")
        return value

    def _char(self) -> str:
        self._expect("'")
        char = self._one_char("'")
        if not self._text.startswith("'", self._at):
            raise self._failure("'")
        self._at += 1
        return char

    def _one_char(self, quote: str) -> str:
        """A character, escaped or not, that is not the bare quote."""
        found = _CHAR.match(self._text, self._at)
        if found is None or found[3] == quote:
            raise WaveError(f"a character expected at {self._at} of {self._text!r}")
        self._at = found.end()
        return _character(found)

    def _string(self) -> str:
        self._skip()
        block = _BLOCK.match(self._text, self._at)
        if block:
            self._at = block.end()
            return _CHAR.sub(_character, _dedented(block[1]))
        self._expect('"')
        chars = []
        while not self._text.startswith('"', self._at):
            chars.append(self._one_char('"'))
        self._at += 1
        return "".join(chars)

    def _sequence(self, close: str, item: Callable[[], Value]) -> list[Value]:
        """Items up to the closing bracket, separated by commas; one may trail."""
        items = []
        while not self._take(close):
            items.append(item())
            if not self._take(","):
                self._expect(close)
                break
        return items

    def _list(self, t: List) -> list[Value]:
        self._expect("[")
        items = self._sequence("]", lambda: self.value(t.element))
        if t.length not in (None, len(items)):
            raise WaveError(f"{len(items)} elements in a {t}")
        return items

    def _tuple(self, t: Tuple) -> tuple[Value, ...]:
        self._expect("(")
        rest = iter(t.items)

        def item() -> Value:
            part = next(rest, None)
            if part is None:
                raise self._failure(f"no more than {len(t.items)} items")
            return self.value(part)

        items = tuple(self._sequence(")", item))
        if len(items) != len(t.items):
            raise WaveError(f"{len(items)} items in a {t}")
        return items

    def _record(self, t: Record) -> dict[str, Value]:
        """Fields in any order; options that are none may be missing."""
        self._expect("{")
        parts = dict(t.fields)
        found: dict[str, Value] = {}

        def item() -> None:
            label = self._label()
            self._expect(":")
            if label not in parts or label in found:
                raise WaveError(f"{label!r} does not belong in a {t}")
            found[label] = self.value(parts[label])

        if self._take(":"):
            self._expect("}")
        else:
            self._sequence("}", item)
        for label, part in t.fields:
            if label not in found and not isinstance(part, Option):
                raise WaveError(f"{label!r} is missing")
        return {label: found.get(label, Case("none")) for label, _ in t.fields}

    def _shortened(self, t: Option | Result, label: str, part: Type | None) -> Case:
        """A case by its name; or a bare payload, unless it is an option or a result itself."""
        self._skip()
        start = self._at
        word = _LABEL.match(self._text, start)
        if (word and word[0] in ("some", "none", "ok", "err")) or part is None or isinstance(part, Option | Result):
            return self._case(t)
        return Case(label, self.value(part))

    def _case(self, t: Sum) -> Case:
        self._skip()
        word = self._match(_LABEL, "a case")[0]
        if word in _KEYWORDS and not isinstance(t, Option | Result):
            raise WaveError(f"case {word!r} of a {t} is written %{word}")
        label = "error" if isinstance(t, Result) and word == "err" else word.removeprefix("%")
        parts = dict(t.cases)
        if label not in parts or (isinstance(t, Result) and word == "error"):
            raise WaveError(f"{word!r} is no case of {t}")
        part = parts[label]
        if part is None:
            return Case(label)
        self._expect("(")
        payload = self.value(part)
        self._expect(")")
        return Case(label, payload)

    def _flags(self, t: Flags) -> frozenset[str]:
        self._expect("{")
        labels = self._sequence("}", self._label)
        if len(set(labels)) != len(labels) or not set(labels) <= set(t.labels):
            raise WaveError(f"{labels} are not flags of {t}")
        return frozenset(labels)

    def _handle(self, t: Handle) -> int:
        if self._label() != t.resource:
            raise self._failure(t.resource)
        self._expect("(")
        rep = self._int(Int(32, False))
        self._expect(")")
        return rep

    def _label(self) -> str:
        return self._match(_LABEL, "a label")[0].removeprefix("%")

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        assert found is not None
        self._at = found.end()

    def _match(self, pattern: re.Pattern[str], wanted: str) -> re.Match[str]:
        self._skip()
        found = pattern.match(self._text, self._at)
        if found is None:
            raise self._failure(wanted)
        self._at = found.end()
        return found

    def _take(self, token: str) -> bool:
        self._skip()
        taken = self._text.startswith(token, self._at)
        self._at += taken
        return taken

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise self._failure(token)

    def _failure(self, wanted: str) -> WaveError:
        return WaveError(f"{wanted} expected at {self._at} of {self._text!r}")


def _character(found: re.Match[str]) -> str:
    """What a match of `_CHAR` stands for."""
    if found[1]:
        number = int(found[1], 16)
        if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
            raise WaveError(f"{number:x} is no Unicode scalar value")
        return chr(number)
    if found[2]:
        if found[2] not in _UNESCAPES:
            raise WaveError(f"unknown escape {found[0]!r}")
        return _UNESCAPES[found[2]]
    return found[3]


def _dedented(block: str) -> str:
    """The lines between triple quotes, without the indent that the closing quotes have."""
    *lines, indent = block.replace("\r\n", "\n").split("\n")
    if indent.strip(" ") or any(line and not line.startswith(indent) for line in lines):
        raise WaveError("a line of a multi-line string is indented less than its end")
    return "\n".join(line[len(indent) :] for line in lines)


def nearest_f32(digits: str) -> float:
    """The f32 nearest to a decimal, ties to even; rounding to f64 first would sometimes miss it."""
    exact = Fraction(digits)
    try:
        (bits,) = struct.unpack("<I", struct.pack("<f", abs(float(digits))))
    except OverflowError:
        return math.inf
    near = [number for number in (bits - 1, bits, bits + 1) if 0 <= number < 0x7F800000]
    best = min(near, key=lambda number: (abs(_f32(number) - abs(exact)), number & 1))
    return math.copysign(struct.unpack("<f", struct.pack("<I", best))[0], -1 if digits.startswith("-") else 1)


def _f32(bits: int) -> Fraction:
    """The exact value of a finite f32."""
    return Fraction(struct.unpack("<f", struct.pack("<I", bits))[0])
