"""Tables for terminals and Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Style = Literal["pretty", "markdown", "simple"]
_FORMATS = {"pretty": "simple_outline", "markdown": "github", "simple": "simple"}


def table(rows: Sequence[Sequence[object]], headers: Sequence[str], style: Style) -> str:
    """Rows under headers, in one of the styles; text stays as it is, numbers too."""
    from tabulate import tabulate  # takes longer to import than most verbs take to run

    return tabulate(rows, headers, tablefmt=_FORMATS[style], disable_numparse=True)
