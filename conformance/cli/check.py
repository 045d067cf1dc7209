"""``check``: which runtimes provide what a component of one's own uses."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from conformance.case import Case
from conformance.cli import reader_may_leave
from conformance.cli.attempts import Section, attempt_all, bring_wanted, header_of
from conformance.cli.options import (
    corpus_option,
    each_major_option,
    expectations_option,
    format_option,
    framed_style,
    jobs_option,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    timeout_option,
    wanted_runtimes,
)
from conformance.component import read_component
from conformance.corpus import Corpus, load_corpus, verify_components
from conformance.crew import local
from conformance.engine import Options, plan
from conformance.errors import (
    EXIT_EXPECTED,
    EXIT_INCOMPLETE,
    EXIT_NOTHING_RAN,
    EXIT_UNEXPECTED,
    BadOption,
)
from conformance.expectations import expectation_files, load_expectations, name_of
from conformance.publish.support import support_document
from conformance.relevance import relevance
from conformance.report import Report, read_report
from conformance.runtimes.spec import Wanted, load_runners
from conformance.support import Supported, supported

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("check")
@click.argument("component", type=_FILE, metavar="APP.WASM")
@runtimes_option
@each_major_option
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=_FILE,
    help="Take the results of this report, and run nothing; may be given several times.",
)
@click.option("--keep", type=_FILE, help="Write the report of the run to this file.")
@expectations_option
@click.option("--exit-code", is_flag=True, help="Exit with 1 when a function fails or is not provided.")
@jobs_option
@timeout_option
@format_option("pretty", "json", "markdown")
@runner_option
@corpus_option
@schema_option(Supported)
def check_command(
    component: Path,
    runtimes: tuple[str, ...],
    each_major: bool,
    reports: tuple[Path, ...],
    keep: Path | None,
    expectation_places: tuple[str, ...],
    exit_code: bool,
    jobs: int | None,
    timeout: float,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Say which runtimes provide what a component of yours imports and exports.

    Each function is looked up in the cases that assert it: they are run on the runtimes chosen, or read from reports.
    The component itself is not run. What is expected to fail is told as known, with its issue.

    Exits with 0 when there is an answer (with --exit-code: and nothing fails or is missing, else 1), 3 when a runtime
    that was asked for by name could not be had or the suite itself failed, 5 when no case concerns the component.

    \b
    wasi-conformance check app.wasm
    wasi-conformance check app.wasm -r wasmtime@46.0.1 -r jco-node
    wasi-conformance check app.wasm --report conformance-report.jsonl
    """
    corpus = load_corpus(corpus_folder)
    read = read_component(component)
    chosen = relevance(read, corpus.cases)
    expected = load_expectations(expectation_files(expectation_places), corpus.ids, load_runners(runner_folders))
    if not chosen.cases:
        tell(f"nothing to check: no case asserts any of the {len(chosen.asserted)} functions that the component uses")
        return EXIT_NOTHING_RAN
    if reports:
        if keep is not None or each_major:
            raise BadOption("--report", str(reports[0]), "nothing is run: it goes with neither --keep nor --each-major")
        found = _stored(reports, runtimes, corpus)
        lacking = False
    else:
        wanted = wanted_runtimes(runtimes, runner_folders, each_major=each_major)
        options = Options(timeout_s=timeout)
        found = [_run(wanted, chosen.cases, corpus, options, jobs, keep or Path(os.devnull))]
        lacking = bool(runtimes and found[0].header.unavailable)
    result = supported(str(component), read, chosen, found, expected)
    with reader_may_leave():
        if style == "json":
            print_json(result)
        else:
            click.echo(support_document(result, framed_style(style)))
    failed = any(record.outcome == "error" for report in found for record in report.records)
    if lacking or failed or not result.runtimes:
        return EXIT_INCOMPLETE
    return EXIT_UNEXPECTED if exit_code and result.lacks else EXIT_EXPECTED


def _run(
    wanted: Sequence[Wanted], cases: Sequence[Case], corpus: Corpus, options: Options, jobs: int | None, file: Path
) -> Report:
    verify_components(cases)
    found, missing = bring_wanted(wanted)
    header = header_of(corpus, len(cases), found, missing, [case.id for case in cases])
    with local(jobs) as crew:
        (report,) = attempt_all([Section(header, file, plan(cases, found))], options, crew, option="--keep")
    return report


def _stored(files: Sequence[Path], names: Sequence[str], corpus: Corpus) -> list[Report]:
    """The reports, with only the runtimes that were asked for: ``NAME`` or ``NAME@VERSION``."""
    reports = [read_report(file) for file in files]
    for file, report in zip(files, reports, strict=True):
        if report.header.corpus_sha256 != corpus.sha256:
            tell(f"{file} is over another corpus than the present one: a case may have changed", fg="yellow")
    if not names:
        return reports
    there = list(dict.fromkeys(label for report in reports for label in report.labels))
    for name in names:
        if not any(name in (label, name_of(label)) for label in there):
            raise BadOption("--runtime", name, f"the reports have only {', '.join(there) or 'none'}")
    return [_only(report, names) for report in reports]


def _only(report: Report, names: Sequence[str]) -> Report:
    labels = {label for label in report.labels if label in names or name_of(label) in names}
    header = msgspec.structs.replace(
        report.header, runtimes={label: parts for label, parts in report.header.runtimes.items() if label in labels}
    )
    return Report(header, tuple(record for record in report.records if record.runtime in labels), report.footer)
