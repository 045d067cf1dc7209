"""``bench-runtimes``: what runtimes cost to start, and what they then carry."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.options import (
    format_option,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    wanted_runtimes,
)
from conformance.errors import EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_NOTHING_RAN, BadOption, Unprovided
from conformance.startup.model import PHASES, Phase, Results, read_results, write_results

if TYPE_CHECKING:  # what measures takes a while to import, which `--help` need not
    from conformance.runtimes.spec import Wanted
    from conformance.startup.campaign import Options
    from conformance.startup.planning import Wanted as WantedFigures

_QUICK_SECONDS = 0.3
_GENERATORS = ("wrk", "oha", "hey", "k6", "aiohttp")


@click.command("bench-runtimes")
@runtimes_option
@click.option(
    "--phase",
    "phases",
    multiple=True,
    type=click.Choice(PHASES),
    help="Only this phase; several times.  [default: all]",
)
@click.option("--rounds", type=click.IntRange(1), default=30, show_default=True, help="Samples of everything.")
@click.option("--quick", is_flag=True, help="Few rounds, few instances, a small large guest: to see whether it works.")
@click.option("--connections", type=click.IntRange(1), default=16, show_default=True, help="Connections under load.")
@click.option(
    "--seconds", type=click.FloatRange(0.1), default=1.0, show_default=True, help="Seconds of load in each round."
)
@click.option(
    "--load-generator", type=click.Choice(_GENERATORS), help="What makes the load.  [default: the first on PATH]"
)
@click.option("--no-pin", is_flag=True, help="Leave it to the system which processors are used.")
@click.option(
    "--timeout", type=click.FloatRange(1), default=60.0, show_default=True, help="Seconds for any one sample."
)
@click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reports/startup"),
    show_default=True,
    help="Where results, tables and pictures go.",
)
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Measure nothing: show, and write anew, what an earlier benchmark found.",
)
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(Results)
def bench_runtimes_command(
    runtimes: tuple[str, ...],
    phases: tuple[Phase, ...],
    rounds: int,
    quick: bool,
    connections: int,
    seconds: float,
    load_generator: str | None,
    no_pin: bool,
    timeout: float,
    folder: Path,
    file: Path | None,
    style: str,
    runner_folders: tuple[Path, ...],
) -> int:
    """Measure what runtimes cost to start, phase by phase, beside a process and a container.

    Writes startup.json, STARTUP.md, startup.svg and startup.png. Leave the machine alone meanwhile: with all runtimes
    it takes up to half an hour. Interrupted, it keeps what is done and exits with 2; with 3 when a runtime that
    was asked for by name could not be had, with 5 when nothing was measured. Needs wasi-conformance[bench].

    \b
    wasi-conformance bench-runtimes                                 everything
    wasi-conformance bench-runtimes -r wasmtime --phase start       one phase of one runtime
    wasi-conformance bench-runtimes --quick --out /tmp/try          does it work here?
    wasi-conformance bench-runtimes --from reports/startup/startup.json --format markdown
    """
    from conformance.startup.summary import require_libraries

    require_libraries()
    if file is not None:
        results = read_results(file)
    else:
        from conformance.startup.campaign import Options

        chosen = Options(rounds=rounds, pin=not no_pin, limit_s=timeout)
        if quick:
            chosen, seconds = chosen.quickened(), min(seconds, _QUICK_SECONDS)
        wanted = wanted_runtimes(runtimes, runner_folders)
        results = _measured(wanted, chosen, _wanted(phases, connections, seconds, load_generator, quick))
    _write(results, folder)
    _show(results, style)
    return _exit_code(results, by_name=bool(runtimes) and file is None)


def _wanted(
    phases: Sequence[Phase], connections: int, seconds: float, generator: str | None, quick: bool
) -> WantedFigures:
    """What is to be measured. Raises :class:`BadOption` for a load generator that is not there."""
    from conformance.startup.load import find_generator
    from conformance.startup.memory import COUNTS, QUICK_COUNTS
    from conformance.startup.planning import Wanted
    from conformance.startup.processes import Lost

    every = set(phases or PHASES)
    if every & {"compile", "load", "instantiate", "call"}:
        every.add("overhead")
    try:
        found = find_generator(generator) if "http" in every else None
    except Lost as lost:
        raise BadOption("--load-generator", str(generator), str(lost)) from None
    return Wanted(
        phases=tuple(phase for phase in PHASES if phase in every),
        counts=QUICK_COUNTS if quick else COUNTS,
        generator=found,
        connections=connections,
        seconds=seconds,
    )


def _measured(wanted: Sequence[Wanted], options: Options, what: WantedFigures) -> Results:
    """Bring the runtimes and measure them."""
    from conformance.runtimes.runtime import bring_all
    from conformance.startup.campaign import measure

    absent: dict[str, str] = {}

    def note(missing: Unprovided) -> None:
        absent[missing.runtime] = missing.reason
        tell(str(missing), fg="yellow")

    found = bring_all(wanted, tell, note)
    with _Meter() as meter:
        return measure(found, absent, what, options, meter.told)


class _Meter:
    """A progress bar on stderr, or a line for each tenth where that is no terminal: this takes long."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._tenths = 0

    def __enter__(self) -> _Meter:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
            # Redrawn seldom: what draws takes time from what is measured.
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
            self._task = self._bar.add_task("", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def told(self, done: int, total: int, what: str) -> None:
        """So many samples are done, and this one comes next."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total, description=what, refresh=True)
        elif 10 * done // max(total, 1) > self._tenths:
            self._tenths = 10 * done // total
            tell(f"{10 * self._tenths} % of {total} samples")


def _write(results: Results, folder: Path) -> None:
    """The results before anything else: what was measured for long must not be lost over how it is shown."""
    write_results(results, folder / "startup.json")
    from conformance.publish.startup import startup_markdown
    from conformance.publish.startup_plot import write_plots
    from conformance.startup.claims import read_claims

    claims = read_claims()
    pictures = write_plots(results, claims, folder)
    document = folder / "STARTUP.md"
    document.write_text(startup_markdown(results, claims, bool(pictures)), encoding="utf-8")
    for path in (folder / "startup.json", document, *pictures):
        tell(f"wrote {path}")


def _show(results: Results, style: str) -> None:
    from conformance.publish.startup import startup_markdown, startup_text
    from conformance.startup.claims import read_claims

    if style == "json":
        print_json(results)
    elif style == "markdown":
        click.echo(startup_markdown(results, read_claims(), picture=False))
    else:
        click.echo(startup_text(results, read_claims()))


def _exit_code(results: Results, *, by_name: bool) -> int:
    if not results.complete:
        return EXIT_INTERRUPTED
    if not any(row.samples for row in results.rows if not row.key.baseline):
        return EXIT_NOTHING_RAN
    return EXIT_INCOMPLETE if by_name and results.absent else 0
