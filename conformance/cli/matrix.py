"""``matrix``: the table that a report is read for."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.options import format_option, framed_style, print_json, schema_option
from conformance.publish.matrix import Matrix, area_table, build_matrix, case_table, notes
from conformance.report import read_report


@click.command("matrix")
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@format_option("pretty", "json", "markdown")
@click.option("--cases/--no-cases", default=False, help="Also a line per case.")
@click.option("--allow-incomplete", is_flag=True, help="Read reports of interrupted runs, too.")
@schema_option(Matrix)
def matrix_command(reports: tuple[Path, ...], style: str, cases: bool, allow_incomplete: bool) -> int:
    """Show the compatibility matrix of one or more reports over the same corpus.

    \b
    wasi-conformance matrix conformance-report.jsonl --cases
    """
    matrix = build_matrix([read_report(file, allow_incomplete=allow_incomplete) for file in reports])
    if style == "json":
        print_json(matrix)
        return 0
    click.echo(area_table(matrix, framed_style(style)))
    if cases:
        click.echo()
        click.echo(case_table(matrix, framed_style(style)))
    for note in notes(matrix):
        click.echo(note)
    return 0
