"""What runs on a worker: it says what it is, brings runtimes to itself, and makes attempts."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec
from distributed import Worker, WorkerPlugin

from conformance import __version__
from conformance.case import Case
from conformance.engine import Options, attempt, machine_lacks
from conformance.errors import SuiteError
from conformance.report import Platform, Record, this_platform
from conformance.resources import RUNNERS, cache_dir
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spawn import kill_all
from conformance.runtimes.spec import Wanted, load_runner

TAG = "wasi-conformance:"
"""What the abstract resource begins with that marks a worker's operating system and architecture."""


class Place(msgspec.Struct, frozen=True):
    """What a worker is."""

    version: str
    """Of this package, there."""
    platform: Platform
    lacks: dict[str, str]
    """Machine need → why it cannot be met there."""

    @property
    def name(self) -> str:
        """Operating system and architecture: ``linux-x86_64``."""
        return f"{self.platform.system}-{self.platform.machine}".lower()


class Asked(msgspec.Struct, frozen=True):
    """A runtime, told so that another machine finds it."""

    runner: str
    """The folder among the package's own runners, or a path that has to be the same there."""
    version: str | None
    program: str | None


class Shipped(msgspec.Struct, frozen=True):
    """A case with its component: the worker needs no corpus."""

    case: Case
    component: bytes


def asked_of(wanted: Wanted) -> Asked:
    """A selection as it is sent."""
    folder = wanted.loaded.folder
    own = folder.resolve().parent == RUNNERS.resolve()
    return Asked(folder.name if own else str(folder.resolve()), wanted.version, wanted.program)


def ship(case: Case) -> Shipped:
    """A case as it is sent."""
    return Shipped(case, case.component.read_bytes())


# ------------------------------------------------------------------------------------------------ over there


def describe() -> Place:
    """What this worker is."""
    return Place(__version__, this_platform(), machine_lacks())


_brought: dict[Asked, Runtime | str] = {}
_lock = threading.Lock()


def bring_here(asked: Asked) -> Runtime | str:
    """The runtime on this worker, or why it cannot be had; what is there is kept."""
    with _lock:
        known = _brought.get(asked)
        if not isinstance(known, Runtime):
            known = _brought[asked] = _bring(asked)
        return known


def _bring(asked: Asked) -> Runtime | str:
    try:
        folder = Path(asked.runner) if Path(asked.runner).is_absolute() else RUNNERS / asked.runner
        return bring(Wanted(load_runner(folder), asked.version, asked.program))
    except (SuiteError, OSError) as error:
        return str(error)


class Absent(Exception):
    """A worker cannot have what was there when the run began."""


def attempt_here(shipped: Shipped, asked: Asked, parts: Mapping[str, str], options: Options) -> Record:
    """:func:`conformance.engine.attempt` on this worker. Raises :class:`Absent` where the runtime is another one."""
    runtime = bring_here(asked)
    if isinstance(runtime, str):
        raise Absent(runtime)
    if dict(parts) != runtime.parts:
        raise Absent(f"{runtime.label} has other parts on this worker: {runtime.parts}")
    case = msgspec.structs.replace(shipped.case, component=_unpacked(shipped))
    return attempt(case, runtime, options)


def _unpacked(shipped: Shipped) -> Path:
    """The component as a file of this machine, written once."""
    name = hashlib.sha256(shipped.component).hexdigest()
    file = cache_dir() / "shipped" / f"{name}.wasm"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            new.write(shipped.component)
        os.replace(new.name, file)
    return file


def kill_here() -> None:
    """End the guests that run on this worker; whoever asked for them no longer waits."""
    kill_all()


class Tagging(WorkerPlugin):
    """A plugin of the cluster: marks every worker, also one that joins later, and ends its drivers with it."""

    name = "wasi-conformance"

    async def setup(self, worker: Worker) -> None:
        """Add the mark, one unit for each thread."""
        await worker.set_resources(**{TAG + describe().name: worker.state.nthreads})

    async def teardown(self, worker: Worker) -> None:
        """End what the worker kept alive."""
        await asyncio.to_thread(close_all)
