"""Shrinking: from an example that fails to the simplest that still fails alike.

Simpler examples are tried many at a time, since one guest can have many probes; the first that fails alike is the next
to be made simpler. It ends when none does, or when its time is up.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice

from conformance.fuzz.examples import BETWEEN, LIFTED, Example, packed
from conformance.fuzz.simpler import simpler
from conformance.fuzz.trials import Difference, Trials, Tried

SHRINK_S = 20.0
"""Seconds that shrinking one example may take."""
_FIRST = 4
_AT_ONCE = 32
_AT_ONCE_BETWEEN = 4
"""Examples tried together: few at first, since those that leave out most come first; a command has only room for one
that traps."""
_STEPS = 300


def shrunk(
    trials: Trials, example: Example, difference: Difference, seconds: float = SHRINK_S
) -> tuple[Example, Difference]:
    """The simplest example that was found, and what is wrong with it."""
    deadline = time.monotonic() + seconds
    seen = {packed(example)}
    for _ in range(_STEPS):
        found = _simplest(trials, example, difference, seen, deadline)
        if found is None:
            break
        example, difference = found
    return example, difference


def _simplest(
    trials: Trials, example: Example, difference: Difference, seen: set[bytes], deadline: float
) -> tuple[Example, Difference] | None:
    """The first of the simpler ones that fails alike."""
    candidates = _new(example, seen)
    at_once, most = _FIRST, _AT_ONCE_BETWEEN if example.leg in BETWEEN else _AT_ONCE
    if difference.about == "process":  # each that fails alike costs a process
        at_once = most = 1
    while time.monotonic() < deadline:
        some = list(islice(candidates, at_once))
        at_once = min(2 * at_once, most)
        if not some:
            return None
        for tried in trials.tried(some):
            alike = same_way(tried, difference)
            if alike is not None:
                return tried.example, alike
    return None


def same_way(tried: Tried, difference: Difference) -> Difference | None:
    """The difference by which a tried example fails like another, if it does."""
    return next((one for one in tried.differences if one.kind == difference.kind), None)


def _new(example: Example, seen: set[bytes]) -> Iterator[Example]:
    """Simpler examples that were not tried yet, and in which what is spoiled is still there."""
    for one in simpler(example):
        key = packed(one)
        if key not in seen and not (one.spoiled and _pointless(one)):
            seen.add(key)
            yield one


def _pointless(example: Example) -> bool:
    """Whether nothing is left to be spoiled."""
    return example.leg in LIFTED and example.image == example.sound


def first_difference(tried: Sequence[Difference]) -> Difference:
    """What an example is known by that differs in several ways: an illegal outcome rather than a breach."""
    return min(tried, key=lambda one: one.kind == "padding")
