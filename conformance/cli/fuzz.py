"""``fuzz``: random values of random types on their way into and out of guests, and between them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec
from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase

from conformance.cli import reader_may_leave
from conformance.cli.attempts import bring_wanted
from conformance.cli.fuzz_progress import Progress, show_result
from conformance.cli.options import (
    corpus_option,
    format_option,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    wanted_runtime,
    wanted_runtimes,
)
from conformance.errors import (
    EXIT_EXPECTED,
    EXIT_INCOMPLETE,
    EXIT_INTERRUPTED,
    EXIT_NOTHING_RAN,
    EXIT_UNEXPECTED,
    BadOption,
    Unprovided,
)
from conformance.fuzz import examples as ex
from conformance.fuzz.between import CommandTrials
from conformance.fuzz.calls import Caller, NoCalls
from conformance.fuzz.campaign import Campaign, Plan, Profile, Result
from conformance.fuzz.causes import Cause, known_of, read_known
from conformance.fuzz.promotion import promoted, write_case
from conformance.fuzz.reproduction import read_finding, write_finding
from conformance.fuzz.trials import Difference, HostTrials, Trials
from conformance.observation import describe
from conformance.resources import cache_dir
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spec import load_runners
from conformance.runtimes.worker_lane import DriverFault

_GATE_SEED = 20261122
_GATE_EXAMPLES = 4000
_EXPLORE_S = 60.0
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


class FuzzResult(msgspec.Struct, frozen=True, kw_only=True):
    """What campaigns came to."""

    exit_code: int
    campaigns: tuple[Result, ...]
    unable: dict[str, str]
    """Runtimes that could not be tried, or not on all paths that were asked for, and why."""


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a finding that was tried again."""

    cause: str
    runtime: str
    fails: bool
    detail: str


