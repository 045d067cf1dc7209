"""Values and sizes where mistakes hide: what strategies prefer to draw, and what the vectors enumerate."""

from __future__ import annotations

import math

from conformance.abi.types import Float, Int

COUNTS = (1, 2, 3, 255, 256, 257)
"""Numbers of cases on either side of a wider discriminant; 65536 and 65537 are for directed tests."""
FLAG_COUNTS = (1, 2, 7, 8, 9, 15, 16, 17, 31, 32)
CODE_POINTS = (
    0x00, 0x09, 0x0A, 0x0D, 0x22, 0x27, 0x41, 0x5C, 0x7E, 0x7F, 0x80, 0x9F, 0xE9, 0xFF, 0x100, 0x7FF, 0x800, 0x20AC,
    0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF,
)  # fmt: skip
"""Characters on either side of a longer encoding, of Latin-1, of the surrogates; controls, quotes, byte order marks."""
NOT_CHARS = (0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x110000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
STRINGS = (
    "", "a", "hello, world", "\x00", "a\x00b", "\x7f", "\x80", "\xff", "caf\xe9", "\xe9", "a\u0100", "\u0100a",
    "abc\xe9\u0100", "\u07ff", "\u0800", "\u20ac", "a\u20ac", "\ud7ff\ue000", "\ufeff", "\ufeffa", "\uffff",
    "\U00010000", "a\U0001f600", "\U0010ffff", "\U0001f600\U0001f600", "\x80\x9f\xa0", "e\u0301", "\xe9\U0001f600a",
    "0123456789abcdef0123456789abcdef", "\u20ac" * 11, "\xff" * 17,
)  # fmt: skip
NOT_UTF8 = (
    b"\xff", b"\x80", b"\xc0\x80", b"\xc1\xbf", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf",
    b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"a\xe9",
)  # fmt: skip
"""Stray and missing continuations, overlong forms, surrogates, numbers beyond U+10FFFF, a tail cut off."""
NOT_UTF16 = (b"\x00\xd8", b"\x00\xdc", b"\x00\xdc\x00\xd8", b"\x00\xd8a\x00", b"\xff\xdb\xff\xdb", b"a\x00\xff\xdf")
"""High surrogates alone, low ones alone, pairs in the wrong order."""
_FLOATS32 = (
    0.0, -0.0, 1.0, -1.5, math.inf, -math.inf, math.nan, 2.0**-149, 2.0**-126, -(2.0**-126), (2 - 2.0**-23) * 2.0**127,
    0.10000000149011612, 16777216.0,
)  # fmt: skip
_FLOATS64 = (5e-324, 2.2250738585072014e-308, -1.7976931348623157e308, 0.1, 9007199254740993.0, 1e23)


def floats(t: Float) -> tuple[float, ...]:
    """Zeros, infinities, NaN, the least and greatest, subnormals."""
    return _FLOATS32 if t.bits == 32 else _FLOATS32 + _FLOATS64


def integers(t: Int) -> tuple[int, ...]:
    """The ends, zero, and what looks different with another sign or width."""
    half = 1 << t.bits - 1
    wanted = (
        0,
        1,
        -1,
        t.low,
        t.high,
        t.low + 1,
        t.high - 1,
        half - 1,
        half,
        -half,
        0x7F,
        0x80,
        0xFF,
        0x100,
        -128,
        -129,
    )
    return tuple(dict.fromkeys(number for number in wanted if t.low <= number <= t.high))


def labels(count: int) -> tuple[str, ...]:
    """So many labels: c0, c1, …"""
    return tuple(f"c{index}" for index in range(count))
