"""WIT text of types: a parser, a printer in one line, and a printer of declarations that WIT tools accept.

WIT has no anonymous records, variants, enums and flags. In one line they are written where they are used, as
`list<record { a: u8 }>`: an extension, for people. `declare` writes the same as WIT proper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from conformance.abi.types import (
    PRIMITIVES,
    Borrow,
    Enum,
    Flags,
    Handle,
    InvalidType,
    List,
    Map,
    Option,
    Own,
    Record,
    Result,
    Tuple,
    Type,
    Variant,
    walk,
)

_KEYWORDS = """
    as async bool borrow char constructor enum export f32 f64 flags from func future import include interface list map
    option own package record resource result s16 s32 s64 s8 static stream string tuple type u16 u32 u64 u8 use variant
    with world
"""
KEYWORDS = frozenset(_KEYWORDS.split())
"""Words that a label in WIT has to escape with `%`. Clause: WIT.md, keywords."""
_TOKEN = re.compile(r"\s+|//[^\n]*|/\*.*?\*/|(%?[A-Za-z][A-Za-z0-9-]*|\d+|[<>{}(),:;=_])", re.DOTALL)
_DECLARED = ("record", "variant", "enum", "flags")


def escaped(label: str) -> str:
    """A label as WIT writes it."""
    return f"%{label}" if label in KEYWORDS else label


def print_type(t: Type) -> str:
    """A type in one line."""
    return _Printer({}).text(t)


def declare(t: Type, name: str = "t") -> str:
    """WIT declarations, resources included, of which the last gives `t` this name."""
    known: dict[Type, str] = {}
    printer = _Printer(known)
    lines = [f"resource {escaped(r)};" for r in sorted({part.resource for part in walk(t) if isinstance(part, Handle)})]
    for part in reversed(list(walk(t))):
        if isinstance(part, Record | Variant | Enum | Flags) and part not in known:
            keyword, body = printer.text(part).split(" ", 1)
            known[part] = name if part == t else f"{name}{len(known) + 1}"
            lines.append(f"{keyword} {known[part]} {body}")
    if t not in known:
        lines.append(f"type {name} = {printer.text(t)};")
    return "\n".join(lines)


class _Printer:
    """Writes types; those that have a name, by it."""

    def __init__(self, names: dict[Type, str]) -> None:
        self._names = names
        self._kinds: dict[type[Type], Callable[[Any], str]] = {
            List: lambda t: self._angle("list", [t.element, *([] if t.length is None else [str(t.length)])]),
            Map: lambda t: self._angle("map", [t.key, t.value]),
            Own: lambda t: self._angle("own", [escaped(t.resource)]),
            Borrow: lambda t: self._angle("borrow", [escaped(t.resource)]),
            Tuple: lambda t: self._angle("tuple", t.items),
            Option: lambda t: self._angle("option", [t.some]),
            Result: lambda t: self._angle("result", [t.ok] if t.ok and not t.error else [t.ok, t.error]),
            Record: lambda t: self._braces("record", [f"{escaped(c)}: {self._part(part)}" for c, part in t.members]),
            Variant: lambda t: self._braces("variant", [self._case(*case) for case in t.alternatives]),
            Enum: lambda t: self._braces("enum", map(escaped, t.labels)),
            Flags: lambda t: self._braces("flags", map(escaped, t.labels)),
        }

    def text(self, t: Type) -> str:
        """A type's own text, even if it has a name."""
        if t == Result():
            return "result"
        return _PRIMITIVE_NAMES.get(t) or self._kinds[type(t)](t)

    def _part(self, t: Type | None) -> str:
        return "_" if t is None else self._names.get(t) or self.text(t)

    def _case(self, label: str, payload: Type | None) -> str:
        return escaped(label) if payload is None else f"{escaped(label)}({self._part(payload)})"

    def _angle(self, word: str, parts: Iterable[Type | str | None]) -> str:
        return f"{word}<{', '.join(part if isinstance(part, str) else self._part(part) for part in parts)}>"

    @staticmethod
    def _braces(word: str, parts: Iterable[str]) -> str:
        return f"{word} {{ {', '.join(parts)} }}"


_PRIMITIVE_NAMES = {t: name for name, t in PRIMITIVES.items()}


def parse_type(text: str) -> Type:
    """The type that a text in one line means, or the last of declarations. Raises InvalidType."""
    parser = _Parser(text)
    t = parser.declarations() if parser.declares() else parser.type()
    parser.expect("")
    return t


