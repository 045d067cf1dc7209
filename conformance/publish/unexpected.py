"""Results that nobody expected, for a terminal and as Markdown, with the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.publish.matrix import GLYPHS
from conformance.report import Record
from conformance.unexpected import Unexpected


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
