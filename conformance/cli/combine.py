"""``combine``: one report of many."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import msgspec

from conformance.cli.options import format_option, print_json, schema_option, tell
from conformance.combine import combine, without_places
from conformance.errors import EXIT_EXPECTED, BadOption
from conformance.report import read_report, write_report
from conformance.resources import ROOT, cache_dir


class CombinedReport(msgspec.Struct, frozen=True, kw_only=True):
    """What reports were combined to."""

    report: str
    complete: bool
    """Whether all that its runs set out to do is there; without that it has no footer."""
    runs: int
    """How many runs its records come from."""
    platforms: tuple[str, ...]
    runtimes: tuple[str, ...]
    cases: int
    records: int
    notes: tuple[str, ...]


@click.command("combine")
@click.argument(
    "reports", nargs=-1, required=True, metavar="REPORT...", type=click.Path(path_type=Path, dir_okay=False)
)
@click.option(
    "-o",
    "--into",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the one report goes; compressed, where its name ends in .gz.",
)
@click.option("--allow-incomplete", is_flag=True, help="Do without missing shards, and take interrupted runs, too.")
@click.option(
    "--without-places",
    "placeless",
    is_flag=True,
    help="Put /suite, /cache/wasi-conformance, /tmp and /home/user for those folders of this machine: for reports that "
    "are published.",
)
@format_option("pretty", "json")
@schema_option(CombinedReport)
def combine_command(reports: tuple[Path, ...], file: Path, allow_incomplete: bool, placeless: bool, style: str) -> int:
    """Make one report of many: of shards, of machines, of operating systems and architectures.

    Columns are told apart by platform where there are several. Reports over different corpora, by different versions of
    the suite, with other parts of a runtime, or which contradict each other, are refused. What is there twice is kept
    once. Shards and cases that are missing are named: without them the report is an incomplete one.

    Exits with 0, with 3 when something is missing, and with 4 when the reports do not belong together.

    \b
    wasi-conformance run --shard 1/2 --report 1.jsonl       # here, and 2/2 on another machine
    wasi-conformance combine 1.jsonl 2.jsonl -o whole.jsonl
    wasi-conformance combine linux.jsonl macos.jsonl -o all.jsonl.gz && wasi-conformance matrix all.jsonl.gz
    """
    named = [(str(one), read_report(one, allow_incomplete=True)) for one in reports]  # what is missing is told by name
    combined = combine(named, allow_incomplete=allow_incomplete)
    report = without_places(combined.report, _places()) if placeless else combined.report
    try:
        write_report(file, report)
    except OSError as error:
        raise BadOption("--into", str(file), f"cannot be written: {error.strerror or error}") from None
    header = report.header
    result = CombinedReport(
        report=str(file),
        complete=report.footer is not None,
        runs=len(header.runs),
        platforms=header.platform_keys,
        runtimes=report.labels,
        cases=header.cases,
        records=len(report.records),
        notes=combined.notes,
    )
    if style == "json":
        print_json(result)
        return EXIT_EXPECTED
    for note in result.notes:
        tell(note, fg="yellow")
    tell(_summary(result))
    return EXIT_EXPECTED


def _summary(result: CombinedReport) -> str:
    runs = f"{result.runs} run{'' if result.runs == 1 else 's'} on {', '.join(result.platforms)}"
    kind = "complete" if result.complete else "INCOMPLETE"
    return f"wrote {result.report}, {kind}: {result.records} records of {result.cases} cases, {runs}"


def _places() -> dict[str, str]:
    """Folders of this machine, and what readers of a published report see in their place and still know."""
    found = (
        (ROOT.parent if ROOT.name == "_data" else ROOT, "/suite"),
        (cache_dir(), "/cache/wasi-conformance"),
        (Path(tempfile.gettempdir()), "/tmp"),
        (Path.home(), "/home/user"),
    )
    return {str(path.resolve()): neutral for path, neutral in found if len(path.resolve().parts) > 1}
