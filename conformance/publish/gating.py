"""The answer of a gate: on a terminal, as Markdown for a pull request, as JUnit, and as annotations on GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from conformance.diff import Comparison
from conformance.errors import EXIT_EXPECTED
from conformance.expectations import Expectation
from conformance.gate import Evidence, Finding, Gate, Seen, after_records, assessed
from conformance.judge import GOOD, UNTRIED
from conformance.publish.differences import TITLES, diff_markdown, diff_text, signed
from conformance.publish.junit import JUnitCase, JUnitSuite, Result, junit_xml
from conformance.publish.matrix import GLYPHS
from conformance.publish.unexpected import escape
from conformance.report import Record

_MOST = 900_000
"""Bytes of Markdown: GitHub refuses a step summary of more than a mebibyte."""


# ------------------------------------------------------------------------------------------------- on a terminal


def gate_text(gate: Gate) -> str:
    """The differences, then what is unsteady, then what blocks; last the answer, where a terminal stays."""
    blocks = [diff_text(gate.diff), *(_finding_text(one) for one in (*gate.unsteady, *gate.blocking))]
    return "\n\n".join((*blocks, "\n".join((*_remarks(gate), answer(gate)))))


def answer(gate: Gate) -> str:
    """One line: may the upgrade go through?"""
    return f"{'✓ GATE OPEN' if gate.exit_code == EXIT_EXPECTED else '✗ GATE CLOSED'}: {gate.verdict}"


def _finding_text(one: Finding) -> str:
    lines = [f"{_title(one)}  {one.case} ({one.level})  {one.runtime_before} → {one.runtime_after}"]
    lines += [f"    {f'{name}:':9} {text}" for name, text in _details(one)]
    return "\n".join(lines)


def _title(one: Finding) -> str:
    glyph = GLYPHS[one.after.outcome]
    return f"{glyph} {one.after.outcome}  {'UNSTEADY' if not one.blocks else TITLES[one.bucket][0].upper()}"


def _details(one: Finding) -> Iterator[tuple[str, str]]:
    """What there is to say of a finding: name → text."""
    if one.clause:
        yield "clause", " ".join(one.clause.split())
    yield "expected", "; ".join(f"{name}: {want}" for name, want in one.expected.items()) or "a pass"
    yield "before", _seen(one.before)
    yield "now", _seen(one.after)
    yield "because", one.why
    yield "again", how_steady(one)
    yield from (("rerun", line) for line in one.rerun)
    if one.bare:
        yield "bare", one.bare
    if one.accept and one.blocks:
        yield "accept", one.accept


def _seen(seen: Seen) -> str:
    got = "; ".join(f"{name}: got {got}" for name, got in seen.got.items())
    told = seen.reason if seen.outcome not in GOOD or not got else got
    return f"{GLYPHS[seen.outcome]} {seen.outcome}" + (f"  {told}" if told else "")


def how_steady(one: Finding) -> str:
    """What running it again said."""
    times = sum(again.seen_again for again in one.again)
    if one.verdict == "unconfirmed":
        return f"could not be confirmed, and blocks: {one.unconfirmed}"
    if one.verdict == "confirmed":
        return f"seen again {times} of {len(one.again)} times"
    if one.unconfirmed:
        return f"does not block: {one.unconfirmed}"
    last = one.again[-1]
    sides = (("before", last.before), ("now", last.after))
    came = ", ".join(f"{side} {seen.outcome}" for side, seen in sides if seen is not None)
    return f"does not block: seen again {times} of {len(one.again)} times, the last one was {came}"


def _remarks(gate: Gate) -> Iterator[str]:
    """What has to be known beside the findings."""
    yield from (f"incomplete: {text}" for text in gate.incomplete)
    yield from (f"unexpected pass: {text}" for text in gate.unexpected_passes)
    if gate.expected:
        yield f"{gate.expected} did not pass, as expected"
    if gate.unsteady:
        yield f"{len(gate.unsteady)} unsteady, told above: `wasi-conformance verify` finds out how unsteady"
    if gate.scope is not None:
        yield gate.scope.text
        if gate.scope.unasserted:
            functions = gate.scope.unasserted
            yield f"no case asserts {len(functions)} functions that the component uses: {', '.join(functions)}"


# ------------------------------------------------------------------------------------------------- as Markdown


def gate_markdown(gate: Gate) -> str:
    """The whole answer as Markdown; where that would be too long, without the differences that do not block."""
    head = [f"## {escape(answer(gate))}", *(f"> {escape(text)}" for text in _remarks(gate))]
    for title, some in (("Worse", gate.blocking), ("Unsteady, not blocking", gate.unsteady)):
        if some:
            head += [f"### {title}", "\n\n".join(_finding_markdown(one) for one in some)]
    whole = "\n\n".join((*head, diff_markdown(gate.diff)))
    if len(whole.encode()) <= _MOST:
        return whole + "\n"
    short = "\n\n".join((*head, *_counts(gate), "The differences are too long to be shown here."))
    return short.encode()[:_MOST].decode(errors="ignore") + "\n"


def _counts(gate: Gate) -> Iterator[str]:
    for one in gate.diff.comparisons:
        counts = ", ".join(f"{bucket} {signed(count)}" for bucket, count in one.counts.items()) or "no change"
        yield f"### {one.before.label} → {one.after.label}\n\n{counts}"


def _finding_markdown(one: Finding) -> str:
    lines = [f"<details><summary>{_title(one)} <code>{one.case}</code></summary>\n"]
    for name, text in _details(one):
        quoted = f"`{text}`" if name in ("rerun", "bare", "accept") else escape(text)
        lines.append(f"- {name}: {quoted}")
    return "\n".join((*lines, "\n</details>"))


# ------------------------------------------------------------------------------------------------- as JUnit


def gate_junit(gate: Gate, evidence: Evidence) -> bytes:
    """JUnit's XML: a suite per pair of runtimes, a test case per case. Only what blocks is a failure."""
    known = {
        (met.record.case, met.record.runtime): f"expected by {met.expectation.place}{_issue(met.expectation)}"
        for met in assessed(evidence).expected
    }
    suites = [_suite(gate, evidence, one, known) for one in gate.diff.comparisons]
    return junit_xml("wasi-conformance gate", suites)


