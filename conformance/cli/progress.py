"""A progress bar on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from conformance.publish.matrix import GLYPHS
from conformance.report import Record


class Progress:
    """Counts finished attempts; silent where stderr is not a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._counts: Counter[str] = Counter()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console  # rich takes a while to import: only a terminal pays for it
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as RichProgress

            columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
            self._bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, record: Record) -> None:
        """One more attempt is finished."""
        self._counts[record.outcome] += 1
        if self._bar is not None:
            text = "  ".join(f"{GLYPHS[name]} {self._counts[name]} {name}" for name in GLYPHS if self._counts[name])
            self._bar.update(self._task, advance=1, description=text)
