"""Who makes the attempts, and how many at once: threads of this process, or any other executor.

Threads are enough here, for the work is done by other processes. They are as many as keep the processors busy: an
attempt that waits for a peer, a timer or its own time limit leaves a processor to the others.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from typing import Protocol

import psutil

from conformance.report import Record
from conformance.runtimes.spawn import kill_all

_SPARE = 2
"""Attempts beyond one for each processor that are there in any case."""
_MOST_EACH = 4
"""Attempts for each processor that there are at most, while processors are idle."""
_IDLE = 0.15
"""The idle part of all processors' time above which another attempt is welcome."""
_LOOK_S = 0.25
"""Seconds between two looks at the processors, and at the memory."""
_MEMORY_SHARE = 0.75
"""The part of the memory that is free at the start which the runtimes may use, unless somebody says otherwise."""


class Crew(Protocol):
    """An executor, and whether it has a hand free."""

    executor: Executor

    def has_room(self, running: int) -> bool:
        """Whether another attempt may be started while so many are under way."""

    def stop(self, pending: Sequence[Future[Record]]) -> None:
        """End what is under way, soon."""


class Fixed:
    """An executor that is given so many attempts at once, whatever the machine is up to."""

    def __init__(self, executor: Executor, jobs: int) -> None:
        self.executor = executor
        self._jobs = jobs

    def has_room(self, running: int) -> bool:
        """Whether there are fewer than the agreed number."""
        return running < self._jobs

    def stop(self, pending: Sequence[Future[Record]]) -> None:
        """Cancel what has not begun, and kill the programs of what has."""
        stop_here(pending)


class Local:
    """Threads of this process."""

    def __init__(self, executor: Executor, jobs: int | None, memory: int | None) -> None:
        """``jobs``: so many at once; None means as many as keep the processors busy. ``memory``: a ceiling in bytes."""
        self.executor = executor
        self._jobs = jobs
        self._memory = _Look(used_memory, 0)
        self._ceiling = memory if memory is not None else int(psutil.virtual_memory().available * _MEMORY_SHARE)
        self._idle = _Look(_idle_share, 0.0)

    def has_room(self, running: int) -> bool:
        """Whether another attempt is welcome. One is always: a ceiling that nothing fits under would be for ever."""
        if running == 0:
            return True
        least, most = (self._jobs, self._jobs) if self._jobs is not None else (default_jobs(), most_jobs())
        if running >= most or (running >= least and self._idle() < _IDLE):
            return False
        if running >= least:
            self._idle.forget()  # one more for each look: the next shall see what this one does
        return self._memory() < self._ceiling

    def stop(self, pending: Sequence[Future[Record]]) -> None:
        """Cancel what has not begun, and kill the programs of what has."""
        stop_here(pending)


class _Look:
    """A measurement that is made now and then, and remembered in between."""

    def __init__(self, measure: Callable[[], float], first: float) -> None:
        self._measure = measure
        self._nothing = self._last = first
        self._next = time.monotonic() + _LOOK_S

    def __call__(self) -> float:
        if time.monotonic() >= self._next:
            self._last = self._measure()
            self._next = time.monotonic() + _LOOK_S
        return self._last

    def forget(self) -> None:
        """The last measurement no longer says how things are."""
        self._last = self._nothing


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


def _idle_share() -> float:
    """The idle part of all processors' time since this was asked before."""
    return 1 - psutil.cpu_percent() / 100


def stop_here(pending: Sequence[Future[Record]]) -> None:
    """Cancel attempts that have not begun, and kill the programs of this process that the others wait for."""
    for future in pending:
        future.cancel()
    for _ in range(100):  # an attempt may be about to start its program: once is not enough
        left = [future for future in pending if not future.done()]
        if not left:
            break
        kill_all()
        wait(left, timeout=0.05)
