"""How many types and values a second go through a driver and the model: `python -m conformance.fuzz.bench -r RUNTIME…`.

Types and values are drawn beforehand. What is told is processor time of this process and the driver together, as if
they had one core, and beside it the time on the clock. With `--campaign N` a whole campaign of so many values is
measured, drawing and comparing included, and the memory that both processes have at its end.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from conformance.abi.strategies import Scope, images, types, values
from conformance.abi.strings import ENCODINGS, Encoding
from conformance.abi.types import Type
from conformance.fuzz.calls import Caller
from conformance.fuzz.campaign import Campaign, Plan
from conformance.fuzz.paths import Batch, Lifting, Lowering
from conformance.fuzz.probes import INBOX_SIZE, Guest, Probe
from conformance.fuzz.trials import HostTrials
from conformance.runtimes.runtime import bring, close_all
from conformance.runtimes.selection import select
from conformance.runtimes.spec import load_runners

_SEED = 20261122
_SCOPE = Scope(parts=4, leaves=6, wide=False)


def batches(
    count: int, *, probes: int, each: int, scope: Scope = _SCOPE, encodings: Sequence[Encoding] = ENCODINGS
) -> list[Batch]:
    """So many guests with so many probes, and for each probe `each` checks on every path. Always the same."""
    drawn: list[Batch] = []

    @seed(_SEED)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        wanted = [((data.draw(types(scope)),), data.draw(st.sampled_from(encodings))) for _ in range(probes)]
        batch = Batch(Guest.of(wanted))
        for probe in batch.guest.probes:
            for _ in range(each):
                _add(data, batch, probe)
        drawn.append(batch)

    draw()
    return drawn


def _add(data: st.DataObject, batch: Batch, probe: Probe) -> None:
    """A check of each path."""
    lowered = tuple(data.draw(values(t)) for t in probe.types)
    batch.checks += [check for path in ("probe", "ask") if (check := Lowering(path, probe, lowered)).fits()]
    given_image = data.draw(images(probe.whole, probe.encoding, hostile=False, flat=probe.given_flat))
    passed = data.draw(images(probe.whole, probe.encoding, hostile=False, flat=probe.passed_flat))
    if max(len(given_image.memory), len(passed.memory)) <= INBOX_SIZE:
        batch.checks += [Lifting("give", probe, given_image), Lifting("pass", probe, passed)]


@dataclass
class Spent:
    """Seconds."""

    cpu: float = 0.0
    clock: float = 0.0


def _driver_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stream:
        fields = stream.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def spending(pid: int) -> Iterator[Spent]:
    """Measures what this process and another spend in the block."""
    spent = Spent()
    began = time.process_time() + _driver_seconds(pid), time.monotonic()
    yield spent
    spent.cpu = time.process_time() + _driver_seconds(pid) - began[0]
    spent.clock = time.monotonic() - began[1]


def measure(runtime: str, count: int, probes: int, each: int) -> str:
    """One line about a runtime."""
    with Caller(bring(select(runtime, load_runners()))) as caller:
        drawn = batches(count + 2, probes=probes, each=each, encodings=caller.encodings)
        for batch in drawn[:2]:
            caller.call(batch.callee, batch.sequences())
        found = 0
        with spending(caller.pid) as spent:
            for batch in drawn[2:]:
                found += len(batch.findings(caller.call(batch.callee, batch.sequences())))
    known: set[Type] = {t for batch in drawn for probe in batch.guest.probes for t in probe.types}
    all_types = sum(len(batch.guest.probes) for batch in drawn[2:])
    all_values = sum(len(batch.checks) for batch in drawn[2:])
    return (
        f"{runtime}: {all_types} types ({len(known)} different), {all_values} values, {found} findings: "
        f"{all_types / spent.cpu:.0f} types and {all_values / spent.cpu:.0f} values a second of one core; "
        f"{all_types / spent.clock:.0f} and {all_values / spent.clock:.0f} by the clock"
    )


def measure_campaign(runtime: str, examples: int, each: int) -> str:
    """One line about a campaign between a runtime's host and its guests."""
    with Caller(bring(select(runtime, load_runners()))) as caller:
        trials = HostTrials(caller, ("probe", "give", "pass", "ask"))
        campaign = Campaign(runtime, [trials], Plan(_SEED, examples, each=each))
        first = caller.pid
        with spending(first) as spent:
            covered = campaign.run().covered
        alone = "" if caller.pid == first else " (with another driver at the end: processor time is that of one)"
        return (
            f"{runtime}: a campaign of {covered.types} types, {covered.examples} values: "
            f"{covered.types / spent.cpu:.0f} types and {covered.examples / spent.cpu:.0f} values a second of a core; "
            f"{covered.types / spent.clock:.0f} and {covered.examples / spent.clock:.0f} by the clock; "
            f"{_resident(os.getpid())} and {_resident(caller.pid)} MB{alone}"
        )


def _resident(pid: int) -> int:
    """Megabytes of memory that a process has."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def main() -> None:
    """Measure the runtimes that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-r", "--runtime", action="append", required=True)
    parser.add_argument("--guests", type=int, default=30)
    parser.add_argument("--probes", type=int, default=8, help="types in one guest")
    parser.add_argument("--each", type=int, default=2, help="values of each type on each path")
    parser.add_argument("--campaign", type=int, metavar="N", help="a campaign of so many values instead")
    options = parser.parse_args()
    try:
        for runtime in options.runtime:
            if options.campaign:
                print(measure_campaign(runtime, options.campaign, options.each), flush=True)
            else:
                print(measure(runtime, options.guests, options.probes, options.each), flush=True)
    finally:
        close_all()


if __name__ == "__main__":
    main()
