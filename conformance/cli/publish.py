"""``publish``: the tables that are committed."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.options import corpus_option, tell
from conformance.cli.reports import named_reports, reports_argument
from conformance.corpus import load_corpus
from conformance.errors import EXIT_EXPECTED, EXIT_UNEXPECTED
from conformance.publish.document import differences, documents, write_documents
from conformance.runtimes.spec import default_names


@click.command("publish")
@reports_argument
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports"),
    show_default=True,
    help="The folder for COMPATIBILITY.md, matrix.json and badges/.",
)
@click.option(
    "--readme",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A Markdown file with markers, between which the matrix is put.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when what is there is not what reports make.")
@corpus_option
def publish_command(
    places: tuple[Path, ...], folder: Path, readme: Path | None, check: bool, corpus_folder: Path
) -> int:
    """Write COMPATIBILITY.md, matrix.json and badges from complete reports. REPORT is a file, or a folder of reports.

    matrix.json says for each item of WASI since which version of which runtime it works: `export compat` writes it
    alone. The table in the README has the newest version of each runtime that `run` takes by itself, or of all of
    them when none of those is there.

    \b
    wasi-conformance publish conformance-report.jsonl --into tables
    wasi-conformance publish reports/published --readme README.md --check
    """
    corpus = load_corpus(corpus_folder)
    named = named_reports(places)
    if any(report.header.corpus_sha256 != corpus.sha256 for _, report in named):
        tell("the corpus has changed since: matrix.json is about the cases that it and the reports both have")
    made = documents(named, corpus, folder, readme, default_names())
    if check:
        return _checked(differences(made))
    write_documents(made)
    single = [file for file in made if folder / "badges" not in file.parents]
    for file in single:
        tell(f"wrote {file}")
    tell(f"wrote {len(made) - len(single)} badges: {folder / 'badges'}")
    return EXIT_EXPECTED


def _checked(found: dict[Path, str]) -> int:
    for file, difference in found.items():
        click.echo(f"{file} is not what the reports make, {difference}\n")
    if found:
        tell("make them again: the same command without --check, or `nox -s published -- --write` in a checkout")
    return EXIT_UNEXPECTED if found else EXIT_EXPECTED
