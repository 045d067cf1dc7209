"""What a campaign has covered, in counters whose number does not grow with it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import msgspec

from conformance.abi.layout import flat_types_of, size
from conformance.abi.types import Int, String, Tuple, Type, children, walk
from conformance.fuzz.examples import BETWEEN, TITLES, Example
from conformance.fuzz.trials import Tried

_SIZES = (1, 4, 8, 16, 64, 256, 1 << 30)
_FLATS = (1, 4, 15, 16, 17, 1 << 30)
_DEPTHS = (1, 2, 3, 4, 1 << 30)


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """What was covered: how many of each."""

    examples: int
    """Values or images that were tried."""
    types: int
    """Lists of parameters' types that they were of; some may have come twice."""
    left_out: int
    """Examples that no guest could hold."""
    paths: dict[str, int]
    constructs: dict[str, int]
    """Kinds of types within those, each list counted once."""
    sizes: dict[str, int]
    """Bytes that the types take up."""
    flats: dict[str, int]
    """Core values that the types flatten to."""
    depths: dict[str, int]
    """How deep they nest."""
    encodings: dict[str, int]
    spoiled: int
    """Images that a well-behaved guest does not make."""
    traps: dict[str, int]
    """Conditions for which a call had to trap."""
    endings: dict[str, int]
    """How calls ended."""


class Tally:
    """Counts what was tried."""

    def __init__(self) -> None:
        self._totals: Counter[str] = Counter()
        self._counts: dict[str, Counter[str]] = {
            name: Counter()
            for name in ("paths", "constructs", "sizes", "flats", "depths", "encodings", "traps", "endings")
        }
        self._latest: tuple[Type, ...] = ()

    @property
    def examples(self) -> int:
        """How many were tried so far."""
        return self._totals["examples"]

    def add(self, tried: Sequence[Tried]) -> None:
        """Count these."""
        for one in tried:
            example = one.example
            if one.ending == "left-out":
                self._totals["left_out"] += 1
                continue
            self._totals["examples"] += 1
            self._totals["spoiled"] += example.spoiled
            self._counts["paths"][TITLES[example.leg]] += 1
            self._counts["encodings"][_encodings(example)] += 1
            self._counts["endings"][one.ending] += 1
            if one.wanted is not None:
                self._counts["traps"][one.wanted] += 1
            if example.types is not self._latest:
                self._latest = example.types
                self._add_types(example.types)

    def _add_types(self, types: tuple[Type, ...]) -> None:
        self._totals["types"] += 1
        self._counts["sizes"][_class(size(Tuple(types)), _SIZES)] += 1
        self._counts["flats"][_class(len(flat_types_of(types)), _FLATS)] += 1
        self._counts["depths"][_class(max(map(_depth, types)), _DEPTHS)] += 1
        self._counts["constructs"].update({_word(part) for t in types for part in walk(t)})

    def covered(self) -> Covered:
        """All of it."""
        counts = {name: dict(sorted(counter.items(), key=_in_order)) for name, counter in self._counts.items()}
        return Covered(
            examples=self.examples,
            types=self._totals["types"],
            left_out=self._totals["left_out"],
            spoiled=self._totals["spoiled"],
            **counts,
        )


def _in_order(item: tuple[str, int]) -> tuple[int, str]:
    """By the number that a label begins with, then by the label."""
    digits = item[0].removeprefix("more than ").partition(" ")[0]
    return (int(digits) if digits.isdigit() else 0) + item[0].startswith("more"), item[0]


def _class(number: int, bounds: Sequence[int]) -> str:
    """The class of a size, by its upper bound."""
    place = bisect_left(bounds, number)
    if place == len(bounds) - 1:
        return f"more than {bounds[-2]}"
    low = bounds[place - 1] + 1 if place else 0
    return str(bounds[place]) if low == bounds[place] else f"{low} to {bounds[place]}"


def _depth(t: Type) -> int:
    return 1 + max(map(_depth, children(t)), default=0)


def _word(t: Type) -> str:
    """A type's kind; numbers and other primitives by their names."""
    return str(t) if isinstance(t, Int | String) else type(t).__name__.lower()


def _encodings(example: Example) -> str:
    return f"{example.sender} to {example.encoding}" if example.leg in BETWEEN else example.encoding
