"""A report as TAP, the Test Anything Protocol, version 14: a test point for each record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from conformance.publish.shown import line
from conformance.publish.standing import Stood, counted_as, rerun

_CHECKS = 20
"""Failing checks that a test point tells."""
_LONG = 2000
"""Characters of a text in a diagnostic."""


def tap(stood: Sequence[Stood], *, strict: bool = False) -> str:
    """The document. An expected failure is a test to be done (``TODO``), what could not be tried is skipped."""
    return "".join(f"{text}\n" for text in _lines(stood, strict))


def _lines(stood: Sequence[Stood], strict: bool) -> Iterator[str]:
    yield "TAP version 14"
    yield f"1..{len(stood)}" if stood else "1..0 # the report has no records"
    for corpus in sorted({one.header.corpus_sha256 for one in stood}):
        yield f"# corpus {line(corpus)}"
    for number, one in enumerate(stood, start=1):
        yield from _point(number, one, strict)


def _point(number: int, one: Stood, strict: bool) -> Iterator[str]:
    standing = counted_as(one, strict=strict)
    good = standing in ("passed", "surprise", "untried")
    directive = {"expected": "TODO", "surprise": "TODO", "flaky": "TODO", "untried": "SKIP"}.get(standing)
    told = f" # {directive} {escaped(one.why)}" if directive else ""
    yield f"{'ok' if good else 'not ok'} {number} - {escaped(f'{one.runtime} {one.name}')}{told}"
    if not good:
        yield from _diagnostic(one)


def escaped(text: str) -> str:
    r"""Text that TAP must not read as anything else: ``\`` and ``#`` after a backslash, and no spaces at its end."""
    return re.sub(r"[\\#]", r"\\\g<0>", text).strip() or "?"


def _diagnostic(one: Stood) -> Iterator[str]:
    record = one.record
    failing = [check for check in record.checks if not check.ok]
    about: dict[str, Any] = {
        "message": one.why,
        "level": record.level,
        "duration_ms": round(record.duration_s * 1000),
        "rerun": rerun(record),
    }
    if failing:
        some = failing[:_CHECKS]
        about["checks"] = [{"name": _cut(c.name), "got": _cut(c.got), "want": _cut(c.want)} for c in some]
    # One text a line, and keys of one word: there are readers of TAP that know no more of YAML.
    text = yaml.safe_dump(about, allow_unicode=True, sort_keys=False, width=10**9)
    yield "  ---"
    yield from (f"  {text_line}" for text_line in text.rstrip("\n").split("\n"))
    yield "  ..."


def _cut(text: str) -> str:
    return line(text[:_LONG]) + ("…" if len(text) > _LONG else "")
