"""``explain``: everything about one case, from the clause to what each runtime did."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import msgspec

from conformance.cli.corpus import Listed, listed
from conformance.cli.options import case_argument, corpus_option, format_option, print_json, schema_option
from conformance.cli.run import DEFAULT_REPORT
from conformance.corpus import load_corpus
from conformance.publish.matrix import GLYPHS
from conformance.publish.unexpected import evidence_lines
from conformance.report import Record, read_report


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A case and what became of it."""

    case: Listed
    file: str
    component: str
    source: str
    records: tuple[Record, ...]
    """What each runtime did, in the report that was read; empty without one."""


@click.command("explain")
@case_argument
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The report to look into.  [default: {DEFAULT_REPORT} when it is there]",
)
@format_option("pretty", "json")
@corpus_option
@schema_option(Explanation)
def explain_command(case_id: str, report_file: Path | None, style: str, corpus_folder: Path) -> int:
    """Tell everything about one case: clause, source, and what each runtime did in a report.

    \b
    wasi-conformance explain io/poll-one-ready
    """
    case = load_corpus(corpus_folder).case(case_id)
    if report_file is None and DEFAULT_REPORT.exists():
        report_file = DEFAULT_REPORT
    records = read_report(report_file, allow_incomplete=True).records if report_file is not None else ()
    explanation = Explanation(
        case=listed(case),
        file=str(case.source),
        component=str(case.component),
        source=case.source.read_text(encoding="utf-8"),
        records=tuple(record for record in records if record.case == case.id),
    )
    if style == "json":
        print_json(explanation)
        return 0
    click.echo(f"{case.id} ({explanation.case.level}, since WASI {explanation.case.since})")
    click.echo(f"\n{explanation.case.clause}\n\nsource: {explanation.file}\n\n{explanation.source}")
    if report_file is None:
        click.echo("no report was given: `wasi-conformance run` makes one, --report names it")
    elif not explanation.records:
        click.echo(f"{report_file} has no record of this case")
    for record in explanation.records:
        _show(record)
    return 0


def _show(record: Record) -> None:
    click.echo(f"{GLYPHS[record.outcome]} {record.outcome}  {record.runtime}  {record.reason}".rstrip())
    for line in evidence_lines(record):
        click.echo(f"    {line}")
    if record.bare_command and record.outcome not in ("pass", "allowed"):
        click.echo(f"    bare:  {shlex.join(record.bare_command)}")
