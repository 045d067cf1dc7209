"""Component value types of the synchronous ABI, as frozen data. A type that validation refuses cannot be built.

Types are structural: names of WIT declarations are not part of them. Not modelled: error-context, stream, future.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform

Value = Any
"""A component value, in the one shape its type gives it:

bool, int, float (an f32 is a float that 32 bits hold) · char and string: str · list: list · tuple: tuple · record: dict
by label · variant, enum, option, result: `Case` · flags: frozenset of labels · own and borrow: the representation, an
int · map: list of pairs.
"""
MAX_FLAGS = 32
T = TypeVar("T", bound="_Hashed")
_LABEL = re.compile(r"([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z0-9]+|[A-Z0-9]+))*")


class InvalidType(ValueError):
    """Validation refuses this type."""


@dataclass(frozen=True, slots=True)
class Case:
    """The value of a variant, enum, option (`none`, `some`) or result (`ok`, `error`): one case, and its payload."""

    label: str
    payload: Value = None


class _Hashed:
    """What remembers its hash: types are keys of many caches, and a large one takes long to hash."""

    __slots__ = ("_hash",)
    _hash: int


@dataclass_transform(frozen_default=True)
def _frozen(cls: type[T]) -> type[T]:
    """A frozen dataclass whose hash is found out once; it is no field, so that copies find out their own."""
    made = dataclass(frozen=True, slots=True)(cls)
    by_fields = made.__hash__

    def hashed(self: T) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((made, by_fields(self))))
            return self._hash

    made.__hash__ = hashed  # type: ignore[method-assign, assignment]
    return made


@_frozen
class Type(_Hashed):
    """Any value type. `str` writes it in one line (see `wit`)."""

    def __str__(self) -> str:
        from conformance.abi.wit import print_type  # wit needs the types first

        return print_type(self)


@_frozen
class Bool(Type):
    """`bool`."""


@_frozen
class Int(Type):
    """`u8` to `s64`."""

    bits: int
    signed: bool

    @property
    def low(self) -> int:
        """The least value."""
        return -(1 << self.bits - 1) if self.signed else 0

    @property
    def high(self) -> int:
        """The greatest value."""
        return (1 << self.bits - self.signed) - 1


@_frozen
class Float(Type):
    """`f32` and `f64`."""

    bits: int


@_frozen
class Char(Type):
    """`char`: a Unicode scalar value."""


@_frozen
class String(Type):
    """`string`."""


@_frozen
class List(Type):
    """`list<T>`, or with a length `list<T, N>` (gated: fixed-length lists)."""

    element: Type
    length: int | None = None

    def __post_init__(self) -> None:
        if self.length is not None and self.length < 1:
            raise InvalidType("a list of fixed length has at least one element")


@_frozen
class Product(Type):
    """What has fields: records and tuples. Clause: Despecialization."""

    @property
    def fields(self) -> tuple[tuple[str, Type], ...]:
        """The labelled fields; a tuple's labels are its indices."""
        raise NotImplementedError


@_frozen
class Record(Product):
    """`record { a: T, … }`."""

    members: tuple[tuple[str, Type], ...]

    def __post_init__(self) -> None:
        _check_labels("record", [label for label, _ in self.members])

    @property
    def fields(self) -> tuple[tuple[str, Type], ...]:
        """As declared."""
        return self.members


@_frozen
class Tuple(Product):
    """`tuple<T, …>`."""

    items: tuple[Type, ...]

    def __post_init__(self) -> None:
        if not self.items:
            raise InvalidType("a tuple has at least one item")

    @property
    def fields(self) -> tuple[tuple[str, Type], ...]:
        """Items under their indices."""
        return tuple((str(index), item) for index, item in enumerate(self.items))


@_frozen
class Sum(Type):
    """What has cases: variants, enums, options and results. Clause: Despecialization."""

    @property
    def cases(self) -> tuple[tuple[str, Type | None], ...]:
        """The labelled cases with their payloads, in the order that numbers them."""
        raise NotImplementedError


@_frozen
class Variant(Sum):
    """`variant { a, b(T), … }`."""

    alternatives: tuple[tuple[str, Type | None], ...]

    def __post_init__(self) -> None:
        _check_labels("variant", [label for label, _ in self.alternatives])

    @property
    def cases(self) -> tuple[tuple[str, Type | None], ...]:
        """As declared."""
        return self.alternatives


