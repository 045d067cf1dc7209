"""``repro``: one attempt again, in a sandbox that stays."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click
import msgspec

from conformance.cli.options import (
    case_argument,
    corpus_option,
    format_option,
    print_json,
    runner_option,
    schema_option,
    tell,
    wanted_runtime,
)
from conformance.corpus import load_corpus, verify_components
from conformance.engine import Options, bare_command, launch_for, machine_lacks, perform, repro_root
from conformance.errors import EXIT_NOTHING_RAN, EXIT_UNEXPECTED
from conformance.judge import UNEXPECTED, Verdict, judge
from conformance.observation import DEFAULT_TIMEOUT_S
from conformance.peers import running
from conformance.publish.matrix import GLYPHS
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.sandbox import Sandbox, remove


class Reproduction(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt, with its sandbox kept."""

    case: str
    runtime: str
    verdict: Verdict
    sandbox: str
    command: tuple[str, ...]
    bare_command: tuple[str, ...]
    streams: str
    """What the standard streams of the bare command have to be, where they are not pipes."""
    stdout: str
    stderr: str


@click.command("repro")
@case_argument
@click.option("-r", "--runtime", "selection", required=True, metavar="NAME[@VERSION]", help="The runtime to use.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=DEFAULT_TIMEOUT_S, show_default=True)
@click.option("--hold", is_flag=True, help="Keep the case's peers listening until Ctrl-C, for the bare command.")
@format_option("pretty", "json")
@runner_option
@corpus_option
@schema_option(Reproduction)
def repro_command(
    case_id: str,
    selection: str,
    timeout: float,
    hold: bool,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Run one attempt, keep its sandbox, and print the bare command that does the same without us.

    \b
    wasi-conformance repro io/poll-one-ready -r wamr
    """
    case = load_corpus(corpus_folder).case(case_id)
    verify_components([case])
    runtime = bring(wanted_runtime(selection, runner_folders), tell)
    for need, why in {**machine_lacks(), **runtime.cannot}.items():
        if need in case.needs:
            tell(f"nothing to run: {case.id} needs {need}: {why}")
            return EXIT_NOTHING_RAN
    root = repro_root(case, runtime)
    remove(root)
    box = Sandbox(root, case)
    options = Options(timeout_s=timeout)
    try:
        performed = perform(case, runtime, box, options)
    finally:
        close_all()
    observation = performed.evidence.observation
    result = Reproduction(
        case=case.id,
        runtime=runtime.label,
        verdict=judge(case, performed.evidence),
        sandbox=str(root),
        command=observation.command,
        bare_command=bare_command(case, runtime, performed),
        streams=performed.launch.streams.describe(),
        stdout=observation.stdout.data.decode("utf-8", "backslashreplace"),
        stderr=observation.stderr.data.decode("utf-8", "backslashreplace"),
    )
    remove(root)
    box = Sandbox(root, case)  # as it was before the guest, for the bare command
    if style == "json":
        print_json(result)
    else:
        _show(result)
    if hold:
        _hold(case_id, runtime, box, options)
    return EXIT_UNEXPECTED if result.verdict.outcome in UNEXPECTED else 0


def _show(result: Reproduction) -> None:
    verdict = result.verdict
    click.echo(f"{GLYPHS[verdict.outcome]} {verdict.outcome}  {result.case}  {result.runtime}")
    if verdict.reason:
        click.echo(f"  {verdict.reason}")
    for check in verdict.checks:
        mark, want = ("✓ ok  ", "") if check.ok else ("✗ not ok", f", want {check.want}")
        click.echo(f"  {mark}  {check.name}: got {check.got}{want}")
    for name, text in (("stdout", result.stdout), ("stderr", result.stderr)):
        if text:
            click.echo(f"\n{name}:\n{text.rstrip()}")
    click.echo(f"\nsandbox: {result.sandbox} (as it was before the guest)")
    click.echo(f"command: {shlex.join(result.command)}")
    click.echo(f"bare:    {shlex.join(result.bare_command)}" if result.bare_command else "bare:    (a driver only)")
    if result.streams:
        click.echo(f"streams: {result.streams}")


def _hold(case_id: str, runtime: Runtime, box: Sandbox, options: Options) -> None:
    with running(box.case.front.peers) as ports:
        launch = launch_for(box.case, box, ports, options)
        tell(f"{case_id}: peers listen on {ports or 'no ports'}; Ctrl-C ends them")
        if runtime.loaded.runner.process is not None:
            click.echo(shlex.join(runtime.bare_command(launch)))
        sys.stdin.read() if not sys.stdin.isatty() else click.pause()