def _suite(gate: Gate, evidence: Evidence, one: Comparison, known: Mapping[tuple[str, str], str]) -> JUnitSuite:
    before, after, header = one.before.label, one.after.label, evidence.after.header
    found = {
        finding.case: finding
        for finding in (*gate.blocking, *gate.unsteady)
        if (finding.runtime_before, finding.runtime_after) == (before, after)
    }
    buckets = {change.case: change.bucket for change in one.changes}
    return JUnitSuite(
        name=f"{before} → {after}",
        timestamp=header.started.removesuffix("Z"),
        properties={"before": before, "after": after, "corpus": header.corpus_sha256},
        cases=[
            _junit_case(r, found.get(r.case), known.get((r.case, r.runtime)), buckets.get(r.case, ""))
            for r in after_records(evidence)
            if r.runtime == after
        ],
    )


def _issue(expectation: Expectation) -> str:
    return f", {expectation.entry.issue}" if expectation.entry.issue else ""


def _junit_case(record: Record, finding: Finding | None, expected: str | None, bucket: str) -> JUnitCase:
    result, message, text = _junit_result(record, finding, expected, bucket)
    return JUnitCase(
        name=record.case, group=record.area, seconds=record.duration_s, result=result, message=message, text=text
    )


def _junit_result(
    record: Record, finding: Finding | None, expected: str | None, bucket: str
) -> tuple[Result, str, str]:
    """The result, its one line, and all there is to know."""
    told = f"{record.outcome}: {record.reason}" if record.reason else record.outcome
    if record.outcome == "error":
        return "error", told, record.stderr
    if finding is not None:
        result: Result = "failure" if finding.blocks else "skipped"
        return result, f"{'' if finding.blocks else 'unsteady: '}{finding.why}: {told}", _finding_text(finding)
    if record.outcome in GOOD:
        return "passed", "", ""
    if expected is not None:
        return "skipped", f"{expected}: {told}", ""
    if record.outcome in UNTRIED:
        return "skipped", told, ""
    return "skipped", f"no worse than before{f' ({bucket})' if bucket else ''}: {told}", ""


# ------------------------------------------------------------------------------------------------- on GitHub


def annotation_lines(gate: Gate, sources: Mapping[str, Path], workspace: Path) -> Iterator[str]:
    """A line for each finding that blocks, as GitHub Actions reads them from a job's output.

    ``sources``: case → its guest program. An annotation points to it where it lies in the workspace, and nowhere else:
    who has installed the suite has no such file in the repository.
    """
    for one in gate.blocking:
        source = sources.get(one.case)
        inside = source.relative_to(workspace) if source is not None and source.is_relative_to(workspace) else None
        file = f"file={_property(str(inside))}," if inside is not None else ""
        title = f"{TITLES[one.bucket][0]}: {one.case} on {one.runtime_after}"
        message = f"{one.why}; before {_seen(one.before)}; now {_seen(one.after)}\n{one.rerun[0] if one.rerun else ''}"
        yield f"::error {file}title={_property(title)}::{_data(message.rstrip())}"
    for text in gate.incomplete:
        yield f"::error title=incomplete::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
