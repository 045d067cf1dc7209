"""The results that nobody expected, each with two lines to see it again: ours, and the runtime's own."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from conformance.expectations import Met, News
from conformance.judge import UNEXPECTED, Outcome
from conformance.publish.matrix import GLYPHS, is_suspect
from conformance.report import Record, split_label


class Unexpected(msgspec.Struct, frozen=True, kw_only=True):
    """A result that nobody expected, and how to see it again."""

    case: str
    runtime: str
    outcome: Outcome
    reason: str
    suspect: bool
    rerun: str
    rerun_bare: str
    instead_of: str = ""
    """What was expected instead, where that stands, and how the result differs."""
    accept: str = ""
    """The command that makes it expected, where expectations are in use."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A result in the light of the expectation about it."""

    case: str
    runtime: str
    outcome: Outcome
    place: str
    """``file:line`` of the expectation."""
    issue: str | None = None


def unexpected(
    records: Iterable[Record], options: Sequence[str] = (), news: Mapping[tuple[str, str], News] | None = None
) -> Iterator[Unexpected]:
    """The unexpected results in a stable order; ``options`` are what a rerun line has to repeat of the command.

    With ``news``, by case and runtime, only those: what expectations left over.
    """
    by_case: dict[str, list[Record]] = {}
    for record in records:
        by_case.setdefault(record.case, []).append(record)
    for _, group in sorted(by_case.items()):
        suspect = is_suspect(group)
        for record in sorted(group, key=lambda record: record.runtime):
            one = None if news is None else news.get((record.case, record.runtime))
            plain, _ = split_label(record.runtime)
            if record.outcome in UNEXPECTED and (news is None or one is not None):
                yield Unexpected(
                    case=record.case,
                    runtime=record.runtime,
                    outcome=record.outcome,
                    reason=record.reason,
                    suspect=suspect,
                    rerun=shlex.join(["wasi-conformance", "repro", record.case, "-r", plain, *options]),
                    rerun_bare=shlex.join(record.bare_command),
                    instead_of=f"{one.expectation.place}: {one.difference}" if one and one.expectation else "",
                )


def known(some: Iterable[Met]) -> tuple[Known, ...]:
    """Results beside the expectations about them."""
    return tuple(
        Known(
            case=one.record.case,
            runtime=one.record.runtime,
            outcome=one.record.outcome,
            place=one.expectation.place,
            issue=one.expectation.entry.issue,
        )
        for one in some
    )


def result_text(one: Unexpected, *, clause: str = "", record: Record | None = None) -> str:
    """One result for a terminal, with its two rerun lines; with its clause and its evidence where they are given."""
    suspect = " (suspect: every runtime fails this case, so doubt the case first)" if one.suspect else ""
    lines = [f"{GLYPHS[one.outcome]} {one.outcome}  {one.case}  {one.runtime}{suspect}", f"    {one.reason}"]
    if clause:
        lines.append(f"    clause: {' '.join(clause.split())}")
    if record is not None:
        lines += [f"    {line}" for line in evidence_lines(record)]
    more = (("but", one.instead_of), ("rerun", one.rerun), ("bare", one.rerun_bare), ("accept", one.accept))
    lines += [f"    {f'{name}:':6} {text}" for name, text in more if text]
    return "\n".join(lines)


def evidence_lines(record: Record) -> Iterator[str]:
    """Every check with what it got, and what peers were sent."""
    for check in record.checks:
        mark, want = ("✓ ok  ", "") if check.ok else ("✗ not ok", f", want {check.want}")
        yield f"{mark}  {check.name}: got {check.got}{want}"
    for sent in record.sent:
        problem = f"; no HTTP/1.1: {sent.problem}" if sent.problem is not None else ""
        yield f"{sent.peer} was sent ({sent.total} bytes{problem})"
        yield from (f"  | {line}" for line in sent.text.splitlines())


def result_markdown(one: Unexpected, *, rerun: bool) -> str:
    """One result as a bullet; with its rerun lines, which hold paths of this machine, or fit to be published."""
    suspect = " (suspect)" if one.suspect else ""
    lines = [f"- {GLYPHS[one.outcome]} {one.outcome} `{one.case}` on {one.runtime}{suspect}: {escape(one.reason)}"]
    if one.instead_of:
        lines.append(f"  - but {escape(one.instead_of)}")
    if rerun:
        lines += [f"  - `{line}`" for line in (one.rerun, one.rerun_bare) if line]
    return "\n".join(lines)


def escape(text: str) -> str:
    """Text that Markdown must not interpret."""
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|" else character for character in text)
