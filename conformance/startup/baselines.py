"""What starts are compared with on the same machine: native processes, Python, containers."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from conformance.runtimes.process_lane import base_environment
from conformance.startup.containers import TOOLS, container, environment
from conformance.startup.model import AGAIN, NATIVE, Key, Phase
from conformance.startup.probes import Setting, Value
from conformance.startup.processes import Lost, expect_success, timed

STATIC, PYTHON = "native, static", "python"
_PT_INTERP = 3
_STATIC = (("busybox", ("true",)), ("ldconfig", ("--version",)))
"""Programs that many machines have linked statically, and what makes them end at once and well."""
_WAIT_SHELL = "echo ready; read line"
_WAIT_PYTHON = "print('ready', flush=True); import sys; sys.stdin.read()"


class CommandProbe:
    """From the start of a process to its end, of a command that may be another one each time."""

    loops = 1

    def __init__(
        self,
        subject: str,
        note: str,
        command: Callable[[], Sequence[str]],
        setting: Setting,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.note = note
        self.keys = (baseline_key(subject, "start", "run"),)
        self._command, self._setting = command, setting
        self._environment = base_environment() if environment is None else environment

    def sample(self) -> Sequence[Value]:
        """One start."""
        done = timed(self._command(), self._environment, self._setting.pinning, limit_s=self._setting.limit_s)
        expect_success(done, None)
        return [done.seconds]


class Absent:
    """A probe for what this machine does not have: it is lost in the first round, with the reason."""

    loops = 1
    note = ""

    def __init__(self, keys: Sequence[Key], reason: str) -> None:
        self.keys, self._reason = keys, reason

    def sample(self) -> Sequence[Value]:
        """Raises :class:`Lost`."""
        raise Lost(self._reason)


def baseline_key(subject: str, phase: Phase, variant: str, guest: str = "") -> Key:
    """The key of a row about a baseline, measured around processes."""
    return Key(subject=subject, phase=phase, variant=variant, guest=guest, method="process", baseline=True)


def baseline_probes(setting: Setting, after: contextlib.ExitStack) -> Iterator[CommandProbe | Absent]:
    """All baselines of a start; ``after`` tidies up behind them.

    The native one is there twice: how far the two differ is the noise.
    """
    true = shutil.which("true")
    for subject in (NATIVE, AGAIN):
        if true is None:
            yield Absent((baseline_key(subject, "start", "run"),), "there is no `true` on PATH")
        else:
            yield CommandProbe(subject, "`true`, linked dynamically", _always([true]), setting)
    static = static_program()
    if static is None:
        yield Absent((baseline_key(STATIC, "start", "run"),), "this machine has no program that is linked statically")
    else:
        program, arguments = static
        note = f"`{' '.join((program.name, *arguments))}`, linked statically; containers hold the same"
        yield CommandProbe(STATIC, note, _always([str(program), *arguments]), setting)
    yield CommandProbe(PYTHON, "`python -I -c pass`", _always([sys.executable, "-I", "-c", "pass"]), setting)
    for tool in TOOLS:
        subject = f"container, {tool}"
        try:
            note, command = container(tool, static, setting.folder, after)
            yield CommandProbe(subject, note, command, setting, environment())
        except Lost as lost:
            yield Absent((baseline_key(subject, "start", "run"),), str(lost))


def waiting_commands() -> dict[str, list[str]]:
    """Baselines of memory: programs that say ``ready`` and wait for the end of their input."""
    found = {PYTHON: [sys.executable, "-I", "-c", _WAIT_PYTHON]}
    static = static_program()
    if static is not None and static[0].name == "busybox":
        found = {STATIC: [str(static[0]), "sh", "-c", _WAIT_SHELL], **found}
    shell = shutil.which("sh")
    return {NATIVE: [shell, "-c", _WAIT_SHELL], **found} if shell is not None else found


def _always(command: Sequence[str]) -> Callable[[], Sequence[str]]:
    return lambda: command


def static_program() -> tuple[Path, tuple[str, ...]] | None:
    """A program of the machine's that needs no library, with arguments that make it end at once; None without one."""
    folders = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/sbin{os.pathsep}/usr/sbin"
    for name, arguments in _STATIC:
        for candidate in (name, f"{name}.real"):
            found = shutil.which(candidate, path=folders)
            if found is not None and is_static(Path(found)):
                return Path(found).resolve(), arguments
    return None


def is_static(program: Path) -> bool:
    """Whether a file is an ELF program without an interpreter, which is what loads libraries."""
    try:
        data = program.read_bytes()
    except OSError:
        return False
    if data[:4] != b"\x7fELF" or len(data) < 64:
        return False
    wide = data[4] == 2
    order: Literal["little", "big"] = "little" if data[5] == 1 else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)

    table = number(32, 8) if wide else number(28, 4)
    size, count = (number(54, 2), number(56, 2)) if wide else (number(42, 2), number(44, 2))
    if data[4] not in (1, 2) or table + size * count > len(data):
        return False
    return count > 0 and all(number(table + index * size, 4) != _PT_INTERP for index in range(count))
