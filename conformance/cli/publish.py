"""``publish``: the tables that are committed."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.options import corpus_option, tell
from conformance.corpus import load_corpus
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
@corpus_option
def publish_command(reports: tuple[Path, ...], folder: Path, readme: Path | None, corpus_folder: Path) -> int:
    """Write COMPATIBILITY.md and matrix.json from complete reports.

    matrix.json says for each item of WASI since which version of which runtime it works: `export compat` writes it
    alone.
    """
    corpus = load_corpus(corpus_folder)
    named = [(file.name, read_report(file)) for file in reports]
    if any(report.header.corpus_sha256 != corpus.sha256 for _, report in named):
        tell("the corpus has changed since: matrix.json is about the cases that it and the reports both have")
    for file in write_documents(named, corpus, folder, readme):
        tell(f"wrote {file}")
    return 0
