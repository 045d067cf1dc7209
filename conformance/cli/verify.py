"""``verify``: the same attempts many times, to find what does not always come to the same."""

from __future__ import annotations

import contextlib
import os
import shlex
from pathlib import Path

import click

from conformance.cli.attempts import bring_wanted, rerun_options
from conformance.cli.options import (
    corpus_option,
    format_option,
    jobs_option,
    patterns_argument,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    timeout_option,
    wanted_runtimes,
)
from conformance.cli.progress import Progress
from conformance.corpus import load_corpus, verify_components
from conformance.engine import Options, plan
from conformance.errors import (
    EXIT_EXPECTED,
    EXIT_INCOMPLETE,
    EXIT_NOTHING_RAN,
    EXIT_UNEXPECTED,
)
from conformance.execution import run_locally
from conformance.load import load
from conformance.publish.matrix import GLYPHS
from conformance.runtimes.runtime import close_all
from conformance.stability import NEAR_LIMIT, Stabilities, Stability, stability


@click.command("verify")
@patterns_argument
@runtimes_option
@click.option("--repeat", type=click.IntRange(2, 1000), default=10, show_default=True, help="Attempts of each case.")
@click.option("--load", "loaded", is_flag=True, help="Keep every processor busy with something else meanwhile.")
@jobs_option
@timeout_option
@format_option("pretty", "json")
@runner_option
@corpus_option
@schema_option(Stabilities)
def verify_command(
    patterns: tuple[str, ...],
    runtimes: tuple[str, ...],
    repeat: int,
    loaded: bool,
    jobs: int | None,
    timeout: float,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Find cases whose outcome varies, and those that use more than 80 % of their time limit.

    Whether a case passes does not matter here, only whether it always comes to the same. Exits with 1 when an outcome
    varies or a case is that slow.

    \b
    wasi-conformance verify io -r wasmtime --repeat 3 --load
    """
    cases = load_corpus(corpus_folder).select(patterns)
    wanted = wanted_runtimes(runtimes, runner_folders)
    verify_components(cases)
    found, missing = bring_wanted(wanted)
    pairs = [pair for pair in plan(cases, found) if pair.verdict is None]
    if not pairs:
        tell("nothing to verify: no case can be tried")
        return EXIT_INCOMPLETE if missing else EXIT_NOTHING_RAN
    records = []
    with load() if loaded else contextlib.nullcontext(), Progress(len(pairs) * repeat) as progress:
        try:
            for record in run_locally(pairs * repeat, Options(timeout_s=timeout), jobs):
                records.append(record)
                progress.advance(record)
        finally:
            close_all()
    result = stability(records, timeout)
    if style == "json":
        print_json(result)
    else:
        _show(result, shlex.join(rerun_options(runner_folders, corpus_folder)), loaded)
    if missing and runtimes:
        return EXIT_INCOMPLETE
    return EXIT_UNEXPECTED if result.varying or result.near_limit else EXIT_EXPECTED


def _show(result: Stabilities, options: str, loaded: bool) -> None:
    for one in result.varying:
        _show_one("varies", one, options)
    for one in result.near_limit:
        click.echo(f"slow  {one.case}  {one.runtime}: {one.slowest_s:.2f} s of {one.limit_s:g} s")
    for one in result.other_reasons:
        _show_one("reason varies", one, options)
    under = f" under load ({os.cpu_count()} processors)" if loaded else ""
    click.echo(
        f"{result.attempts} attempts of {result.cases} cases{under}: "
        f"{len(result.varying)} with an outcome that varies, "
        f"{len(result.near_limit)} over {NEAR_LIMIT:.0%} of their limit, "
        f"{len(result.other_reasons)} with a reason that varies"
    )


def _show_one(what: str, one: Stability, options: str) -> None:
    click.echo(f"{what}  {one.case}  {one.runtime}")
    for seen in one.observed:
        click.echo(f"    {seen.times} × {GLYPHS[seen.outcome]} {seen.outcome}  {seen.reason}".rstrip())
    click.echo(f"    again: wasi-conformance verify {one.case} -r {one.runtime} {options}".rstrip())
