"""The machine under the benchmark: what it is, and which processors the measured and the measuring may use."""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from conformance.startup.model import Machine

_CPUINFO = Path("/proc/cpuinfo")
_MEMINFO = Path("/proc/meminfo")
_GOVERNOR = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
_CLOCK_LOOKS = 10000


class Pinning:
    """Keeps what is measured off the processors of what measures, where the system can and there are two.

    A child inherits the processors of the thread that starts it, so :meth:`measured` is put around a start.
    """

    def __init__(self, wanted: bool = True) -> None:
        self._all: Collection[int] = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
        order = sorted(self._all)
        self._ours = {order[0]} if wanted and len(order) > 1 else set()
        self._theirs = set(order[1:]) if self._ours else set()
        self.about = self._describe(wanted)

    def _describe(self, wanted: bool) -> str:
        if self._ours:
            return f"what is measured runs on {len(self._theirs)} processor(s) of {len(self._all)}, the rest on another"
        if not wanted:
            return "none: it was not wanted"
        return "none: there is one processor" if self._all else "none: this system has no way to do it"

    def __enter__(self) -> Pinning:
        if self._ours:
            os.sched_setaffinity(0, self._ours)
        return self

    def __exit__(self, *_: object) -> None:
        if self._ours:
            os.sched_setaffinity(0, self._all)

    @contextlib.contextmanager
    def measured(self) -> Iterator[None]:
        """What is started inside has the processors of the measured."""
        if not self._ours:
            yield
            return
        os.sched_setaffinity(0, self._theirs)
        try:
            yield
        finally:
            os.sched_setaffinity(0, self._ours)


def this_machine(pinning: str, load_before: float | None) -> Machine:
    """The machine, without its name."""
    uname = platform.uname()
    return Machine(
        system=uname.system,
        release=uname.release,
        machine=uname.machine,
        processor=_field(_CPUINFO, "model name") or uname.processor or "unknown",
        processors=os.cpu_count() or 1,
        memory_bytes=_kilobytes("MemTotal"),
        governor=_governor(),
        pinning=pinning,
        load_before=load_before,
        load_after=load(),
    )


def load() -> float | None:
    """How many processes wanted a processor during the last minute."""
    try:
        return round(os.getloadavg()[0], 2)
    except OSError:
        return None


def available_bytes() -> int | None:
    """Memory that can be had without swapping, where the system tells."""
    return _kilobytes("MemAvailable")


def clock_step() -> float:
    """Seconds of the smallest step that the clock was seen to make."""
    least, before = 1.0, time.perf_counter()
    for _ in range(_CLOCK_LOOKS):
        now = time.perf_counter()
        if now > before:
            least = min(least, now - before)
        before = now
    return least


def _governor() -> str | None:
    try:
        return _GOVERNOR.read_text().strip()
    except OSError:
        return None


def _kilobytes(name: str) -> int | None:
    text = _field(_MEMINFO, name)
    return int(text.split()[0]) * 1024 if text else None


def _field(file: Path, name: str) -> str | None:
    """The value of the first line ``NAME: VALUE`` of one of the kernel's files."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in file.read_text().splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    return None
