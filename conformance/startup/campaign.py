"""The benchmark itself: rounds in which everything is sampled once, in an order that changes from round to round.

What disturbs the machine for a while so disturbs all alike, and what comes first does not always come first.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from conformance import __version__
from conformance.report import now
from conformance.resources import ROOT, cache_dir
from conformance.runtimes.runtime import Runtime, close_all
from conformance.startup.guests import bench_guests
from conformance.startup.machine import Pinning, clock_step, load, this_machine
from conformance.startup.model import AGAIN, NATIVE, Load, Noise, Results, Row
from conformance.startup.planning import BARE, Wanted, all_probes
from conformance.startup.probes import Gap, Probe, Setting
from conformance.startup.processes import Lost
from conformance.startup.summary import summarise

_QUICK_ROUNDS = 6
Told = Callable[[int, int, str], None]
"""Is told how many samples are done, of how many, and what comes next."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How it is measured."""

    rounds: int = 30
    warm_up: int = 2
    memory_rounds: int = 3
    quick: bool = False
    pin: bool = True
    limit_s: float = 60.0
    seed: int = 1
    """Of the order in each round."""

    def quickened(self) -> Options:
        """For those who want to see whether it works."""
        rounds = min(self.rounds, _QUICK_ROUNDS)
        return msgspec.structs.replace(self, rounds=rounds, warm_up=1, memory_rounds=1, quick=True)


class _Record:
    """What was sampled of one probe so far."""

    def __init__(self, probe: Probe) -> None:
        self.probe = probe
        self.lost: str | None = None
        self._samples: list[list[float]] = [[] for _ in probe.keys]
        self._gaps: list[list[Gap]] = [[] for _ in probe.keys]

    def sample(self, *, keep: bool) -> None:
        """One sample; a probe that is lost keeps what it had."""
        try:
            values = self.probe.sample()
        except Lost as lost:
            self.lost = str(lost)
            return
        if keep:
            for samples, gaps, value in zip(self._samples, self._gaps, values, strict=True):
                if isinstance(value, Gap):
                    gaps.append(value)
                else:
                    samples.append(value)

    def rows(self, places: Sequence[Path]) -> list[Row]:
        """The rows of it; no reason names one of these places."""
        return [self._row(index, places) for index in range(len(self._samples))]

    def _row(self, index: int, places: Sequence[Path]) -> Row:
        samples, gaps = tuple(self._samples[index]), self._gaps[index]
        lost = _without(places, self.lost) if self.lost is not None else None
        if lost is not None and samples:
            lost = f"after {len(samples)} samples: {lost}"
        elif lost is None and gaps:
            often = f" in {len(gaps)} round(s) of {len(gaps) + len(samples)}" if samples else ""
            lost = f"{gaps[0].reason}{often}"
        elif lost is None and not samples:
            lost = "no round was finished"
        return Row(
            key=self.probe.keys[index],
            samples=samples,
            loops=max(self.probe.loops, 1),
            # Rounds without a value are those of one kind, slow ones, say: the others do not speak for all.
            summary=summarise(samples) if samples and not gaps else None,
            unavailable=lost,
            note=self.probe.note,
        )


def _without(places: Sequence[Path], text: str) -> str:
    """A reason without places of this machine: results are published."""
    for place in places:
        text = text.replace(f"{place}{os.sep}", "…/") if place != Path("/") else text
    return text


def measure(
    runtimes: Sequence[Runtime], absent: dict[str, str], wanted: Wanted, options: Options, told: Told
) -> Results:
    """Measure everything. Interrupted, it gives what is done, and says that it is not complete."""
    started, before = now(), load()
    records: list[_Record] = []
    complete = False
    with contextlib.ExitStack() as after, _without_collector():
        folder = Path(after.enter_context(tempfile.TemporaryDirectory(prefix="bench-runtimes-")))
        after.callback(close_all)
        pinning = after.enter_context(Pinning(options.pin))
        guests = bench_guests(folder, quick=options.quick)
        setting = Setting(guests, folder, pinning, options.limit_s)
        with contextlib.suppress(KeyboardInterrupt):
            found = all_probes(runtimes, wanted, setting, after)
            timing, memory = ([_Record(probe) for probe in probes] for probes in (found.timing, found.memory))
            records += [*timing, *memory]
            rounds = [options.warm_up + options.rounds, options.memory_rounds]
            meter = _Meter(told, rounds[0] * len(timing) + rounds[1] * len(memory))
            _rounds(timing, options.warm_up, options.rounds, random.Random(options.seed), meter)
            _rounds(memory, 0, options.memory_rounds, random.Random(options.seed), meter)
            complete = True
    places = (folder, cache_dir(), ROOT, Path.home())
    rows = tuple(row for record in records for row in record.rows(places))
    return Results(
        suite_version=__version__,
        started=started,
        complete=complete,
        rounds=options.rounds,
        warm_up=options.warm_up,
        quick=options.quick,
        machine=this_machine(pinning.about, before),
        guests={name: guest.size for name, guest in guests.items()},
        runtimes={runtime.label: runtime.parts for runtime in runtimes},
        absent={name: _without(places, reason) for name, reason in absent.items()},
        noise=_noise(rows),
        load=_load(rows, wanted),
        rows=rows,
    )


class _Meter:
    """Counts samples for whoever is told."""

    def __init__(self, told: Told, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def step(self, probe: Probe) -> None:
        key = probe.keys[0]
        words = " ".join(filter(None, (key.subject, key.phase, key.variant, key.guest)))
        self._told(self._done, self._total, words)
        self._done += 1


def _rounds(records: Sequence[_Record], warm_up: int, rounds: int, chance: random.Random, meter: _Meter) -> None:
    for number in range(-warm_up, rounds):
        for record in chance.sample(records, len(records)):
            meter.step(record.probe)
            if record.lost is None:
                record.sample(keep=number >= 0)
        gc.collect()


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Python's garbage collector runs between rounds only."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _noise(rows: Sequence[Row]) -> Noise:
    """The same program measured twice over, and the clock."""
    found = {row.key.subject: row.summary for row in rows if row.key.phase == "start"}
    one, other = found.get(NATIVE), found.get(AGAIN)
    if one is None or other is None:
        return Noise(clock_s=clock_step())
    difference = abs(one.median - other.median)
    return Noise(process_s=difference, process_spread_s=one.spread, clock_s=clock_step())


def _load(rows: Sequence[Row], wanted: Wanted) -> Load | None:
    if wanted.generator is None:
        return None
    of_bare = [row.summary for row in rows if row.key.subject == BARE and row.key.unit == "requests/s"]
    return Load(
        generator=wanted.generator.name,
        version=wanted.generator.version,
        connections=wanted.connections,
        seconds=wanted.seconds,
        ceiling=of_bare[0].median if of_bare and of_bare[0] is not None else None,
    )