@_frozen
class Enum(Sum):
    """`enum { a, b, … }`."""

    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_labels("enum", self.labels)

    @property
    def cases(self) -> tuple[tuple[str, Type | None], ...]:
        """No case has a payload."""
        return tuple((label, None) for label in self.labels)


@_frozen
class Option(Sum):
    """`option<T>`."""

    some: Type

    @property
    def cases(self) -> tuple[tuple[str, Type | None], ...]:
        """`none`, then `some`."""
        return ("none", None), ("some", self.some)


@_frozen
class Result(Sum):
    """`result<T, E>`; either may be absent."""

    ok: Type | None = None
    error: Type | None = None

    @property
    def cases(self) -> tuple[tuple[str, Type | None], ...]:
        """`ok`, then `error`."""
        return ("ok", self.ok), ("error", self.error)


@_frozen
class Flags(Type):
    """`flags { a, b, … }`, at most 32."""

    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_labels("flags", self.labels)
        if len(self.labels) > MAX_FLAGS:
            raise InvalidType(f"{len(self.labels)} flags; at most {MAX_FLAGS}")


@_frozen
class Handle(Type):
    """A handle to the resource that the context knows by this name."""

    resource: str


@_frozen
class Own(Handle):
    """`own<R>`."""


@_frozen
class Borrow(Handle):
    """`borrow<R>`."""


@_frozen
class Map(Type):
    """`map<K, V>` (gated): to the ABI a `list<tuple<K, V>>`, order and duplicates kept."""

    key: Type
    value: Type

    def __post_init__(self) -> None:
        if not isinstance(self.key, Bool | Int | Char | String):
            raise InvalidType("a map's key is a bool, an integer, a char or a string")


@dataclass(frozen=True, slots=True)
class Func:
    """A function's type. Clause: Component Model Explainer, type definitions: no borrow in a result."""

    params: tuple[Type, ...] = ()
    result: Type | None = None

    def __post_init__(self) -> None:
        if self.result is not None and any(isinstance(part, Borrow) for part in walk(self.result)):
            raise InvalidType("a result holds no borrowed handle")

    @property
    def results(self) -> tuple[Type, ...]:
        """None or one type."""
        return () if self.result is None else (self.result,)


BOOL, CHAR, STRING = Bool(), Char(), String()
U8, U16, U32, U64 = (Int(bits, False) for bits in (8, 16, 32, 64))
S8, S16, S32, S64 = (Int(bits, True) for bits in (8, 16, 32, 64))
F32, F64 = Float(32), Float(64)
PRIMITIVES: dict[str, Type] = {
    "bool": BOOL, "u8": U8, "u16": U16, "u32": U32, "u64": U64, "s8": S8, "s16": S16, "s32": S32, "s64": S64,
    "f32": F32, "f64": F64, "char": CHAR, "string": STRING,
}  # fmt: skip


def _check_labels(kind: str, labels: Sequence[str]) -> None:
    """Refuse no labels at all, ill-formed ones, and two differing in case only. Clause: name uniqueness (Explainer)."""
    if not labels:
        raise InvalidType(f"a {kind} has at least one label")
    for label in labels:
        if not _LABEL.fullmatch(label):
            raise InvalidType(f"{label!r} is not a label")
    twice = [label for label, count in Counter(label.lower() for label in labels).items() if count > 1]
    if twice:
        raise InvalidType(f"{twice[0]!r} is there twice in a {kind}")


def children(t: Type) -> tuple[Type, ...]:
    """The types of which `t` directly consists."""
    if isinstance(t, Product):
        return tuple(part for _, part in t.fields)
    if isinstance(t, Sum):
        return tuple(part for _, part in t.cases if part is not None)
    if isinstance(t, List):
        return (t.element,)
    return (t.key, t.value) if isinstance(t, Map) else ()


def walk(t: Type) -> Iterator[Type]:
    """`t` and everything within it."""
    yield t
    for part in children(t):
        yield from walk(part)


def despecialized(t: Type) -> Type:
    """A map as the list that it is; any other type as it is. Clause: Despecialization."""
    return List(Tuple((t.key, t.value))) if isinstance(t, Map) else t


def choose_by_kind(t: Type, table: dict[type[Type], Callable[[Any], Any]]) -> Any:
    """What the table makes of `t`, under its class or a base class of it."""
    t = despecialized(t)
    for kind in type(t).__mro__:
        if kind in table:
            return table[kind](t)
    raise InvalidType(f"{type(t).__name__} is not modelled")
