"""Why a call must trap: a reason for every trap condition that the text has for synchronous calls.

What a test may compare is that a trap happened, not which; the reasons serve to know that each condition is exercised,
and to tell people what was wrong with an image.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any


class Trap(StrEnum):
    """A trap condition. The comment names the clause."""

    CHAR_TOO_LARGE = "char-too-large"  # Loading: a char is below 0x110000
    CHAR_SURROGATE = "char-surrogate"  # Loading: a char is no surrogate
    BAD_DISCRIMINANT = "bad-discriminant"  # Loading, Flat Lifting: a case index is below the number of cases
    STRING_TOO_LONG = "string-too-long"  # Loading: MAX_STRING_BYTE_LENGTH
    STRING_MISALIGNED = "string-misaligned"  # Loading
    STRING_OUT_OF_BOUNDS = "string-out-of-bounds"  # Loading
    STRING_MALFORMED = "string-malformed"  # Loading: not UTF-8, or not UTF-16
    LIST_TOO_LONG = "list-too-long"  # Loading: MAX_LIST_BYTE_LENGTH
    LIST_MISALIGNED = "list-misaligned"  # Loading
    LIST_OUT_OF_BOUNDS = "list-out-of-bounds"  # Loading
    SPILLED_MISALIGNED = "spilled-misaligned"  # Lifting and Lowering Values: parameters or results lifted from memory
    SPILLED_OUT_OF_BOUNDS = "spilled-out-of-bounds"
    RETURN_AREA_MISALIGNED = "return-area-misaligned"  # Lifting and Lowering Values: the caller's return pointer
    RETURN_AREA_OUT_OF_BOUNDS = "return-area-out-of-bounds"
    REALLOC_MISALIGNED = "realloc-misaligned"  # Storing; Lifting and Lowering Values: what realloc returned
    REALLOC_OUT_OF_BOUNDS = "realloc-out-of-bounds"
    UNKNOWN_HANDLE = "unknown-handle"  # Table State: out of range, freed, or zero
    TABLE_FULL = "table-full"  # Table State: Table.MAX_LENGTH
    WRONG_RESOURCE = "wrong-resource"  # Loading; canon resource.drop; canon resource.rep
    HANDLE_LENT = "handle-lent"  # Loading (own); canon resource.drop
    HANDLE_NOT_OWNED = "handle-not-owned"  # Loading: own lifted from a borrow handle
    BORROWS_LEFT = "borrows-left"  # Tasks: a callee returns while it holds borrowed handles
    MAY_NOT_LEAVE = "may-not-leave"  # canon lower; canon resource.new; canon resource.drop
    MAY_NOT_ENTER = "may-not-enter"  # Embedding; Component Instances
    GUEST = "guest"  # core code trapped, or threw what nobody caught (canon lift)


class Trapped(Exception):
    """The call trapped, and with it the whole store: nothing of it may be used again."""

    def __init__(self, trap: Trap, detail: str = "") -> None:
        super().__init__(f"{trap}: {detail}" if detail else str(trap))
        self.trap = trap
        self.detail = detail


CoreFunction = Callable[..., Any]
"""Core code: bit patterns in; a sequence of bit patterns, or nothing, out. It may raise Trapped.

Any other exception stands for a WebAssembly exception that nobody caught.
"""


def run_core(code: CoreFunction, flats: Sequence[int]) -> list[int]:
    """Core code, whose uncaught exceptions become traps. Clause: canon lift (call_and_trap_on_throw)."""
    try:
        return list(code(*flats) or ())
    except Trapped:
        raise
    except Exception as error:
        raise Trapped(Trap.GUEST, f"uncaught {type(error).__name__}: {error}") from error
