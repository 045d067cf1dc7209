"""``run``: cases on runtimes, a report, the matrix, and every unexpected result with two lines to rerun it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from conformance.account import normalised
from conformance.cli import reader_may_leave
from conformance.cli.attempts import Section, attempt_all, bring_wanted, header_of, rerun_options
from conformance.cli.options import (
    corpus_option,
    crew_options,
    each_major_option,
    expectations_option,
    format_option,
    framed_style,
    patterns_argument,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    timeout_option,
    wanted_runtimes,
)
from conformance.corpus import load_corpus, shard, verify_components
from conformance.crew import hired
from conformance.engine import Options, plan
from conformance.errors import (
    EXIT_EXPECTED,
    EXIT_INCOMPLETE,
    EXIT_NOTHING_RAN,
    EXIT_UNEXPECTED,
    Unprovided,
)
from conformance.execution import Again, is_unexpected
from conformance.expectations import (
    Assessment,
    Expectation,
    Expectations,
    assess,
    expectation_files,
    load_expectations,
    name_of,
    settings_of,
)
from conformance.hands import Hands
from conformance.publish.matrix import Matrix, area_table, build_matrix, notes
from conformance.publish.unexpected import result_markdown, result_text
from conformance.report import Header, Record, Report
from conformance.runtimes.spec import load_runners
from conformance.unexpected import Known, Unexpected, known, unexpected

DEFAULT_REPORT = Path("conformance-report.jsonl")


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a run came to."""

    report: str
    exit_code: int
    matrix: Matrix
    unexpected: tuple[Unexpected, ...]
    """What is not as expected; without expectations, whatever did not pass."""
    expected: tuple[Known, ...] = ()
    """What did not pass, as expected and for the reason that was expected."""
    unexpected_passes: tuple[Known, ...] = ()
    stale: tuple[str, ...] = ()
    """``file:line`` of expectations that are about results which other expectations explain."""
    flaky: tuple[str, ...] = ()
    """What passed only when it was tried again."""


