"""Trends for people: a table of each runtime's versions, and below it which cells changed in which version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from conformance.publish.matrix import GLYPHS
from conformance.publish.tables import Style, table
from conformance.publish.trends import Changed, Direction, Trend, Trends
from conformance.publish.unexpected import escape

_TITLES: Mapping[Direction, str] = {"worse": "worse", "better": "better", "otherwise": "otherwise"}
_SHOWN = 200
"""Cells of a step that are shown; the others are counted."""


def trends_document(found: Trends, style: Style) -> str:
    """All trends, for a terminal or as Markdown."""
    blocks = ["\n\n".join(_trend(trend, style)) for trend in found.runtimes]
    return "\n\n".join(blocks) or "no report has a record"


def points_table(trend: Trend, style: Style) -> str:
    """The versions of a runtime, oldest first, with the data of its plot."""
    headers = ("version", "must hold", "failed", "not tried", "should hold", "of")
    rows = []
    for point in trend.points:
        must, should = point.count("must"), point.count("should")
        whole = f"{must.whole} must, {should.whole} should"
        rows.append((point.version, must.good, must.failed, must.untried, should.good, whole))
    return table(rows, headers, style)


def _trend(trend: Trend, style: Style) -> Iterator[str]:
    title = f"{trend.name} (family {trend.family})"
    yield f"## {escape(title)}" if style == "markdown" else title
    yield points_table(trend, style)
    if not trend.changes:
        yield "No cell changed."
    ordered = sorted(trend.changes, key=_step)
    for _, some in groupby(ordered, key=_step):
        yield _changes(list(some), style)


def _step(one: Changed) -> tuple[str, str, str, str]:
    return one.after.started, one.before.started, one.before.runtime, one.after.runtime


def _changes(some: Sequence[Changed], style: Style) -> str:
    before, after = some[0].before, some[0].after
    title = f"{before.runtime} → {after.runtime}"
    if before.runtime == after.runtime:
        title = f"{after.runtime}, run of {before.started} → run of {after.started}"
    lines = [f"### {escape(title)}\n" if style == "markdown" else title]
    for direction, word in _TITLES.items():
        mine = [one for one in some if one.direction == direction]
        lines += [_line(one, word, style) for one in mine[:_SHOWN]]
        if len(mine) > _SHOWN:
            lines.append(f"{'- ' if style == 'markdown' else '  '}… and {len(mine) - _SHOWN} more {word}")
    return "\n".join(lines)


def _line(one: Changed, word: str, style: Style) -> str:
    ends = f"{GLYPHS[one.was]} {one.was} → {GLYPHS[one.is_now]} {one.is_now}"
    why = f": {one.reason}" if one.reason else ""
    if style == "markdown":
        return f"- **{word}** {ends} `{one.case}` ({one.level}){escape(why)}"
    return f"  {word:9} {ends}  {one.case} ({one.level}){why}"
