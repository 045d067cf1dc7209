"""Who makes the attempts, and how many at once: threads of this process, or any other executor.

Threads are enough here, for the work is done by other processes. They are as many as keep the processors busy: an
attempt that waits for a peer, a timer or its own time limit leaves a processor to the others.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import Protocol

import psutil

from conformance import engine
from conformance.errors import BadOption, Unprovided
from conformance.hands import Hands
from conformance.report import Platform, Record, this_platform
from conformance.runtimes.runtime import Runtime, bring_each
from conformance.runtimes.spawn import kill_all
from conformance.runtimes.spec import Wanted
from conformance.runtimes.tools import Tell

SCHEME = "dask://"
"""What the address of a cluster begins with."""
_SPARE = 2
"""Attempts beyond one for each processor that are there in any case."""
_MOST_EACH = 4
"""Attempts for each processor that there are at most, while processors are idle."""
_IDLE = 0.15
"""The idle part of all processors' time above which another attempt is welcome."""
_BUSY = 0.02
"""The idle part below which one attempt less will do."""
_LOOK_S = 0.25
"""Seconds between two looks at the processors, and at the memory."""
_MEMORY_SHARE = 0.75
"""The part of the memory that is free at the start which the runtimes may use, unless somebody says otherwise."""


class Crew(Protocol):
    """An executor, where it is, and whether it has a hand free."""

    executor: Executor

    def platform(self) -> Platform:
        """The machine, or one of the machines, that attempts are made on."""

    def lacks(self) -> dict[str, str]:
        """Machine need → why it cannot be met there."""

    def bring_each(self, wanted: Iterable[Wanted], tell: Tell) -> list[Runtime | Unprovided]:
        """For each in turn the runtime, ready to be attempted on, or why it cannot be had."""

    def has_room(self, running: int) -> bool:
        """Whether another attempt may be started while so many are under way."""

    def stop(self, pending: Sequence[Future[Record]]) -> None:
        """End what is under way, soon."""


@contextlib.contextmanager
def hired(hands: Hands) -> Iterator[Crew]:
    """The crew that was asked for. Raises :class:`BadOption` when it cannot be had."""
    if hands.executor is None:
        if hands.platform is not None:
            raise BadOption("--platform", hands.platform, "chooses among the workers of an --executor")
        with local(hands.jobs, hands.memory) as here:
            yield here
        return
    if not hands.executor.startswith(SCHEME):
        raise BadOption("--executor", hands.executor, f"expected {SCHEME}HOST:PORT")
    if hands.jobs is not None or hands.memory is not None:
        raise BadOption(
            "--executor", hands.executor, "its workers say how much they take: leave out --jobs and --memory"
        )
    try:
        from conformance.cluster.crew import cluster  # Dask is an extra, and heavy
    except ImportError as error:
        way_out = "pip install 'wasi-conformance[cluster]'"
        raise BadOption("--executor", hands.executor, f"needs the extra `cluster` ({error}): {way_out}") from None
    with cluster(hands.executor, hands.platform) as far:
        yield far


class _Here:
    """What all crews on this machine have in common."""

    def platform(self) -> Platform:
        """This machine."""
        return this_platform()

    def lacks(self) -> dict[str, str]:
        """What this machine lacks."""
        return engine.machine_lacks()

    def bring_each(self, wanted: Iterable[Wanted], tell: Tell) -> list[Runtime | Unprovided]:
        """Bring runtimes to this machine, side by side."""
        return bring_each(wanted, tell)

    def stop(self, pending: Sequence[Future[Record]]) -> None:
        """Cancel attempts that have not begun, and kill the programs of this process that the others wait for."""
        for future in pending:
            future.cancel()
        for _ in range(100):  # an attempt may be about to start its program: once is not enough
            left = [future for future in pending if not future.done()]
            if not left:
                break
            kill_all()
            wait(left, timeout=0.05)


class Fixed(_Here):
    """An executor that is given so many attempts at once, whatever the machine is up to."""

    def __init__(self, executor: Executor, jobs: int) -> None:
        self.executor = executor
        self._jobs = jobs

    def has_room(self, running: int) -> bool:
        """Whether there are fewer than the agreed number."""
        return running < self._jobs


class Local(_Here):
    """Threads of this process."""

    def __init__(self, executor: Executor, jobs: int | None, memory: int | None) -> None:
        """``jobs``: so many at once; None means as many as keep the processors busy. ``memory``: a ceiling in bytes."""
        self.executor = executor
        self._jobs = jobs
        self._memory = _Look(used_memory, 0)
        self._ceiling = memory if memory is not None else int(psutil.virtual_memory().available * _MEMORY_SHARE)
        self._level = default_jobs()
        self._welcome = _Look(self._adapted, self._level)

    def has_room(self, running: int) -> bool:
        """Whether another attempt is welcome. One is always: a ceiling that nothing fits under would be for ever."""
        if running == 0:
            return True
        welcome = self._jobs if self._jobs is not None else self._welcome()
        return running < welcome and self._memory() < self._ceiling

    def _adapted(self) -> float:
        """The attempts at once that are welcome from now on: by each look one more, one less, or as many."""
        idle = 1 - psutil.cpu_percent() / 100
        if idle > _IDLE:
            self._level = min(self._level + 1, most_jobs())
        elif idle < _BUSY:
            self._level = max(self._level - 1, default_jobs())
        return self._level


class _Look:
    """A measurement that is made now and then, and remembered in between."""

    def __init__(self, measure: Callable[[], float], first: float) -> None:
        self._measure = measure
        self._last = first
        self._next = time.monotonic() + _LOOK_S

    def __call__(self) -> float:
        if time.monotonic() >= self._next:
            self._last = self._measure()
            self._next = time.monotonic() + _LOOK_S
        return self._last


@contextlib.contextmanager
def local(jobs: int | None = None, memory: int | None = None) -> Iterator[Local]:
    """A crew of threads for the time of a ``with`` block."""
    pool = ThreadPoolExecutor(jobs if jobs is not None else most_jobs())
    try:
        yield Local(pool, jobs, memory)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def processors() -> int:
    """The processors that are ours to use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_jobs() -> int:
    """An attempt for each processor that is ours, and two more, because an attempt that hangs only waits."""
    return processors() + _SPARE


def most_jobs() -> int:
    """The most attempts at once that nobody has asked for by a number."""
    return processors() * _MOST_EACH + _SPARE


def used_memory() -> int:
    """The bytes of memory that all programs which the suite has started take up together, as far as one may ask."""
    used = 0
    for program in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            used += program.memory_info().rss
    return used
