"""A diff for people: on a terminal, and as Markdown fit for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.account import account
from conformance.diff import BUCKETS, Bucket, Change, Comparison, Diff, Pace, Result
from conformance.publish.matrix import GLYPHS
from conformance.publish.tables import table
from conformance.publish.unexpected import escape

TITLES: Mapping[Bucket, tuple[str, str]] = {
    "regression": ("regression", "regressions"),
    "newly-crashing": ("newly crashing", "newly crashing"),
    "newly-unsupported": ("newly unsupported", "newly unsupported"),
    "newly-flaky": ("newly flaky", "newly flaky"),
    "changed-reason": ("fails for another reason", "fail for another reason"),
    "changed-choice": ("takes another choice", "take another choice"),
    "not-comparable": ("cannot be compared", "cannot be compared"),
    "fix": ("fix", "fixes"),
    "no-longer-crashing": ("no longer crashing", "no longer crashing"),
    "newly-supported": ("newly supported", "newly supported"),
    "no-longer-flaky": ("no longer flaky", "no longer flaky"),
    "added": ("case added", "cases added"),
    "removed": ("case removed", "cases removed"),
    "unchanged": ("unchanged", "unchanged"),
}
_SHOWN = 100
"""Cases of a bucket that Markdown shows: a comment on a pull request has a limit."""
_CHECKS = 6
"""Checks that differ and are shown of one case."""


def counted(bucket: Bucket, count: int) -> str:
    """``1 regression``, ``2 regressions``."""
    return f"{count} {TITLES[bucket][count != 1]}"


def diff_text(found: Diff) -> str:
    """The whole diff for a terminal."""
    blocks = ["\n".join(_comparison_text(one)) for one in found.comparisons]
    return "\n\n".join((*blocks, *(f"note: {text}" for text in _remarks(found))))


def _comparison_text(one: Comparison) -> Iterator[str]:
    yield _title(one)
    for bucket, changes in by_bucket(one):
        yield f"\n{counted(bucket, len(changes))}"
        for change in changes:
            yield from _change_text(change)
    if one.paces:
        yield f"\n{_paces_title(one)}"
        yield from (f"  {pace.case}  {_pace(pace)}" for pace in one.paces)
    yield f"\n{_summary(one)}"


def _change_text(change: Change) -> Iterator[str]:
    guest = "  (another guest)" if change.guest_changed else ""
    yield f"  {_outcomes(change)}  {change.case} ({change.level}){guest}"
    yield from (f"      {line}" for line in _detail(change))


def diff_markdown(found: Diff) -> str:
    """The whole diff as Markdown: counts with their signs first, the cases of each bucket folded below."""
    blocks: list[str] = []
    for one in found.comparisons:
        blocks += [f"### {_title(one)}", _summary(one), _outcome_table(one)]
        blocks += [_folded(counted(bucket, len(some)), _bullets(some)) for bucket, some in by_bucket(one)]
        if one.paces:
            blocks.append(_folded(_paces_title(one), [f"- `{p.case}` {_pace(p)}" for p in one.paces[:_SHOWN]]))
    return "\n\n".join((*blocks, *(f"> {escape(text)}" for text in _remarks(found))))


def _folded(title: str, lines: Sequence[str]) -> str:
    return "\n".join((f"<details><summary>{title}</summary>\n", *lines, "\n</details>"))


def _bullets(changes: Sequence[Change]) -> list[str]:
    lines = []
    for change in changes[:_SHOWN]:
        guest = ", another guest" if change.guest_changed else ""
        lines.append(f"- {_outcomes(change)} `{change.case}` ({change.level}{guest})")
        lines += [f"  - {escape(line)}" for line in _detail(change)]
    if len(changes) > _SHOWN:
        lines.append(f"- … and {len(changes) - _SHOWN} more")
    return lines


def _outcome_table(one: Comparison) -> str:
    rows = []
    for outcome, glyph in GLYPHS.items():
        if outcome in one.outcomes:
            before, after = one.outcomes[outcome]
            rows.append((f"{glyph} {outcome}", before, after, signed(after - before)))
    return table(rows, ("outcome", "before", "after", "change"), "markdown")


def signed(count: int) -> str:
    """``+3``, ``−2``, ``±0``."""
    return f"+{count}" if count > 0 else f"−{-count}" if count else "±0"


def by_bucket(one: Comparison) -> Iterator[tuple[Bucket, list[Change]]]:
    """The buckets that are not empty, gravest first."""
    for bucket in BUCKETS:
        some = [change for change in one.changes if change.bucket == bucket]
        if some:
            yield bucket, some


def _title(one: Comparison) -> str:
    return f"{one.before.label} → {one.after.label}"


def _summary(one: Comparison) -> str:
    """Every bucket with its count, and how many more cases pass."""
    before, after = (sum(one.outcomes.get(outcome, (0, 0))[side] for outcome in ("pass", "allowed")) for side in (0, 1))
    counts = [counted(bucket, len(some)) for bucket, some in by_bucket(one)] or ["no change"]
    return f"{', '.join(counts)}; {one.unchanged} of {one.cases} unchanged; passing {after} ({signed(after - before)})"


def _outcomes(change: Change) -> str:
    return " → ".join(_outcome(side) for side in (change.before, change.after) if side is not None)


def _outcome(result: Result) -> str:
    return f"{GLYPHS[result.outcome]} {result.outcome}"


def _detail(change: Change) -> Iterator[str]:
    """Why: the reason now, and before where both did not pass, and the checks that tell them apart."""
    before, after = change.before, change.after
    if after is not None and after.reason:
        yield f"now: {after.reason}"
    if before is not None and before.reason:
        yield f"before: {before.reason}"
    if before is not None and after is not None:
        yield from _checks(dict(account(before).failing), dict(account(after).failing))


def _checks(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    if not before or not after:
        return  # the reason says what failed
    texts = [f"{name}: got {got}, before {before.get(name, 'as wanted')}" for name, got in after.items()
             if before.get(name) != got]  # fmt: skip
    texts += [f"{name}: as wanted, before got {got}" for name, got in before.items() if name not in after]
    yield from texts[:_CHECKS]
    if len(texts) > _CHECKS:
        yield f"and {len(texts) - _CHECKS} more checks that differ"


def _paces_title(one: Comparison) -> str:
    return f"{len(one.paces)} with another duration (all together took {one.tempo:.2f} times as long); told, not judged"


def _pace(pace: Pace) -> str:
    return f"{pace.before_s:.2f} s → {pace.after_s:.2f} s"


def _remarks(found: Diff) -> Iterator[str]:
    if found.only_before:
        yield f"only in the first report, not compared: {', '.join(found.only_before)}"
    if found.only_after:
        yield f"only in the second report, not compared: {', '.join(found.only_after)}"
    yield from found.notes