@click.group("fuzz", invoke_without_command=True)
@runtimes_option
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), metavar="S", help="End after this time.")
@click.option("--examples", type=click.IntRange(min=1), metavar="N", help="End after so many values.")
@click.option("--seed", type=click.IntRange(min=0), metavar="X", help="Draw what was drawn with this seed.")
@click.option(
    "--path",
    "paths",
    multiple=True,
    type=click.Choice(tuple(ex.LEGS)),
    help="From where to where; may be given several times.  [default: all that a runtime can do]",
)
@click.option(
    "--profile",
    type=click.Choice(("explore", "gate")),
    default="explore",
    show_default=True,
    help="`explore`: another seed each time, 60 s. `gate`: always the same 4,000 values, and no database.",
)
@click.option(
    "--database",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where failing examples are kept, to be tried first next time.  [default: in the user's cache]",
)
@click.option(
    "--known",
    "known_files",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A file of known causes, beside the runner's own known-causes.toml; may be given several times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("fuzz-findings"),
    show_default=True,
    help="Findings are written here, each into RUNTIME/CAUSE/.",
)
@format_option("pretty", "json")
@runner_option
@schema_option(FuzzResult)
@click.pass_context
def fuzz_command(
    ctx: click.Context,
    runtimes: tuple[str, ...],
    seconds: float | None,
    examples: int | None,
    seed: int | None,
    paths: tuple[ex.Path, ...],
    profile: Profile,
    database: Path | None,
    known_files: tuple[Path, ...],
    out: Path,
    style: str,
    runner_folders: tuple[Path, ...],
) -> int | None:
    """Try random values of random types, and find out why they are not what the Canonical ABI says.

    A model of the Canonical ABI says what must be seen. What differs is shrunk and written into a folder that shows it,
    one for each cause. Causes that are known (known-causes.toml beside a runner.yaml, or --known) are only counted.

    Exits with 0 when nothing new was found, 1 when something was, 2 when interrupted (what was found is written), 3
    when a runtime could not be had or was lost, 4 when one cannot do what --path asks for, 5 when nothing could be
    tried.

    \b
    wasi-conformance fuzz -r wasmtime-py --seconds 30
    wasi-conformance fuzz -r wasmtime -r jco-node --path guest-to-guest
    wasi-conformance fuzz -r jco-node --profile gate --format json
    wasi-conformance fuzz replay fuzz-findings/jco-node@1.35.0/host-to-guest-realloc-string
    wasi-conformance fuzz promote fuzz-findings/jco-node@1.35.0/host-to-guest-realloc-string --id abi/empty-string
    """
    if ctx.invoked_subcommand is not None:
        return None
    wanted = wanted_runtimes(runtimes, runner_folders)
    _check_known(known_files, runner_folders)
    request = _Request(
        _plan(profile, seconds, examples, seed), paths, profile, database, known_files, out, bool(runtimes)
    )
    found, missing = bring_wanted(wanted)
    unable = {absent.runtime: absent.reason for absent in missing}
    results = []
    try:
        for runtime in found:
            result = _campaign(runtime, request, unable)
            if result is not None:
                results.append(result)
                if result.interrupted:
                    break
    finally:
        close_all()
    code = _exit_code(results, lacking=bool(missing) and bool(runtimes))
    with reader_may_leave():
        _show(FuzzResult(exit_code=code, campaigns=tuple(results), unable=unable), style)
    return code


@dataclass(frozen=True)
class _Request:
    """What was asked for."""

    plan: Plan
    paths: tuple[ex.Path, ...]
    profile: Profile
    database: Path | None
    known_files: tuple[Path, ...]
    out: Path
    by_name: bool

    def store(self) -> ExampleDatabase | None:
        """Where failing examples are kept: nowhere for `gate`, since what comes first would vary."""
        if self.database is None and self.profile == "gate":
            return None
        return DirectoryBasedExampleDatabase(self.database or cache_dir() / "fuzz" / "examples")


def _campaign(runtime: Runtime, request: _Request, unable: dict[str, str]) -> Result | None:
    """A runtime's campaign; None where nothing can be tried."""
    known = known_of(runtime.loaded, runtime.version, request.known_files)
    trials = _trials(runtime, request.paths, unable, by_name=request.by_name)
    if not trials:
        return None

    def write(cause: Cause, example: ex.Example, difference: Difference, where: Trials | None) -> str:
        return str(write_finding(request.out, runtime, request.plan.seed, cause, example, difference, where))

    try:
        with Progress(runtime.label, request.plan) as progress:
            campaign = Campaign(
                runtime=runtime.label,
                trials=trials,
                plan=request.plan,
                known=known,
                database=request.store(),
                key=runtime.name.encode(),
                write=write,
                watch=progress.update,
                profile=request.profile,
            )
            return _run(campaign)
    finally:
        for one in trials:
            one.close()


def _run(campaign: Campaign) -> Result:
    """The campaign; when the runtime's driver cannot be had any more, what it came to until then."""
    try:
        return campaign.run()
    except DriverFault as fault:
        return campaign.result(problem=f"the driver was lost: {describe(fault.ending)}")


def _plan(profile: Profile, seconds: float | None, examples: int | None, seed: int | None) -> Plan:
    """How long, and from which seed."""
    if profile == "gate":
        if seconds is not None:
            raise BadOption("--seconds", f"{seconds:g}", "the profile `gate` is bounded by --examples, not by time")
        return Plan(_GATE_SEED if seed is None else seed, examples or _GATE_EXAMPLES, None, shrink_s=600.0)
    if seconds is None and examples is None:
        seconds = _EXPLORE_S
    return Plan(secrets.randbelow(1 << 32) if seed is None else seed, examples, seconds)


def _check_known(files: Iterable[Path], runner_folders: Sequence[Path]) -> None:
    """Files of known causes are about runtimes that there are."""
    runners = load_runners(runner_folders)
    for file in files:
        name = read_known(file).runtime
        if name not in runners:
            raise BadOption("--known", str(file), f"it is about {name!r}, and there is {', '.join(sorted(runners))}")


def _trials(runtime: Runtime, paths: Sequence[ex.Path], unable: dict[str, str], *, by_name: bool) -> list[Trials]:
    """Where examples can be tried. Raises BadOption for a runtime that was named and a path that it cannot do."""
    trials: list[Trials] = [CommandTrials(runtime)] if not paths or "guest-to-guest" in paths else []
    host = tuple(leg for path in paths or ex.LEGS if path != "guest-to-guest" for leg in ex.LEGS[path])
    if host:
        try:
            trials.append(HostTrials(Caller(runtime), host))
        except NoCalls as reason:
            unable[runtime.label] = f"{reason}; only --path guest-to-guest needs no calls"
            if paths and by_name:
                for one in trials:
                    one.close()
                asked = ", ".join(path for path in paths if path != "guest-to-guest")
                raise BadOption("--path", asked, unable[runtime.label]) from None
    return trials


def _exit_code(results: Sequence[Result], *, lacking: bool) -> int:
    if any(result.interrupted for result in results):
        return EXIT_INTERRUPTED
    if lacking or any(result.problem for result in results):
        return EXIT_INCOMPLETE
    if not any(result.covered.examples for result in results):
        return EXIT_NOTHING_RAN
    return EXIT_UNEXPECTED if any(result.found for result in results) else EXIT_EXPECTED


def _show(result: FuzzResult, style: str) -> None:
    if style == "json":
        print_json(result)
        return
    for runtime, reason in result.unable.items():
        click.echo(f"{runtime}: {reason}")
    for campaign in result.campaigns:
        for line in show_result(campaign):
            click.echo(line)


@fuzz_command.command("replay")
@click.argument("folder", type=_FOLDER)
@click.option("-r", "--runtime", "selection", metavar="NAME[@VERSION]", help="On another runtime than it was found on.")
@format_option("pretty", "json")
@runner_option
@schema_option(Replayed)
def replay_command(folder: Path, selection: str | None, style: str, runner_folders: tuple[Path, ...]) -> int:
    """Try a finding again.

    Exits with 1 when it still fails, 0 when it does not, 3 when the runtime could not be had.
    """
    kept, example = read_finding(folder)
    runtime = bring(wanted_runtime(selection or kept.runtime, runner_folders), tell)
    try:
        path = ex.path_of(example.leg)
        (trials,) = _trials(runtime, [path], {}, by_name=True)
        (tried,) = trials.tried([example])
        trials.close()
    except DriverFault as fault:
        raise Unprovided(runtime.label, f"its driver was lost: {describe(fault.ending)}") from None
    finally:
        close_all()
    detail = tried.differences[0].detail if tried.differences else tried.ending
    result = Replayed(cause=kept.cause, runtime=runtime.label, fails=bool(tried.differences), detail=detail)
    if style == "json":
        print_json(result)
    else:
        click.echo(f"{kept.cause}  {runtime.label}: {'still fails' if result.fails else 'does not fail'}: {detail}")
    return EXIT_UNEXPECTED if result.fails else EXIT_EXPECTED


@fuzz_command.command("promote")
@click.argument("folder", type=_FOLDER)
@click.option("--id", "case_id", required=True, metavar="abi/NAME", help="What the case is to be called.")
@click.option("--title", help="Its title, if not what the finding is.")
@click.option("--clause", help="What the text demands, in your words.")
@click.option("--dry-run", is_flag=True, help="Print the case and write nothing.")
@corpus_option
def promote_command(
    folder: Path, case_id: str, title: str | None, clause: str | None, dry_run: bool, corpus_folder: Path
) -> int:
    """Make a directed case of a finding: data under guest_programs/abi/, of which the build makes a component.

    A case is about two guests. What was found between a host and a guest is asked of two guests instead, and may not
    fail there.
    """
    kept, example = read_finding(folder)
    made = promoted(kept, example, title, clause)
    if dry_run:
        click.echo(made.text, nl=False)
        return EXIT_EXPECTED
    file = write_case(made, corpus_folder, case_id)
    tell(
        f"{file}: look at its title, spec and clause; then `nox -s guests`, and a fault for it in tests/abi/faults.yaml"
    )
    click.echo(str(file))
    return EXIT_EXPECTED
