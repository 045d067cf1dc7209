"""``run``: cases on runtimes, a report, the matrix, and every unexpected result with two lines to rerun it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO

import click
import msgspec

from conformance import __version__
from conformance.cli import reader_may_leave
from conformance.cli.options import (
    corpus_option,
    each_major_option,
    format_option,
    framed_style,
    patterns_argument,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    wanted_runtimes,
)
from conformance.cli.progress import Progress
from conformance.corpus import Corpus, load_corpus, shard, verify_components
from conformance.engine import Options, Planned, default_jobs, plan, run_locally
from conformance.errors import (
    EXIT_EXPECTED,
    EXIT_INCOMPLETE,
    EXIT_NOTHING_RAN,
    EXIT_UNEXPECTED,
    BadOption,
    Unprovided,
)
from conformance.judge import UNEXPECTED
from conformance.observation import DEFAULT_TIMEOUT_S
from conformance.publish.matrix import Matrix, area_table, build_matrix, notes
from conformance.publish.unexpected import Unexpected, result_markdown, result_text, unexpected
from conformance.report import SCHEMA, Header, Record, Report, Writer, now, this_platform
from conformance.resources import GUEST_PROGRAMS
from conformance.runtimes.runtime import Runtime, bring_all, close_all

DEFAULT_REPORT = Path("conformance-report.jsonl")


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to."""

    report: str
    exit_code: int
    matrix: Matrix
    unexpected: tuple[Unexpected, ...]


@click.command("run")
@patterns_argument
@runtimes_option
@each_major_option
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 256), help="Attempts at once.  [default: one per processor, and two]"
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_REPORT,
    show_default=True,
    help="Where the report goes, a line per finished attempt.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_TIMEOUT_S,
    show_default=True,
    metavar="S",
    help="Seconds that an attempt may take.",
)
@click.option(
    "--shard", "shard_text", metavar="I/N", help="Only the I-th of N parts of the cases, by hash of their ids."
)
@format_option("pretty", "json", "markdown")
@runner_option
@corpus_option
@schema_option(RunResult)
def run_command(
    patterns: tuple[str, ...],
    runtimes: tuple[str, ...],
    each_major: bool,
    jobs: int | None,
    report_file: Path,
    timeout: float,
    shard_text: str | None,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Run cases on runtimes and write a report.

    Exits with 0 when every result is as expected, 1 when one is not, 2 when interrupted, 3 when a runtime that was
    asked for by name could not be had or the suite itself failed, 4 for a mistake in options or files, 5 when nothing
    ran.
    """
    corpus = load_corpus(corpus_folder)
    cases = shard(corpus.select(patterns), shard_text)
    wanted = wanted_runtimes(runtimes, runner_folders, each_major=each_major)
    if not cases:
        tell("nothing to run: no case is in this shard")
        return EXIT_NOTHING_RAN
    verify_components(cases)
    missing: list[Unprovided] = []
    found = bring_all(wanted, tell, missing.append)
    for absent in missing:
        tell(f"UNAVAILABLE {absent.runtime}: {absent.reason}", fg="yellow")
    header = _header(corpus, len(cases), found, missing, patterns, shard_text)
    pairs = plan(cases, found)
    report = _attempt_all(pairs, header, report_file, timeout, jobs or default_jobs())
    records = report.records
    code = _exit_code(records, missing, asked_by_name=bool(runtimes))
    result = RunResult(
        report=str(report_file),
        exit_code=code,
        matrix=build_matrix([report]),
        unexpected=tuple(unexpected(records, rerun_options(runner_folders, corpus_folder))),
    )
    with reader_may_leave():
        _show(result, style)
    return code


def _attempt_all(pairs: Sequence[Planned], header: Header, report_file: Path, timeout_s: float, jobs: int) -> Report:
    """Run the pairs; each record is in the report's file before the next is taken."""
    records: list[Record] = []
    with _created(report_file) as stream, Progress(len(pairs)) as progress:
        writer = Writer(stream, header)
        try:
            for record in run_locally(pairs, Options(timeout_s=timeout_s), jobs):
                writer.record(record)
                records.append(record)
                progress.advance(record)
        finally:
            close_all()
        footer = writer.finish()
    return Report(header, tuple(records), footer)


def _created(file: Path) -> IO[bytes]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("wb")
    except OSError as error:
        raise BadOption("--report", str(file), f"cannot be written: {error.strerror or error}") from None


def _header(
    corpus: Corpus,
    cases: int,
    runtimes: Sequence[Runtime],
    missing: Sequence[Unprovided],
    patterns: tuple[str, ...],
    shard_text: str | None,
) -> Header:
    return Header(
        schema=SCHEMA,
        suite_version=__version__,
        corpus_sha256=corpus.sha256,
        started=now(),
        platform=this_platform(),
        runtimes={runtime.label: runtime.parts for runtime in runtimes},
        families={runtime.label: runtime.family for runtime in runtimes},
        unavailable={absent.runtime: absent.reason for absent in missing},
        selection=patterns,
        shard=shard_text,
        cases=cases,
    )


def _exit_code(records: Sequence[Record], missing: Sequence[Unprovided], *, asked_by_name: bool) -> int:
    if any(record.outcome == "error" for record in records) or (missing and asked_by_name):
        return EXIT_INCOMPLETE
    if not any(record.outcome != "skip" for record in records):
        return EXIT_NOTHING_RAN
    return EXIT_UNEXPECTED if any(record.outcome in UNEXPECTED for record in records) else EXIT_EXPECTED


def rerun_options(runner_folders: Sequence[Path], corpus_folder: Path) -> tuple[str, ...]:
    """The options that a rerun line has to repeat."""
    words = [word for folder in runner_folders for word in ("--runner", str(folder))]
    return (*words, "--corpus", str(corpus_folder)) if corpus_folder != GUEST_PROGRAMS else tuple(words)


def _show(result: RunResult, style: str) -> None:
    """The unexpected results, and last, where a terminal stays, the matrix."""
    if style == "json":
        print_json(result)
        return
    for one in result.unexpected:
        click.echo(result_markdown(one, rerun=True) if style == "markdown" else result_text(one))
    if result.unexpected:
        click.echo()
    click.echo(area_table(result.matrix, framed_style(style)))
    for note in notes(result.matrix):
        click.echo(note)
    count = len(result.unexpected)
    click.echo(f"\n{count} unexpected result{'' if count == 1 else 's'}{', listed above' if count else ''}")
    tell(f"report: {result.report}")
