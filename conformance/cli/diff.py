"""``diff``: two reports side by side."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.options import chosen_pairs, format_option, pairs_option, print_json, schema_option
from conformance.diff import Diff, diff, read_results
from conformance.errors import EXIT_EXPECTED, EXIT_UNEXPECTED
from conformance.publish.differences import diff_markdown, diff_text

_REPORT = click.Path(path_type=Path, dir_okay=False)


@click.command("diff")
@click.argument("before", type=_REPORT)
@click.argument("after", type=_REPORT)
@pairs_option
@click.option("--allow-corpus-change", is_flag=True, help="Compare reports over different corpora, too.")
@click.option("--allow-incomplete", is_flag=True, help="Read reports of interrupted runs, too.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when anything got worse.")
@format_option("pretty", "json", "markdown")
@schema_option(Diff)
def diff_command(
    before: Path,
    after: Path,
    pairs: tuple[str, ...],
    allow_corpus_change: bool,
    allow_incomplete: bool,
    exit_code: bool,
    style: str,
) -> int:
    """Compare two reports, case by case: what got worse, what got better, what fails otherwise.

    A runtime is compared with the one of the same name. Durations are told and never judged.

    \b
    wasi-conformance diff before.jsonl after.jsonl
    wasi-conformance diff r.jsonl r.jsonl --pair wasmtime@48.0.1=wasmtime@49.0.4
    """
    chosen = chosen_pairs(pairs)
    reports = [read_results(file, allow_incomplete=allow_incomplete) for file in (before, after)]
    found = diff(reports[0], reports[1], chosen, allow_corpus_change=allow_corpus_change)
    if style == "json":
        print_json(found)
    else:
        click.echo(diff_markdown(found) if style == "markdown" else diff_text(found))
    return EXIT_UNEXPECTED if exit_code and found.worse else EXIT_EXPECTED
