"""How a result came about, told so that two of them can be compared: stable against where, when and how fast.

Ports, paths, addresses, times and the like differ from run to run and prove nothing; which checks failed, and what they
got, does. An account has the former replaced and the latter kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import msgspec

from conformance.judge import GOOD, Check, Outcome

_ENDED: frozenset[Outcome] = frozenset({"trap", "crash", "timeout"})
"""Outcomes whose reason tells the ending, so that the check of the ending tells nothing more."""
_ENDING = "expect.ending"
_LONG = 10_000
"""Numbers below are kept as they are: counts and lengths that a guest has chosen."""
_UNITS = r"(?:ns|µs|us|ms|s|seconds|milliseconds|microseconds|nanoseconds)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b[0-9a-f]{32,}\b"), "<hash>"),
    (re.compile(r"\b0x[0-9a-fA-F]{6,}\b"), "<address>"),
    (re.compile(r"(?<![\w:/.<>…])(?:file://)?/(?:[^\s/\"'`():;,]+/)+(?=[^\s/])"), "…/"),
    (re.compile(r"(…/[^\s/\"'`():]+):\d+(?::\d+)?"), r"\1"),
    (re.compile(r"(\b127\.\d+\.\d+\.\d+|\blocalhost|\[::1\]):\d+\b"), r"\1:<port>"),
    (re.compile(rf"(?<![\w.])\d+(?:\.\d+)? ?{_UNITS}\b"), "<time>"),
    (re.compile(r"\b\d{5,}(?= bytes)|(?<=difference at )\d{5,}\b"), "<number>"),
)
_NUMBER = re.compile(r"(?<![\w.])(\d[\d_]*)(\.\d+)?(?!\w)")


class Told(Protocol):
    """What an account is made of: a record, or as much of one as a comparison keeps."""

    @property
    def outcome(self) -> Outcome: ...
    @property
    def reason(self) -> str: ...
    @property
    def checks(self) -> Sequence[Check]: ...


class Account(msgspec.Struct, frozen=True):
    """The reason of a result and the checks that failed, in the case's order, with what each got."""

    reason: str
    failing: tuple[tuple[str, str], ...]


def account(told: Told) -> Account:
    """The account of a result; choices of a result that is good are in its reason."""
    if told.outcome in GOOD:
        return Account(normalised(told.reason), ())
    ended = told.outcome in _ENDED
    failing = (check for check in told.checks if not check.ok and not (ended and check.name == _ENDING))
    return Account(normalised(told.reason), tuple((check.name, normalised(check.got)) for check in failing))


def normalised(text: str) -> str:
    """``text`` with what differs from run to run replaced by words in angle brackets; once is as good as twice."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _NUMBER.sub(_number, text)


def _number(match: re.Match[str]) -> str:
    """Numbers that mean something (small, round, or at the edge of a machine word) stay; others are measurements."""
    value = int(match[1].replace("_", ""))
    if match[2] is None and (value < _LONG or value % _LONG == 0 or _at_an_edge(value)):
        return match[0]
    return match[0] if value < _LONG else "<number>"


def _at_an_edge(value: int) -> bool:
    return any((near & (near - 1)) == 0 for near in (value - 1, value, value + 1))
