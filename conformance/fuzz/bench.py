"""How many types and values a second go through a driver and the model: `python -m conformance.fuzz.bench -r RUNTIME…`.

Types and values are drawn beforehand. What is told is processor time of this process and the driver together, as if
they had one core, and beside it the time on the clock. With `--campaign N` a whole campaign of so many values is
measured, drawing and comparing included, and the memory that both processes have in its course.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from conformance.abi.strategies import Scope
from conformance.abi.strings import Encoding
from conformance.abi.types import Type
from conformance.fuzz.calls import Caller
from conformance.fuzz.campaign import Campaign, Plan
from conformance.fuzz.examples import Leg
from conformance.fuzz.paths import Batch
from conformance.fuzz.sampling import Mix, rounds
from conformance.fuzz.trials import HostTrials, batch_of
from conformance.runtimes.runtime import bring, close_all
from conformance.runtimes.selection import select
from conformance.runtimes.spec import load_runners

_SEED = 20261122
_LEGS: tuple[Leg, ...] = ("probe", "give", "pass", "ask")


def batches(count: int, *, probes: int, each: int, encodings: tuple[Encoding, ...]) -> list[Batch]:
    """So many guests with so many probes, and for each probe `each` checks on every path. Always the same.

    What the model says of them is not known yet: to find it out is measured.
    """
    mix = Mix(_LEGS, Scope(parts=4, leaves=6, wide=False), probes, each, encodings=encodings, hostile=0.0)
    drawn = []
    for examples in islice(rounds(mix, _SEED), count):
        batch, _ = batch_of(examples)
        batch.checks = [replace(check) for check in batch.checks]
        drawn.append(batch)
    return drawn


@dataclass
class Spent:
    """Seconds."""

    cpu: float = 0.0
    clock: float = 0.0


def _seconds(caller: Caller) -> float:
    """Processor time that this process, its driver and the drivers before that have used."""
    with open(f"/proc/{caller.pid}/stat", encoding="ascii", errors="replace") as stream:
        fields = stream.read().rpartition(")")[2].split()
    driver = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + driver + ended.ru_utime + ended.ru_stime


@contextmanager
def spending(caller: Caller) -> Iterator[Spent]:
    """Measures what this process and its drivers spend in the block."""
    spent = Spent()
    began = _seconds(caller), time.monotonic()
    yield spent
    spent.cpu = _seconds(caller) - began[0]
    spent.clock = time.monotonic() - began[1]


def _rates(types: int, values: int, spent: Spent) -> str:
    """In words."""
    return (
        f"{types / spent.cpu:.0f} types and {values / spent.cpu:.0f} values a second of one core; "
        f"{types / spent.clock:.0f} and {values / spent.clock:.0f} by the clock"
    )


def measure(runtime: str, count: int, probes: int, each: int) -> str:
    """One line about a runtime."""
    with Caller(bring(select(runtime, load_runners()))) as caller:
        drawn = batches(count + 2, probes=probes, each=each, encodings=caller.encodings)
        for batch in drawn[:2]:
            caller.call(batch.callee, batch.sequences())
        found = 0
        with spending(caller) as spent:
            for batch in drawn[2:]:
                found += len(batch.findings(caller.call(batch.callee, batch.sequences())))
    known: set[Type] = {t for batch in drawn for probe in batch.guest.probes for t in probe.types}
    all_types = sum(len(batch.guest.probes) for batch in drawn[2:])
    all_values = sum(len(batch.checks) for batch in drawn[2:])
    told = f"{runtime}: {all_types} types ({len(known)} different), {all_values} values, {found} findings"
    return f"{told}: {_rates(all_types, all_values, spent)}"


class HasProcess(Protocol):
    """What has a process, which may be another one each time."""

    @property
    def pid(self) -> int:
        """Its number."""


@dataclass
class Memory:
    """Watches a campaign: what memory this process and the driver have, each time that so many values were tried."""

    caller: HasProcess
    every: int
    rows: list[tuple[int, int, int]] = field(default_factory=list)

    def __call__(self, campaign: Campaign) -> None:
        """Look if it is time."""
        tried = campaign.tally.examples
        if tried >= self.every * (len(self.rows) + 1):
            self.rows.append((tried, _resident(os.getpid()), _resident(self.caller.pid)))

    def __str__(self) -> str:
        heads = ("values", "MB here", "MB in the driver")
        lines = [heads, *([f"{number:,}" for number in row] for row in self.rows)]
        return "\n".join("  ".join(map(str.rjust, line, (9, 9, 18))) for line in lines)


def measure_campaign(runtime: str, examples: int, each: int, every: int) -> str:
    """A line about a campaign between a runtime's host and its guests, and a table of the memory that it took."""
    with Caller(bring(select(runtime, load_runners()))) as caller:
        trials, memory = HostTrials(caller, _LEGS), Memory(caller, every)
        with spending(caller) as spent:
            covered = Campaign(runtime, [trials], Plan(_SEED, examples, each=each), watch=memory).run().covered
        told = f"{runtime}: a campaign of {covered.types} types, {covered.examples} values"
        return f"{told}: {_rates(covered.types, covered.examples, spent)}\n{memory}"


def _resident(pid: int) -> int:
    """Megabytes of memory that a process has."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def main() -> None:
    """Measure the runtimes that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-r", "--runtime", action="append", required=True)
    parser.add_argument("--guests", type=int, default=15)
    parser.add_argument("--probes", type=int, default=16, help="types in one guest")
    parser.add_argument("--each", type=int, default=Plan.each, help="values of each type on each path")
    parser.add_argument("--campaign", type=int, metavar="N", help="a campaign of so many values instead")
    parser.add_argument("--every", type=int, default=5000, help="tell the memory after so many values each")
    options = parser.parse_args()
    try:
        for runtime in options.runtime:
            if options.campaign:
                print(measure_campaign(runtime, options.campaign, options.each, options.every), flush=True)
            else:
                print(measure(runtime, options.guests, options.probes, options.each), flush=True)
    finally:
        close_all()


if __name__ == "__main__":
    main()
