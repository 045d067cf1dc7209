"""Trials without a runtime: every example is well but those that have what is said to be at fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conformance.abi.strings import ENCODINGS
from conformance.fuzz.examples import Example, Leg
from conformance.fuzz.trials import Difference, Tried

Fault = Callable[[Example], Difference | None]


class FaultyTrials:
    """A runtime with some faults."""

    encodings = ENCODINGS

    def __init__(self, *faults: Fault, legs: tuple[Leg, ...] = ("probe", "give", "pass", "ask")) -> None:
        self.faults = faults
        self.legs = legs
        self.unrepeated: list[str] = []
        self.watch: Callable[[Sequence[Example]], None] = lambda examples: None
        """Is shown what is tried."""

    def tried(self, examples: Sequence[Example]) -> list[Tried]:
        self.watch(examples)
        return [self._one(example) for example in examples]

    def _one(self, example: Example) -> Tried:
        found = tuple(one for fault in self.faults if (one := fault(example)) is not None)
        return Tried(example, found, "returned")

    def close(self) -> None:
        """There is nothing to end."""
