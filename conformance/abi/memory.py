"""A guest's side of a call: its memory, its allocator, its string encoding, and the log of its realloc."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from conformance.abi.layout import align_up
from conformance.abi.strings import Encoding, Form, Plan, Text, plan
from conformance.abi.traps import CoreFunction, Trap, Trapped, run_core

if TYPE_CHECKING:
    from conformance.abi.handles import Instance, ResourceType, Scope

PAGE = 1 << 16
"""Bytes by which memories grow."""
NAN32, NAN64 = 0x7FC00000, 0x7FF8000000000000
"""The NaNs of the deterministic profile. Clause: Loading."""


class Realloc(NamedTuple):
    """A call of realloc, and what it returned."""

    old: int
    old_size: int
    alignment: int
    size: int
    result: int

    def __str__(self) -> str:
        return f"realloc({self.old:#x}, {self.old_size}, {self.alignment}, {self.size}) = {self.result:#x}"


class Spot(NamedTuple):
    """Where a NaN went: an address in memory or the index of a flat, and its bits."""

    at: int
    bits: int


class Bump:
    """The allocator that our guests have: addresses go up from `base`, nothing is freed.

    A fresh block begins at the next multiple of its alignment, also when its size is zero. A resized block moves, and
    the guest copies min(old size, new size) bytes; with `in_place`, the latest block is resized where it is. With
    `grows`, a block beyond the end grows the memory by whole pages; without, its address is returned all the same.
    """

    def __init__(self, memory: bytearray, base: int = 16, *, in_place: bool = False, grows: bool = False) -> None:
        self._memory = memory
        self._top = base
        self._last = -1
        self._in_place = in_place
        self._grows = grows

    def __call__(self, old: int, old_size: int, alignment: int, size: int) -> list[int]:
        """Serve one call of realloc: old address, old size, alignment, new size → address."""
        stays = self._in_place and bool(old_size) and old == self._last and old % alignment == 0
        block = old if stays else align_up(self._top, alignment)
        self._top = block + size
        self._last = block
        if self._grows and self._top > len(self._memory):
            self._memory.extend(bytes(align_up(self._top - len(self._memory), PAGE)))
        kept = min(old_size, size)
        if kept and not stays and block + kept <= len(self._memory):
            self._memory[block : block + kept] = self._memory[old : old + kept]
        return [block]


class Way(NamedTuple):
    """Which of the ways that the text leaves open a string is lowered."""

    form: Form
    """The encoding that the string comes in: a host's choice."""
    deflated_alignment: int = 1
    """What the last realloc asks for when UTF-16 turns out to be Latin-1: 1 in the text, 2 in some runtimes."""


def own_way(text: str, log: list[Realloc]) -> Way:
    """What came out of a guest is lowered from the form it had there; what did not, as if from UTF-8."""
    return Way(text.form if isinstance(text, Text) else Form.UTF8)


@dataclass(slots=True)
class Side:
    """What lifting and lowering know of one guest. Clause: Lifting and Lowering Context."""

    memory: bytearray
    """Its size is read anew at every check, for guests grow it in realloc."""
    realloc: CoreFunction | None = None
    """Old address, old size, alignment, new size → address."""
    encoding: Encoding = "utf8"
    instance: Instance | None = None
    scope: Scope | None = None
    """The call that borrowed handles belong to: the callee's own when lowering, the caller's when lifting."""
    resources: dict[str, ResourceType] = field(default_factory=dict)
    way: Callable[[str, list[Realloc]], Way] = own_way
    """How each string is lowered, given the log so far."""
    plan: Callable[[str, Form, Encoding, int], Plan] = plan
    """`strings.plan`, or for the images that guests make themselves `strings.held`."""
    scribble: int | None = None
    """Written over what transcoding leaves behind in blocks, so that nobody relies on it; None leaves it."""
    nan32: int = NAN32
    nan64: int = NAN64
    log: list[Realloc] = field(default_factory=list)
    memory_nans: list[Spot] = field(default_factory=list)
    flat_nans: list[Spot] = field(default_factory=list)

    def allocate(self, alignment: int, size: int) -> int:
        """A fresh block. Clause: Lifting and Lowering Context (allocate)."""
        return self.reallocate(0, 0, alignment, size)

    def reallocate(self, old: int, old_size: int, alignment: int, size: int) -> int:
        """A block from the guest, checked as every caller of realloc does: aligned, then within the memory of now.

        Clause: Lifting and Lowering Context (reallocate), and the checks that follow each call in Storing.
        """
        if self.realloc is None:
            raise ValueError("validation demands a realloc here")
        with self.instance.confined() if self.instance else nullcontext():
            block = run_core(self.realloc, (old, old_size, alignment, size))[0] & 0xFFFFFFFF
        self.log.append(Realloc(old, old_size, alignment, size, block))
        if block % alignment:
            raise Trapped(Trap.REALLOC_MISALIGNED, f"{block:#x} for alignment {alignment}")
        if block + size > len(self.memory):
            raise Trapped(Trap.REALLOC_OUT_OF_BOUNDS, f"{block:#x} + {size} of {len(self.memory)}")
        return block
