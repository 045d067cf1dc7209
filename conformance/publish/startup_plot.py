"""The picture of a benchmark: medians on a logarithmic scale, phase under phase, with the published claims."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from conformance.publish.startup import PLOT, shown
from conformance.startup.claims import Claim
from conformance.startup.model import AGAIN, Phase, Results, Row

_PANELS: tuple[tuple[Phase, str], ...] = (
    ("instantiate", "instantiate"),
    ("load", "load compiled code"),
    ("call", "call"),
    ("compile", "compile"),
    ("cached-start", "process, compiled before"),
    ("start", "process, from nothing"),
    ("http", "first byte over HTTP"),
)
_MARKS = {
    "empty": ("o", "#0072b2"),
    "hello": ("s", "#d55e00"),
    "compute": ("^", "#009e73"),
    "large": ("D", "#cc79a7"),
    "http": ("v", "#56b4e9"),
    "": ("X", "#4d4d4d"),
}
"""Guest → shape and colour, told apart by either; baselines have no guest."""
_TICKS = [10.0**power for power in range(-7, 3)]
_ROOM = 6.0
"""How much further to the right the scale goes than the last figure: there are the names of claims."""
_LINE_INCHES, _PANEL_INCHES, _WIDTH_INCHES = 0.27, 0.75, 10.0
_CLAIM_LINES, _CLAIM_POINTS = 0.65, 11.0
"""Height of a claim's name, in lines and in points."""


def write_plots(results: Results, claims: Sequence[Claim], folder: Path) -> list[Path]:
    """Write the picture as SVG and PNG; nothing when there is no time to show."""
    panels = [(title, rows) for phase, title in _PANELS if (rows := _shown(results, phase))]
    if not panels:
        return []
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    counted = [len(_labels(rows)) + _CLAIM_LINES * len(_of(claims, rows[0].key.phase)) for _, rows in panels]
    heights = [_LINE_INCHES * lines + _PANEL_INCHES for lines in counted]
    settings: Any = {"svg.hashsalt": PLOT, "svg.fonttype": "none", "font.size": 9, "axes.axisbelow": True}
    with pyplot.rc_context(settings):
        figure, axes = pyplot.subplots(
            len(panels),
            1,
            sharex=True,
            squeeze=False,
            figsize=(_WIDTH_INCHES, sum(heights) + 1),
            gridspec_kw={"height_ratios": heights},
            layout="constrained",
        )
        for axis, (title, rows) in zip(axes[:, 0], panels, strict=True):
            _panel(axis, title, rows, _of(claims, rows[0].key.phase))
        _scale(axes[-1, 0])
        figure.legend(handles=_legend(panels), loc="outside upper center", ncols=len(_MARKS), frameon=False)
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / f"{PLOT}.svg", folder / f"{PLOT}.png"]
        figure.savefig(files[0], metadata={"Date": None})
        figure.savefig(files[1], dpi=150)
        pyplot.close(figure)
    return files


def _shown(results: Results, phase: Phase) -> list[Row]:
    """The rows of a phase that have a time; of HTTP only the first byte, and the native program once."""
    return [
        row
        for row in results.rows
        if row.key.phase == phase
        and row.summary is not None
        and row.summary.median > 0
        and row.key.subject != AGAIN
        and (phase != "http" or row.key.variant == "first byte")
    ]


def _label(row: Row) -> str:
    plain = row.key.variant in ("", "run", "first byte", "compiled code")
    return row.key.subject if plain else f"{row.key.subject}: {row.key.variant}"


def _labels(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(map(_label, rows)))


def _of(claims: Sequence[Claim], phase: Phase) -> list[Claim]:
    """The claims that are a time and belong to a phase."""
    return [claim for claim in claims if claim.measured.phase == phase and claim.low is not None]


def _panel(axis: Any, title: str, rows: Sequence[Row], claims: Sequence[Claim]) -> None:
    labels = _labels(rows)
    for row in rows:
        summary = row.summary
        assert summary is not None
        shape, colour = _MARKS.get(row.key.guest, _MARKS[""])
        height = labels.index(_label(row))
        if summary.low is not None and summary.high is not None:
            axis.plot((summary.low, summary.high), (height, height), color=colour, linewidth=3, alpha=0.35)
        axis.plot(summary.median, height, marker=shape, color=colour, markersize=6, linestyle="none")
    for number, claim in enumerate(claims):
        if claim.low is not None and claim.high is not None:
            _claim(axis, claim, claim.low, claim.high, number)
    axis.set_yticks(range(len(labels)), labels)
    axis.set_ylim(len(labels) - 0.4, -0.6 - _CLAIM_LINES * len(claims))
    axis.set_title(title, loc="left", fontweight="bold", fontsize=9)
    axis.grid(axis="x", which="major", color="#dddddd")
    axis.spines[["top", "right"]].set_visible(False)


def _claim(axis: Any, claim: Claim, low: float, high: float, number: int) -> None:
    """A line or a band where the claim is, with its name, each in a line of its own."""
    if low == high:
        axis.axvline(low, color="#b8860b", linewidth=1.2, linestyle="--")
    else:
        axis.axvspan(low, high, color="#f0e442", alpha=0.35, linewidth=0)
    text = f"{claim.name}: {claim.says}"
    axis.annotate(text, (low, 1), xycoords=("data", "axes fraction"), xytext=(3, -9 - _CLAIM_POINTS * number),
                  textcoords="offset points", fontsize=7.5, color="#7a5900")  # fmt: skip


def _scale(axis: Any) -> None:
    """A logarithmic scale whose ticks have units."""
    axis.set_xscale("log")
    low, high = axis.get_xlim()
    high *= _ROOM
    axis.set_xlim(low, high)
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    axis.set_xticks(ticks, [shown(tick, "s") for tick in ticks])
    axis.minorticks_off()


def _legend(panels: Sequence[tuple[str, Sequence[Row]]]) -> list[Any]:
    from matplotlib.lines import Line2D

    guests = {row.key.guest for _, rows in panels for row in rows}
    return [
        Line2D([], [], marker=shape, color=colour, linestyle="none", label=name or "baseline")
        for name, (shape, colour) in _MARKS.items()
        if name in guests
    ]