@click.command("run")
@patterns_argument
@runtimes_option
@each_major_option
@crew_options
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_REPORT,
    show_default=True,
    help="Where the report goes, a line per finished attempt.",
)
@timeout_option
@click.option(
    "--shard", "shard_text", metavar="I/N", help="Only the I-th of N parts of the cases, by hash of their ids."
)
@click.option("--retries", type=click.IntRange(0, 10), default=0, help="Try again what is unexpected, so many times.")
@expectations_option
@click.option("--strict", is_flag=True, help="Unexpected passes, stale expectations and flaky results count, too.")
@format_option("pretty", "json", "markdown")
@runner_option
@corpus_option
@schema_option(RunResult)
def run_command(
    patterns: tuple[str, ...],
    runtimes: tuple[str, ...],
    each_major: bool,
    hands: Hands,
    report_file: Path,
    timeout: float,
    shard_text: str | None,
    retries: int,
    expectation_places: tuple[str, ...],
    strict: bool,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Run cases on runtimes and write a report.

    With expectations only what is not as expected is shown and counts. A pass after a retry is `flaky`, never `pass`.
    Exits with 0 when every result is as expected, 1 when one is not, 2 when interrupted, 3 when a runtime that was
    asked for by name could not be had or the suite itself failed, 4 for a mistake in options or files, 5 when nothing
    ran.

    \b
    wasi-conformance run
    wasi-conformance run filesystem -r wasmtime -r wamr
    wasi-conformance run cli -r 'wasmtime@>=46,<49' --each-major
    wasi-conformance run -r wasmtime:target/release/wasmtime --expectations suite --strict
    """
    corpus = load_corpus(corpus_folder)
    cases = shard(corpus.select(patterns), shard_text)
    wanted = wanted_runtimes(runtimes, runner_folders, each_major=each_major)
    if not cases:
        tell("nothing to run: no case is in this shard" if shard_text else "nothing to run: there is no case")
    if not cases and not shard_text:  # an empty shard leaves a report, so that nobody misses it
        return EXIT_NOTHING_RAN
    expected = load_expectations(expectation_files(expectation_places), corpus.ids, load_runners(runner_folders))
    verify_components(cases)
    options = Options(timeout_s=timeout, retries=retries)
    with hired(hands) as crew:
        found, missing = bring_wanted(wanted, crew)
        header = header_of(corpus, len(cases), found, missing, patterns, shard_text, crew)
        section = Section(header, report_file, plan(cases, found, header.lacks))
        (report,) = attempt_all([section], options, crew, _worth_another(header, expected))
    assessment = assess(header, report.records, expected)
    code = _exit_code(report.records, assessment, missing, asked_by_name=bool(runtimes), strict=strict)
    repeated = rerun_options(runner_folders, corpus_folder)
    result = _result(report, report_file, code, assessment, repeated, accepting=bool(expected))
    with reader_may_leave():
        _show(result, style)
    return code


def _result(
    report: Report, file: Path, code: int, assessment: Assessment, repeated: Sequence[str], *, accepting: bool
) -> RunResult:
    news = {(one.record.case, one.record.runtime): one for one in assessment.news}
    results = unexpected(report.records, repeated, news)
    return RunResult(
        report=str(file),
        exit_code=code,
        matrix=build_matrix([report]),
        unexpected=tuple(_acceptable(one, file, repeated) for one in results) if accepting else tuple(results),
        expected=known(assessment.expected),
        unexpected_passes=known(assessment.passes),
        stale=tuple(one.place for one in assessment.stale),
        flaky=tuple(f"{r.case} {r.runtime}: {r.reason}" for r in report.records if r.outcome == "flaky"),
    )


def _acceptable(one: Unexpected, report: Path, repeated: Sequence[str]) -> Unexpected:
    """An unexpected result with the command that makes it an expected one."""
    if one.outcome == "error":
        return one
    words = ["wasi-conformance", "expectations", "update", "--from", str(report), "-r", name_of(one.runtime)]
    words += ["--accept", one.case, "--reason", normalised(one.reason), "--write", *repeated]
    return msgspec.structs.replace(one, accept=shlex.join(words))


def _worth_another(header: Header, expected: Sequence[Expectation]) -> Again:
    """What nobody expects, expectations included."""
    expectations, settings = Expectations(expected), settings_of(header)

    def again(record: Record) -> bool:
        return is_unexpected(record) and not expectations.explain(settings[record.runtime], record.case, record)

    return again


def _exit_code(
    records: Sequence[Record],
    assessment: Assessment,
    missing: Sequence[Unprovided],
    *,
    asked_by_name: bool,
    strict: bool,
) -> int:
    if any(record.outcome == "error" for record in records) or (missing and asked_by_name):
        return EXIT_INCOMPLETE
    if not any(record.outcome != "skip" for record in records):
        return EXIT_NOTHING_RAN
    flaky = any(record.outcome == "flaky" for record in records)
    if assessment.news or (strict and (assessment.passes or assessment.stale or flaky)):
        return EXIT_UNEXPECTED
    return EXIT_EXPECTED


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
    for line in _remarks(result):
        click.echo(line)
    count = len(result.unexpected)
    known_ones = f"; {len(result.expected)} did not pass, as expected" if result.expected else ""
    listed = ", listed above" if count else ""
    click.echo(f"\n{count} unexpected result{'' if count == 1 else 's'}{listed}{known_ones}")
    tell(f"report: {result.report}")


def _remarks(result: RunResult) -> Iterator[str]:
    """What is not unexpected enough to fail a run that is not strict, and yet has to be told."""
    for one in result.unexpected_passes:
        yield f"unexpected {one.outcome}: {one.case}  {one.runtime}, expected otherwise by {one.place}"
    for place in result.stale:
        yield f"stale expectation: {place}: another one explains the result"
    for text in result.flaky:
        yield f"flaky: {text}"
