"""How a campaign is shown: while it runs, on a terminal, and at its end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.fuzz.campaign import Campaign, Plan, Result

_SHOWN = 8
"""Counters of one kind in the summary."""


class Progress:
    """How far a campaign is, on stderr; silent where that is no terminal."""

    def __init__(self, runtime: str, plan: Plan) -> None:
        self._runtime = runtime
        self._plan = plan
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console  # rich takes a while to import: only a terminal pays for it
            from rich.markup import escape
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as RichProgress

            columns = (
                TextColumn(escape(self._runtime)),
                BarColumn(),
                TimeElapsedColumn(),
                TextColumn("{task.description}"),
            )
            self._bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=1.0)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def update(self, campaign: Campaign) -> None:
        """It has gone on."""
        if self._bar is None:
            return
        done = campaign.tally.examples
        rate = done / max(campaign.elapsed, 0.001)
        text = f"{done} values, {rate:.0f}/s, {len(campaign.found)} new causes"
        self._bar.update(self._task, completed=_share(self._plan, done, campaign.elapsed), description=text)


def _share(plan: Plan, done: int, elapsed: float) -> float:
    """How much of it is done, by whichever bound is nearer."""
    shares = [done / plan.examples] if plan.examples is not None else []
    shares += [elapsed / plan.seconds] if plan.seconds is not None else []
    return min(1.0, max(shares, default=0.0))


def show_result(result: Result) -> Iterator[str]:
    """The lines about a campaign: what was covered, what is known, and last what is new."""
    covered = result.covered
    yield f"{result.runtime}: {covered.examples} values of {covered.types} lists of types in {result.seconds:g} s"
    yield f"  seed {result.seed}, profile {result.profile}"
    counters: Mapping[str, Mapping[str, int]] = {
        "paths": covered.paths,
        "types": covered.constructs,
        "bytes": covered.sizes,
        "core values": covered.flats,
        "encodings": covered.encodings,
        "endings": covered.endings,
    }
    for name, counts in counters.items():
        if counts:
            yield f"  {name}: {', '.join(f'{label} {count}' for label, count in counts.items())}"
    yield f"  spoiled images: {covered.spoiled}; {len(covered.traps)} trap conditions: {_listed(covered.traps)}"
    yield from _remarks(result)
    for known in result.known:
        where = f" (reports/findings/{known.finding}.md)" if known.finding else ""
        yield f"  known: {known.examples} × {known.cause}: {known.reason}{where}"
    for about, title in (("abi", "new"), ("binding", "new, of the binding"), ("process", "new, of the process")):
        for found in result.found:
            if found.about == about:
                yield f"  {title}: {found.examples} × {found.cause}"
                yield f"    {_plain(found.detail)}"
                spoiled = f"; {'; '.join(found.spoiled)}" if found.spoiled else ""
                yield f"    {_plain(', '.join(found.types))}: {_plain(', '.join(found.values))}{spoiled}"
                if found.folder is not None:
                    yield f"    {found.folder}"
    count = len(result.found)
    yield f"  {count} new cause{'' if count == 1 else 's'}{', interrupted' if result.interrupted else ''}"


def _remarks(result: Result) -> Iterator[str]:
    if result.replayed:
        yield f"  tried first: {result.replayed} that had failed before, {len(result.healed)} of which do not any more"
    for text in result.unrepeated:
        yield f"  the process went and did not go again: {_plain(text)}"
    for alike, count in result.unexamined.items():
        yield f"  not looked at: {count} × {_plain(alike)}, like others whose causes are told"
    if result.problem is not None:
        yield f"  ended early: {_plain(result.problem)}"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"


def _plain(text: str) -> str:
    """Printable characters on one line: a runtime's words may hold anything."""
    shown = "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text)
    return shown if len(shown) <= 300 else f"{shown[:300]}…"
