"""Examples in large numbers: Hypothesis draws types and the primitive values, and here they are put together.

Drawing every value by its strategy would take most of a campaign's time. So a *round* draws types and pools of
primitive values once, with the strategies of `conformance.abi`, and composes values, spoils and core values of them
with a random generator of its own. The same number gives the same round. Rounds share nothing, so that what Hypothesis
remembers of one is gone with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.abi import edges
from conformance.abi.images import spans, spoilings
from conformance.abi.layout import CACHED, flat_types, flat_types_of
from conformance.abi.strategies import Scope, types, values
from conformance.abi.strings import Encoding
from conformance.abi.types import (
    CHAR,
    PRIMITIVES,
    STRING,
    U8,
    U16,
    Case,
    Flags,
    List,
    Option,
    Product,
    Result,
    Sum,
    Tuple,
    Type,
    Value,
    choose_by_kind,
)
from conformance.fuzz.examples import LIFTED, Example, Leg, Spoil

T = TypeVar("T")
_WIDE = 4
"""One round in so many has types of every size; those of the others are small, and quick."""
_POOL = 48
"""Primitive values of each type that a round draws."""
_FILLS = (0xAA, 0x00, 0xFF)
_ROOMS = (0, 0, 1, 8, 64)
_BITS = (0x100, 0xFFFFFF00, 0xFFFFFFFF00000000, 1 << 32, 1 << 31, 1 << 63)
"""Bits that are set in a core value above what counts."""


_TEXTUAL: SearchStrategy[Type] = st.sampled_from(
    (STRING, List(STRING), Option(STRING), Result(STRING, U8), Tuple((U8, STRING)), List(Tuple((STRING, U16))), CHAR)
)
"""Strings, whose transcodings are where most may go wrong, are too rare among types of every shape."""


@dataclass(frozen=True)
class Mix:
    """What a round is made of."""

    legs: tuple[Leg, ...]
    scope: Scope = field(default_factory=Scope)
    types: int = 64
    """Lists of types in a round: of parameters, mostly one."""
    each: int = 6
    """Values of each, on every leg."""
    longest: int = 5
    """Elements that a list may have."""
    encodings: tuple[Encoding, ...] = ("utf8", "utf16", "latin1+utf16")
    hostile: float = 0.3
    """How many of those that a guest hands out are spoiled."""


def drawn(strategy: SearchStrategy[T], count: int, number: int) -> list[T]:
    """About so many of a strategy, always the same for a number."""
    found: list[T] = []

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def draw(one: T) -> None:
        found.append(one)

    draw()
    return found


Pools = dict[Type, list[Value]]
Sampler = Callable[[Random, Pools, int], Value]
"""Makes a value out of pools; the number is how long a list may be."""


def pools(number: int) -> Pools:
    """Primitive values, those of the edges among them."""
    return {t: drawn(_primitive(t), _POOL, number + index) for index, t in enumerate(PRIMITIVES.values())}


@cache
def _primitive(t: Type) -> SearchStrategy[Value]:
    """The strategy for a primitive type: Hypothesis remembers strategies, so that there is but one."""
    return values(t)


@lru_cache(8)
def _several(scope: Scope) -> SearchStrategy[list[Type]]:
    """The strategy for types in eights, the same in all rounds."""
    any_type = types(scope)
    return st.lists(st.one_of(any_type, any_type, any_type, _TEXTUAL), min_size=8, max_size=8)


@lru_cache(CACHED)
def sampler(t: Type) -> Sampler:
    """The function that makes values of a type."""
    made: Sampler = choose_by_kind(
        t,
        {
            List: _lists,
            Product: _products,
            Sum: _sums,
            Flags: _flags,
            Type: lambda t: lambda random, pools, longest: random.choice(pools[t]),
        },
    )
    return made


def _lists(t: List) -> Sampler:
    element = sampler(t.element)

    def sample(random: Random, pools: Pools, longest: int) -> Value:
        count = random.randint(0, longest) if t.length is None else t.length
        return [element(random, pools, max(1, longest // 2)) for _ in range(count)]

    return sample


def _products(t: Product) -> Sampler:
    parts = [(label, sampler(part)) for label, part in t.fields]
    if isinstance(t, Tuple):
        return lambda random, pools, longest: tuple(part(random, pools, longest) for _, part in parts)
    return lambda random, pools, longest: {label: part(random, pools, longest) for label, part in parts}


def _sums(t: Sum) -> Sampler:
    """Cases at the ends and those that have a payload more often than others."""
    table = [(label, None if part is None else sampler(part)) for label, part in t.cases]
    favoured = [table[0], table[-1], *(entry for entry in table if entry[1] is not None)]

    def sample(random: Random, pools: Pools, longest: int) -> Value:
        label, part = random.choice(table if random.random() < 0.5 else favoured)
        return Case(label) if part is None else Case(label, part(random, pools, longest))

    return sample


def _flags(t: Flags) -> Sampler:
    def sample(random: Random, pools: Pools, longest: int) -> Value:
        chosen = random.choice((0, -1, random.getrandbits(32), 1 << (len(t.labels) - 1)))
        return frozenset(label for index, label in enumerate(t.labels) if chosen >> index & 1)

    return sample


def rounds(mix: Mix, start: int) -> Iterator[list[Example]]:
    """Rounds without end, each a list of examples; those of one type are next to each other."""
    number = start
    kept: Pools = {}
    while True:
        if not kept or (number - start) % 8 == 0:
            kept = pools(number)
        yield list(one_round(mix, number, kept))
        number += 1


def one_round(mix: Mix, number: int, kept: Pools) -> Iterator[Example]:
    """The examples of a round."""
    random = Random(number)
    scope = mix.scope if number % _WIDE == 0 else replace(mix.scope, parts=4, leaves=6, wide=False)
    # Hypothesis begins with the simplest of all
    _, *groups = drawn(_several(scope), 1 + max(1, mix.types // 8), number)
    singles = [t for group in groups for t in group]
    for index, t in enumerate(singles[: mix.types]):
        parameters = (t,) if index % 8 else (t, random.choice(singles), random.choice(list(PRIMITIVES.values())))
        yield from _of_types(mix, random, kept, parameters[: 1 + random.randint(0, 2)])


def _of_types(mix: Mix, random: Random, kept: Pools, parameters: tuple[Type, ...]) -> Iterator[Example]:
    """Examples of one list of types, whose guests have one encoding."""
    encoding, sender = random.choice(mix.encodings), random.choice(mix.encodings)
    in_place = random.random() < 0.25
    samplers = [sampler(t) for t in parameters]
    for leg in mix.legs:
        for _ in range(mix.each):
            made = Example(
                leg,
                parameters,
                tuple(sample(random, kept, mix.longest) for sample in samplers),
                encoding,
                sender,
                in_place=in_place and leg not in ("give", "pass"),
            )
            yield _spoiled(made, random) if leg in LIFTED and random.random() < mix.hostile else made


def _spoiled(example: Example, random: Random) -> Example:
    """The same in another memory, with a span or two that are not what they should be, or a core value."""
    example = replace(example, fill=random.choice(_FILLS), room=random.choice(_ROOMS))
    image = example.sound
    found = spans(image)
    spoils = []
    for _ in range(random.choice((1, 1, 1, 2))):
        if found:
            span = random.choice(found)
            data = random.choice(spoilings(image, span))
            if span.kind == "text" and random.random() < 0.3:
                data = random.randbytes(span.size)
            spoils.append(Spoil(span.path, span.kind, data))
    junk = None
    if image.flats is not None and (not spoils or random.random() < 0.3):
        junk = _junk(example, image.flats, random)
    return example.spoilt(tuple(spoils), junk)


def _junk(example: Example, flats: tuple[int, ...], random: Random) -> tuple[int, int]:
    """A core value of any bits of its width, or with some of the upper ones set."""
    cores = flat_types(example.whole) if example.leg in ("give", "hand") else flat_types_of(example.types)
    index = random.randrange(len(flats))
    width = 64 if cores[index].endswith("64") else 32
    number = flats[index] | random.choice(_BITS)
    if random.random() < 0.5:
        number = random.choice((random.getrandbits(width), *edges.NOT_CHARS, 0xFFFFFFFF, 2, 0xFF))
    return index, number % (1 << width)
