"""Memory: what many instances take that are alive at the same time, by the kernel's account.

What is counted is the proportional set size: a page that several processes share counts in parts, so that the sum is
what the machine gives. Where the system has no such account, there is no figure.
"""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from conformance.runtimes.spawn import Group
from conformance.startup.guests import BenchGuest
from conformance.startup.machine import available_bytes
from conformance.startup.model import Key
from conformance.startup.probes import Gap, Session, Setting, Value
from conformance.startup.processes import Lost

COUNTS = (1, 10, 100)
QUICK_COUNTS = (1, 3)
_MOST_OF_MEMORY = 0.5
"""How much of the memory that is free a probe may be expected to take."""
_PROC = Path("/proc")


def supported() -> str | None:
    """Why this system cannot tell; None when it can."""
    return None if (_PROC / "self" / "smaps_rollup").exists() else "this system has no /proc/PID/smaps_rollup"


def proportional(pid: int) -> int:
    """Bytes of a process's proportional set size. Raises :class:`Lost` when it is gone."""
    return _kilobytes(_PROC / str(pid) / "smaps_rollup", "Pss:")


def highest(pid: int) -> int:
    """Bytes of the most that a process ever had in memory, pages shared with others included."""
    return _kilobytes(_PROC / str(pid) / "status", "VmHWM:")


def _kilobytes(file: Path, name: str) -> int:
    try:
        for line in file.read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError) as error:
        raise Lost(f"its memory cannot be read: {error}") from None
    raise Lost(f"the kernel does not tell {name.rstrip(':')}")


def _members(group: int) -> list[int]:
    """The processes of a process group."""
    found = []
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
    return found


def _too_many(each: int, count: int) -> Gap | None:
    """Why so many would take too much of the machine, if they would."""
    free = available_bytes()
    if free is None or each * count <= free * _MOST_OF_MEMORY:
        return None
    return Gap(f"{count} would take about {each * count / 2**30:.0f} GiB, which is too much of what is free")


class HeldProcesses:
    """One process for each instance: all of them have said ``ready`` and wait for the end of their input."""

    loops = 1
    note = "one process for each instance; sum of proportional set sizes while all of them wait"

    def __init__(
        self,
        keys: Sequence[Key],
        counts: Sequence[int],
        command: Callable[[], Sequence[str]],
        environment: Mapping[str, str],
        setting: Setting,
    ) -> None:
        self.keys, self._counts, self._setting = keys, counts, setting
        self._make_command, self._environment = command, environment
        self._command: Sequence[str] = ()

    def sample(self) -> Sequence[Value]:
        """For each count the bytes of all, and then the peak of a single one."""
        self._command = self._make_command()
        values: list[Value] = []
        each = peak = 0
        for count in self._counts:
            if (gap := _too_many(each, count)) is not None:
                values.append(gap)
                continue
            with self._held(count) as groups:
                total = sum(proportional(pid) for group in groups for pid in _members(group.process.pid))
                if count == 1:
                    each, peak = total, highest(groups[0].process.pid)
            values.append(float(total))
        return [*values, float(peak)]

    @contextlib.contextmanager
    def _held(self, count: int) -> Iterator[list[Group]]:
        with contextlib.ExitStack() as stack:
            groups: list[Group] = []
            for _ in range(count):
                try:
                    with self._setting.pinning.measured():
                        group = Group(self._command, self._environment, self._setting.folder, interactive=True)
                except OSError as error:
                    raise Lost(f"could not be started: {error.strerror or error}") from None
                groups.append(stack.enter_context(group))
            for group in groups:
                _await_ready(group, self._setting.limit_s)
            yield groups


def _await_ready(group: Group, limit_s: float) -> None:
    """Wait for a line; raise :class:`Lost` when the process ends, says something else, or takes too long."""
    stream, said = group.end("stdout"), b""
    assert stream is not None
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    while b"\n" not in said:
        if not poll.poll(limit_s * 1000):
            raise Lost(f"was not ready after {limit_s:g} s")
        chunk = os.read(stream, 4096)
        if not chunk:
            raise Lost(f"ended before it was ready, having said {said[:60]!r}")
        said += chunk
    if not said.startswith(b"ready\n"):
        raise Lost(f"said {said[:60]!r}, and not that it is ready")


class HeldInstances:
    """Many instances in the process of a driver; the first count is 0, the driver alone."""

    loops = 1
    note = "all instances in the process of the runtime's driver; its proportional set size"

    def __init__(self, keys: Sequence[Key], counts: Sequence[int], session: Session, guest: BenchGuest) -> None:
        self.keys, self._counts, self._session, self._guest = keys, counts, session, guest

    def sample(self) -> Sequence[Value]:
        """A driver of its own for each round, so that nothing of earlier instances is in it."""
        self._session.close()
        values: list[Value] = [float(proportional(self._session.pid))]
        for count in self._counts:
            fields = {"component": str(self._guest.path), "sha256": self._guest.sha256, "instances": count}
            self._session.seconds("hold", fields)
            values.append(float(proportional(self._session.pid)))
        self._session.seconds("release", {})
        self._session.close()
        return values
