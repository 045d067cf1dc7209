"""How many types and values a second go through a driver and the model: `python -m conformance.fuzz.bench -r RUNTIME…`.

Types and values are drawn beforehand. What is told is processor time of this process and the driver together, as if
they had one core, and beside it the time on the clock.
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
from conformance.fuzz.paths import Batch, Lifting, Lowering
from conformance.fuzz.probes import INBOX_SIZE, Guest, Probe
from conformance.runtimes.runtime import bring, close_all
from conformance.runtimes.selection import select
from conformance.runtimes.spec import load_runners

_SCOPE = Scope(parts=4, leaves=6, wide=False)


def batches(
    count: int, *, probes: int, each: int, scope: Scope = _SCOPE, encodings: Sequence[Encoding] = ENCODINGS
) -> list[Batch]:
    """So many guests with so many probes, and for each probe `each` checks on every path. Always the same."""
    drawn: list[Batch] = []

    @seed(20261122)
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


def main() -> None:
    """Measure the runtimes that were named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-r", "--runtime", action="append", required=True)
    parser.add_argument("--guests", type=int, default=30)
    parser.add_argument("--probes", type=int, default=8, help="types in one guest")
    parser.add_argument("--each", type=int, default=2, help="values of each type on each path")
    options = parser.parse_args()
    try:
        for runtime in options.runtime:
            print(measure(runtime, options.guests, options.probes, options.each), flush=True)
    finally:
        close_all()


if __name__ == "__main__":
    main()
