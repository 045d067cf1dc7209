"""``publish``: the tables that are committed."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.options import tell
from conformance.publish.document import write_documents
from conformance.report import read_report


@click.command("publish")
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", "folder", type=click.Path(path_type=Path, file_okay=False), default=Path("reports"))
@click.option(
    "--readme",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A Markdown file with markers, between which the matrix is put.",
)
def publish_command(reports: tuple[Path, ...], folder: Path, readme: Path | None) -> int:
    """Write COMPATIBILITY.md and matrix.json from complete reports."""
    for file in write_documents([read_report(file) for file in reports], folder, readme):
        tell(f"wrote {file}")
    return 0