class _Parser:
    """A cursor over the tokens of a WIT text."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise InvalidType(f"unexpected {text[at]!r} at {at} of {text!r}")
            at = found.end()
            if found[1]:
                self._tokens.append(found[1])
        self._tokens += ["", "", ""]
        self._at = 0
        self._known: dict[str, Type] = {}

    def declares(self) -> bool:
        """Is this `record name {`, rather than the anonymous `record {` or an expression?"""
        word, name, after = self._tokens[:3]
        return word in ("type", "resource") or (word in _DECLARED and name not in ("{", "") and after == "{")

    def declarations(self) -> Type:
        """Declarations up to the end; the last type declared."""
        last: Type | None = None
        while self._peek():
            word, name = self._next(), self._label()
            if word == "resource":
                self.expect(";")
                continue
            if word == "type":
                self.expect("=")
                last = self.type()
                self.expect(";")
            else:
                last = self._braced(word)
            self._known[name] = last
        if last is None:
            raise InvalidType("no type is declared")
        return last

    def type(self) -> Type:
        """One type expression."""
        word = self._next()
        if word in PRIMITIVES:
            return PRIMITIVES[word]
        if word in _DECLARED:
            return self._braced(word)
        if word in _ANGLED:
            return _ANGLED[word](self)
        known = self._known.get(word.removeprefix("%"))
        if known is None:
            raise InvalidType(f"unknown type {word!r}")
        return known

    def _braced(self, word: str) -> Type:
        """What follows `record`, `variant`, `enum` or `flags`, and a name if there was one."""
        self.expect("{")
        members: list[tuple[str, Type | None]] = []
        while not self._take("}"):
            members.append((self._label(), self._payload(word)))
            if self._peek() != "}":
                self.expect(",")
        if word == "record":
            return Record(tuple((label, part) for label, part in members if part is not None))
        labels = tuple(label for label, _ in members)
        if word == "variant":
            return Variant(tuple(members))
        return Enum(labels) if word == "enum" else Flags(labels)

    def _payload(self, word: str) -> Type | None:
        """What follows a label in braces."""
        if word == "record":
            self.expect(":")
            return self.type()
        if word == "variant" and self._take("("):
            part = self.type()
            self.expect(")")
            return part
        return None

    def list(self) -> Type:
        """`list<T>`, `list<T, N>`."""
        self.expect("<")
        element = self.type()
        length = None
        if self._take(","):
            digits = self._next()
            if not digits.isdigit():
                raise InvalidType(f"{digits!r} is not a length")
            length = int(digits)
        self.expect(">")
        return List(element, length)

    def result(self) -> Type:
        """`result`, `result<T>`, `result<T, E>`, `result<_, E>`."""
        parts: list[Type | None] = []
        if self._take("<"):
            parts.append(None if self._take("_") else self.type())
            if self._take(","):
                parts.append(self.type())
            self.expect(">")
        return Result(*parts)

    def types(self) -> tuple[Type, ...]:
        """`<T, …>`."""
        self.expect("<")
        parts = [self.type()]
        while self._take(",") and self._peek() != ">":
            parts.append(self.type())
        self.expect(">")
        return tuple(parts)

    def resource(self) -> str:
        """`<R>`."""
        self.expect("<")
        name = self._label()
        self.expect(">")
        return name

    def expect(self, token: str) -> None:
        """Step over this token, the empty one being the end."""
        found = self._next()
        if found != token:
            raise InvalidType(f"{token or 'the end'!r} expected, {found or 'the end'!r} found")

    def _label(self) -> str:
        word = self._next()
        if word in KEYWORDS:
            raise InvalidType(f"keyword {word!r} where a name belongs")
        return word.removeprefix("%")

    def _peek(self) -> str:
        return self._tokens[self._at]

    def _next(self) -> str:
        token = self._peek()
        self._at += bool(token)
        return token

    def _take(self, token: str) -> bool:
        taken = self._peek() == token
        self._at += taken
        return taken


def _one(parts: tuple[Type, ...]) -> Type:
    """The only one of these."""
    if len(parts) != 1:
        raise InvalidType(f"one type expected, {len(parts)} found")
    return parts[0]


def _map(parts: tuple[Type, ...]) -> Type:
    """Key and value."""
    if len(parts) != 2:
        raise InvalidType(f"a map has a key and a value, not {len(parts)} types")
    return Map(*parts)


_ANGLED: dict[str, Callable[[_Parser], Type]] = {
    "list": _Parser.list,
    "result": _Parser.result,
    "option": lambda parser: Option(_one(parser.types())),
    "tuple": lambda parser: Tuple(parser.types()),
    "map": lambda parser: _map(parser.types()),
    "own": lambda parser: Own(parser.resource()),
    "borrow": lambda parser: Borrow(parser.resource()),
}
