"""Small plots as SVG, by hand: how many cases do not hold in each version of a runtime, and the life of one cell.

A plot that stands alone brings its style, light and dark; on a page of the site the site's style draws it. A title and
a description say what is seen, and whatever shows a plot shows its data as a table or list as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Literal

from conformance.judge import GOOD, UNTRIED, Outcome
from conformance.publish.shown import line
from conformance.publish.trends import Point, Trend

WIDTH, HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 132, 34, 62
_TICKS = 5
"""Lines of the grid, at most, without the one at 0."""
_LABELS = 16
"""Versions that are named below the axis, at most: of more, some are left out."""
_LONG = 14
"""Characters of a version below the axis."""
_NEAR = 15
"""Two texts closer than this would be in each other's way."""

STYLE = """\
svg { color-scheme: light dark; font: 13px system-ui, sans-serif; --ink: #1b2027; --soft: #545d69; --line: #dfe3e8;
  --bad: #a81c1c; --rest: #3d5a80; background: #fff; }
.plot text { fill: var(--soft); } .plot .name { fill: var(--ink); font-weight: 600; }
.plot .grid { stroke: var(--line); } .plot .axis { stroke: var(--soft); }
.plot .step { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.plot .bad { stroke: var(--bad); } .plot .rest { stroke: var(--rest); stroke-dasharray: 6 4; }
.plot text.bad { fill: var(--bad); stroke: none; } .plot text.rest { fill: var(--rest); stroke: none; }
.plot circle.bad { fill: var(--bad); } .plot circle.rest { fill: var(--rest); stroke-dasharray: none; }
@media (prefers-color-scheme: dark) { svg { --ink: #e4e7eb; --soft: #a3adb9; --line: #333a43; --bad: #ff9a92;
  --rest: #9cc3ee; background: #14171b; } }
"""

_Series = tuple[Literal["bad", "rest"], str, list[int]]


def trend_svg(trend: Trend, *, alone: bool = False) -> str:
    """The ``must`` cases that do not hold in each version of a runtime, and how many of these failed: two steps.

    Nothing for fewer than two versions, or without a case that all of them have. ``alone``: as a file of its own.
    """
    points = trend.points
    if len(points) < 2 or not any(point.count("must").whole for point in points):
        return ""
    series: list[_Series] = [
        ("rest", "do not hold", [point.count("must").whole - point.count("must").good for point in points]),
        ("bad", "failed", [point.count("must").failed for point in points]),
    ]
    top, step = scale(max(value for _, _, values in series for value in values))
    across = _across(len(points))
    parts = [*_head(trend, alone), *_grid(top, step), *_versions([point.version for point in points], across)]
    for kind, _, values in series:
        parts += _steps(kind, values, across, top)
    parts += _names(series, top)
    return "\n".join((*parts, "</svg>"))


def describe(trend: Trend) -> str:
    """What the plot shows, in words."""
    some = "; ".join(f"{point.version}: {_told(point)}" for point in trend.points)
    return f"Of {trend.points[0].count('must').whole} must cases that every version has: {some}."


def _told(point: Point) -> str:
    count = point.count("must")
    return f"{count.good} hold, {count.failed} failed, {count.untried} could not be tried"


def scale(most: int) -> tuple[int, int]:
    """The top of an axis that begins with 0 and holds ``most``, and the step of its grid: 1, 2 or 5, times tens."""
    step = 1
    while step * _TICKS < most:
        digits = str(step)
        step = step * 5 // 2 if digits[0] == "2" else step * 2
    return max(step, -(-most // step) * step), step


def _across(count: int) -> Callable[[int], float]:
    """Index of a version → where it is, from left to right."""
    width = WIDTH - _LEFT - _RIGHT
    return lambda index: round(_LEFT + width * (index + 0.5) / count, 1)


def _up(value: float, top: int) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top, 1)


def _head(trend: Trend, alone: bool) -> Iterable[str]:
    title = f"Must cases that do not hold on {trend.name}, by version"
    space = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    yield f'<svg{space} class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="plot-title plot-desc">'
    yield f'<title id="plot-title">{_text(title)}</title><desc id="plot-desc">{_text(describe(trend))}</desc>'
    if alone:
        yield f"<style>{STYLE}</style>"
    yield f'<text class="name" x="0" y="16">{_text(title)}</text>'


def _grid(top: int, step: int) -> Iterable[str]:
    right = WIDTH - _RIGHT
    for value in range(0, top + 1, step):
        y = _up(value, top)
        kind = "grid" if value else "axis"
        yield f'<line class="{kind}" x1="{_LEFT}" x2="{right}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{value:,}</text>'


def _versions(numbers: Sequence[str], across: Callable[[int], float]) -> Iterable[str]:
    every = -(-len(numbers) // _LABELS)
    y = HEIGHT - _BOTTOM + 18
    for index, number in enumerate(numbers):
        if (len(numbers) - 1 - index) % every == 0:  # the newest one always
            text = number if len(number) <= _LONG else f"{number[: _LONG - 1]}…"
            turned = f' transform="rotate(-35 {across(index)} {y})"' if len(numbers) > 5 else ""
            anchor = "end" if turned else "middle"
            yield f'<text x="{across(index)}" y="{y}" text-anchor="{anchor}"{turned}>{_text(text)}</text>'


def _steps(kind: str, values: Sequence[int], across: Callable[[int], float], top: int) -> Iterable[str]:
    """A step at each version, a dot and the number where it changes."""
    half = (across(1) - across(0)) / 2
    path = [f"M{round(across(0) - half, 1)} {_up(values[0], top)}"]
    for index, value in enumerate(values):
        path.append(f"V{_up(value, top)}H{round(across(index) + half, 1)}")
    yield f'<path class="step {kind}" d="{"".join(path)}"/>'
    for index, value in enumerate(values):
        if index and values[index - 1] == value:
            continue
        x, y = across(index), _up(value, top)
        above = y - 7 if kind == "rest" else y + 16
        yield f'<circle class="{kind}" cx="{x}" cy="{y}" r="3.5"/>'
        yield f'<text class="{kind}" x="{x}" y="{above}" text-anchor="middle">{value:,}</text>'


def _names(series: Sequence[_Series], top: int) -> Iterable[str]:
    """What the lines are, at their ends; apart from each other where the lines are not."""
    x = WIDTH - _RIGHT + 8
    ends = [_up(values[-1], top) + 4 for _, _, values in series]
    if ends[1] - ends[0] < _NEAR:
        ends = [ends[1] - _NEAR, ends[1]]
    for (kind, name, _), y in zip(series, ends, strict=True):
        yield f'<text class="{kind}" x="{x}" y="{round(y, 1)}">{name}</text>'


def life_svg(outcomes: Sequence[Outcome]) -> str:
    """The life of a cell, a column for each version, oldest first: high where it holds, half where it could not be
    tried, low where it failed. A list says the same, so that nobody has to see it."""
    wide, high = 14, 22
    columns = []
    for index, outcome in enumerate(outcomes):
        kind = "good" if outcome in GOOD else "rest" if outcome in UNTRIED else "bad"
        top = {"good": 0, "rest": high // 2, "bad": high - 6}[kind]
        box = f'x="{index * wide}" y="{top}" width="{wide - 2}" height="{high - top}"'
        columns.append(f'<rect class="{kind}" {box}/>')
    width = wide * len(outcomes)
    size = f'viewBox="0 0 {width} {high}" width="{width}" height="{high}"'
    return f'<svg class="life" {size} aria-hidden="true" focusable="false">{"".join(columns)}</svg>'


def _text(text: str) -> str:
    return escape(line(text))
