"""``python -m conformance.bench``: what the harness costs, measured against the bare runtime in the same run.

Times are medians over rounds in which bare runs and attempts alternate, so that a busy machine disturbs both alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import msgspec

from conformance.case import Case
from conformance.cli.options import print_json, tell, wanted_runtimes
from conformance.corpus import load_corpus
from conformance.crew import default_jobs
from conformance.engine import Options, attempt, launch_for, plan
from conformance.errors import Unprovided
from conformance.execution import run_locally
from conformance.publish.tables import table
from conformance.report import SCHEMA, Header, Writer, now, this_platform
from conformance.runtimes.runtime import Runtime, bring, bring_all, close_all
from conformance.runtimes.spec import default_names
from conformance.sandbox import sandbox

SMALL = "random/get-random-bytes-length"
"""The small guest that is measured: it imports two interfaces and ends at once."""


_FORTY = 40
FROM_NPM = ("jco-deno", "jco-bun", "jco-workerd", "node-wasi", "wasmer-sdk")
"""The optional runtimes that npm has whole; browsers are the machine's."""


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """One figure, with the bar that the project set for it."""

    what: str
    value: float
    unit: str
    bar: str = ""


@click.command()
@click.option("--rounds", type=click.IntRange(10), default=200, show_default=True, help="Runs per measurement.")
@click.option("--npm", is_flag=True, help="Also the whole corpus on all runtimes, those from npm too: minutes more.")
@click.option("--format", "style", type=click.Choice(["pretty", "json"]), default="pretty")
def main(rounds: int, npm: bool, style: str) -> None:
    """Measure the harness against the bare runtimes."""
    corpus = load_corpus()
    case = corpus.case(SMALL)
    measured: list[Measurement] = []
    try:
        measured += process_lane(case, bring_named("wasmtime"), rounds)
        for name, bar in (("wasmtime-py", "at least 200"), ("jco-node", "at least 60")):
            try:
                runtime = bring_named(name)
            except Unprovided as error:
                tell(str(error))
                continue
            rate = throughput(case, runtime, rounds * 2)
            measured.append(Measurement(what=f"{name}: worker lane", value=rate, unit="attempts/s", bar=bar))
        defaults = sorted(default_names())
        measured.append(whole(corpus.cases[:: max(1, len(corpus.cases) // _FORTY)][:_FORTY], defaults, "under 20"))
        measured.append(whole(corpus.cases, defaults))
        if npm:
            measured.append(whole(corpus.cases, [*defaults, *FROM_NPM], "under 300"))
    finally:
        close_all()
    measured += command_line(max(5, rounds // 20))
    if style == "json":
        print_json(measured)
        return
    rows = [(m.what, f"{m.value:.4g}", m.unit, m.bar) for m in measured]
    click.echo(table(rows, ("what", "measured", "unit", "bar"), "simple"))


def bring_named(name: str) -> Runtime:
    """A runtime in its default version."""
    return bring(wanted_runtimes([name], [])[0], tell)


def process_lane(case: Case, runtime: Runtime, rounds: int) -> list[Measurement]:
    """The bare command and the whole attempt, back to back, and how many attempts a second two processors reach."""
    options = Options()
    with sandbox(case) as box:
        command = runtime.bare_command(launch_for(case, box, {}, options))
    with tempfile.TemporaryDirectory() as folder:
        writer = _writer(Path(folder, "report.jsonl"))
        bare_times, our_times = [], []
        for _ in range(rounds):
            bare_times.append(_timed(lambda: _bare(command)))
            our_times.append(_timed(lambda: _attempt(case, runtime, writer)))
    bare, ours = statistics.median(bare_times), statistics.median(our_times)
    rate = throughput(case, runtime, rounds * 2)
    return [
        Measurement(what="wasmtime: bare, spawn to exit", value=bare * 1000, unit="ms"),
        Measurement(what="wasmtime: a whole attempt", value=ours * 1000, unit="ms"),
        Measurement(what="wasmtime: the harness adds", value=(ours / bare - 1) * 100, unit="%", bar="at most 25"),
        Measurement(what="wasmtime: process lane", value=rate, unit="attempts/s", bar="at least 150"),
    ]


def _bare(command: Sequence[str]) -> None:
    """The least that anybody can do: start it, read what it prints, wait for its end."""
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_CLOSE, reading)]
    child = os.posix_spawn(command[0], list(command), {}, file_actions=actions)
    os.close(writing)
    while os.read(reading, 65536):
        pass
    os.close(reading)
    os.waitpid(child, 0)


def _attempt(case: Case, runtime: Runtime, writer: Writer) -> None:
    record = attempt(case, runtime, Options())
    writer.record(record)
    assert record.outcome == "pass", record.reason  # a figure for something that failed would mean nothing


def _writer(file: Path) -> Writer:
    header = Header(
        schema=SCHEMA, suite_version="", corpus_sha256="", started=now(), platform=this_platform(), runtimes={}
    )
    return Writer(file.open("wb"), header)


def throughput(case: Case, runtime: Runtime, count: int) -> float:
    """Attempts a second, on all processors, with the drivers already up and the component known to them."""
    pairs = plan([case], [runtime])
    list(run_locally(pairs * default_jobs(), Options(), default_jobs()))
    started = time.perf_counter()
    records = list(run_locally(pairs * count, Options(), default_jobs()))
    elapsed = time.perf_counter() - started
    assert all(record.outcome == "pass" for record in records)
    return count / elapsed


def whole(cases: Sequence[Case], names: Sequence[str], bar: str = "") -> Measurement:
    """All these cases on all of these runtimes that this machine has, as ``run`` does it."""
    runtimes = bring_all(wanted_runtimes(names, []), tell, lambda absent: tell(str(absent)))
    pairs = plan(cases, runtimes)
    elapsed = _timed(lambda: list(run_locally(pairs, Options())))
    close_all()
    return Measurement(what=f"{len(cases)} cases on {len(runtimes)} runtimes", value=elapsed, unit="s", bar=bar)


def command_line(rounds: int) -> list[Measurement]:
    """How long a person waits for the quick verbs."""
    measured = []
    for words in (["--help"], ["list"]):
        command = [sys.executable, "-m", "conformance", *words]
        times = [_timed(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)) for _ in range(rounds)]  # noqa: B023
        what = f"wasi-conformance {' '.join(words)}"
        measured.append(Measurement(what=what, value=statistics.median(times), unit="s", bar="under 0.3"))
    return measured


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
