"""``run``: cases on runtimes, a report, the matrix, and every unexpected result with two lines to rerun it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
import msgspec

from conformance import __version__
from conformance.cli.options import (
    corpus_option,
    format_option,
    open_corpus,
    patterns_argument,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    wanted_runtimes,
)
from conformance.cli.progress import Progress
from conformance.corpus import Corpus, shard, verify_components
from conformance.engine import UNEXPECTED, Options, default_jobs, plan, run_locally
from conformance.errors import EXIT_EXPECTED, EXIT_INCOMPLETE, EXIT_NOTHING_RAN, EXIT_UNEXPECTED, Unprovided
from conformance.judge import Outcome
from conformance.observation import DEFAULT_TIMEOUT_S
from conformance.publish.matrix import GLYPHS, Matrix, area_table, build_matrix, is_suspect
from conformance.report import SCHEMA, Header, Record, Report, Writer, now, this_platform
from conformance.runtimes.runtime import Runtime, bring_all

DEFAULT_REPORT = Path("conformance-report.jsonl")


class Unexpected(msgspec.Struct, frozen=True, kw_only=True):
    """A result that nobody expected, and how to see it again."""

    case: str
    runtime: str
    outcome: Outcome
    reason: str
    suspect: bool
    rerun: str
    rerun_bare: str


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to."""

    report: str
    exit_code: int
    matrix: Matrix
    unexpected: tuple[Unexpected, ...]


@click.command("run")
@patterns_argument
@runtimes_option
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Attempts at once.  [default: one per processor]")
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
@click.option("--shard", "shard_text", metavar="I/N", help="Only the I-th of N parts of the cases, by hash of their ids.")
@format_option("pretty", "json", "markdown")
@runner_option
@corpus_option
@schema_option(RunResult)
def run_command(
    patterns: tuple[str, ...],
    runtimes: tuple[str, ...],
    jobs: int | None,
    report_file: Path,
    timeout: float,
    shard_text: str | None,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Run cases on runtimes and write a report.

    Exits with 0 when every result is as expected, 1 when one is not, 2 when interrupted, 3 when a runtime that was asked
    for by name could not be had or the suite itself failed, 4 for a mistake in options or files, 5 when nothing ran.
    """
    corpus = open_corpus(corpus_folder)
    cases = shard(corpus.select(patterns), shard_text)
    wanted = wanted_runtimes(runtimes, runner_folders)
    if not cases:
        _tell("nothing to run: no case is in this shard")
        return EXIT_NOTHING_RAN
    verify_components(cases)
    missing: list[Unprovided] = []
    found = bring_all(wanted, _tell, missing.append)
    for absent in missing:
        _tell(click.style(f"UNAVAILABLE {absent.runtime}: {absent.reason}", fg="yellow"))
    header = _header(corpus, len(cases), found, missing, patterns, shard_text)
    pairs = plan(cases, found)
    records: list[Record] = []
    report_file.parent.mkdir(parents=True, exist_ok=True)
    with report_file.open("wb") as stream, Progress(len(pairs)) as progress:
        writer = Writer(stream, header)
        for record in run_locally(pairs, Options(timeout_s=timeout), jobs or default_jobs()):
            writer.record(record)
            records.append(record)
            progress.advance(record)
        footer = writer.finish()
    code = _exit_code(records, missing, asked_by_name=bool(runtimes))
    report = Report(header, tuple(records), footer)
    result = RunResult(
        report=str(report_file),
        exit_code=code,
        matrix=build_matrix([report]),
        unexpected=tuple(unexpected(records, runner_folders, corpus_folder)),
    )
    _show(result, style)
    return code


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


def unexpected(
    records: Iterable[Record], runner_folders: Sequence[Path] = (), corpus_folder: Path | None = None
) -> Iterator[Unexpected]:
    """The unexpected results in a stable order."""
    by_case: dict[str, list[Record]] = {}
    for record in records:
        by_case.setdefault(record.case, []).append(record)
    for _, group in sorted(by_case.items()):
        suspect = is_suspect(group)
        for record in sorted(group, key=lambda record: record.runtime):
            if record.outcome in UNEXPECTED:
                yield Unexpected(
                    case=record.case,
                    runtime=record.runtime,
                    outcome=record.outcome,
                    reason=record.reason,
                    suspect=suspect,
                    rerun=rerun_line(record, runner_folders, corpus_folder),
                    rerun_bare=shlex.join(record.bare_command),
                )


def rerun_line(record: Record, runner_folders: Sequence[Path] = (), corpus_folder: Path | None = None) -> str:
    """Our own line that runs this attempt again and keeps its sandbox."""
    from conformance.resources import GUEST_PROGRAMS

    words = ["wasi-conformance", "repro", record.case, "-r", record.runtime]
    for folder in runner_folders:
        words += ["--runner", str(folder)]
    if corpus_folder not in (None, GUEST_PROGRAMS):
        words += ["--corpus", str(corpus_folder)]
    return shlex.join(words)


def _show(result: RunResult, style: str) -> None:
    if style == "json":
        print_json(result)
        return
    click.echo(area_table(result.matrix, "github" if style == "markdown" else "simple_outline"))
    for name, why in result.matrix.unavailable.items():
        click.echo(f"\nunavailable: {name}: {why}")
    if result.unexpected:
        click.echo(f"\n{len(result.unexpected)} unexpected:")
    bullet = "- " if style == "markdown" else ""
    for one in result.unexpected:
        suspect = " (suspect: every runtime fails this case, so doubt the case first)" if one.suspect else ""
        click.echo(f"\n{bullet}{GLYPHS[one.outcome]} {one.outcome}  {one.case}  {one.runtime}{suspect}")
        click.echo(f"    {one.reason}")
        click.echo(f"    rerun: {one.rerun}")
        if one.rerun_bare:
            click.echo(f"    bare:  {one.rerun_bare}")
    _tell(f"report: {result.report}")


def _tell(text: str) -> None:
    if "NO_COLOR" in os.environ or not sys.stderr.isatty():
        text = click.unstyle(text)
    click.echo(text, err=True)
