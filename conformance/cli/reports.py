"""Reports as arguments: files, or folders of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from conformance.errors import BadOption
from conformance.report import Report, read_report

F = TypeVar("F", bound=Callable[..., Any])
_ENDINGS = ("*.jsonl", "*.jsonl.gz")


def reports_argument(function: F) -> F:
    """``REPORT...``, each a file or a folder."""
    return click.argument("places", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path))(
        function
    )


def allow_incomplete_option(function: F) -> F:
    """``--allow-incomplete``."""
    return click.option("--allow-incomplete", is_flag=True, help="Read reports of interrupted runs, too.")(function)


def named_reports(places: Sequence[Path], *, allow_incomplete: bool = False) -> list[tuple[str, Report]]:
    """The reports with the names of their files; of a folder all of its ``*.jsonl`` and ``*.jsonl.gz``.

    Raises :class:`BadOption` for a folder without any, and as :func:`read_report` does.
    """
    files: dict[Path, None] = {}
    for place in places:
        found = sorted(file for ending in _ENDINGS for file in place.glob(ending)) if place.is_dir() else [place]
        if not found:
            raise BadOption("REPORT", str(place), f"the folder has no reports, {' or '.join(_ENDINGS)}")
        files.update(dict.fromkeys(found))
    return [(file.name, read_report(file, allow_incomplete=allow_incomplete)) for file in files]
