"""Probes: what can be sampled once a round. A probe that fails is lost, with a reason, and the others go on."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from conformance.observation import describe, first_line
from conformance.runtimes.commandline import expand
from conformance.runtimes.process_lane import base_environment
from conformance.runtimes.runtime import Runtime
from conformance.runtimes.spec import Piece
from conformance.runtimes.worker_lane import Driver, DriverFault
from conformance.startup.guests import COMMANDS, BenchGuest
from conformance.startup.machine import Pinning
from conformance.startup.model import Key, Method, Phase
from conformance.startup.processes import Lost, expect_success, timed
from conformance.startup.spec import Startup, Way

_SAMPLE_S = 0.005
"""Seconds that a sample of a loop should take: far more than a step of the clock, far less than a turn of the
scheduler's wheel."""
_MOST_LOOPS = {"nothing": 10000, "warm-call": 1000, "instantiate": 200, "instantiate-pooled": 200}
_FEW_LOOPS = 10
DRIVER_KEYS: dict[str, tuple[Phase, str]] = {
    "nothing": ("overhead", "empty loop"),
    "compile": ("compile", "in process"),
    "load": ("load", "compiled code"),
    "instantiate-first": ("instantiate", "first"),
    "instantiate": ("instantiate", "repeated"),
    "instantiate-pooled": ("instantiate", "pooled"),
    "first-call": ("call", "first"),
    "warm-call": ("call", "warm"),
}
"""What a driver measures → phase and variant of the row."""


class Gap(msgspec.Struct, frozen=True):
    """No value in a round."""

    reason: str


Value = float | Gap


class Probe(Protocol):
    """Something that is sampled once a round."""

    @property
    def keys(self) -> Sequence[Key]:
        """The rows that it fills."""

    loops: int
    note: str

    def sample(self) -> Sequence[Value]:
        """A value for each key, or why this round has none. Raises :class:`Lost`."""


class Setting(msgspec.Struct, frozen=True):
    """What all probes of a benchmark share."""

    guests: dict[str, BenchGuest]
    folder: Path
    """A folder that is gone when the benchmark is over."""
    pinning: Pinning
    limit_s: float
    """Seconds that any one sample may take."""


class Workshop:
    """The command lines of one way to start one guest in one runtime, and the folders that they work in."""

    _numbers = itertools.count()

    def __init__(self, runtime: Runtime, way: Way | None, guest: BenchGuest, setting: Setting) -> None:
        self._runtime, self._way, self._guest, self._setting = runtime, way, guest, setting
        self._place = setting.folder / f"workshop-{next(self._numbers)}"

    @property
    def _prepare(self) -> Sequence[str]:
        process = self._runtime.loaded.runner.process
        inherited = process.prepare.command if process is not None and process.prepare is not None else ()
        given = self._way is not None and (self._way.prepare or self._way.run)
        return self._way.prepare if self._way is not None and given else inherited

    @property
    def prepares(self) -> bool:
        """Whether something is compiled before the start, by a command of its own."""
        return bool(self._prepare)

    def clear(self) -> None:
        """Begin with empty folders and a fresh copy of the component."""
        shutil.rmtree(self._place, ignore_errors=True)
        (self._place / "artifacts").mkdir(parents=True)
        (self._place / "cache").mkdir()
        shutil.copyfile(self._guest.path, self._component)

    @property
    def _component(self) -> Path:
        return self._place / "artifacts" / "component.wasm"

    def prepare(self) -> float:
        """Compile; the seconds that it took. Raises :class:`Lost`."""
        done = timed(
            self._expanded(self._prepare), self._environment(), self._setting.pinning, limit_s=self._setting.limit_s
        )
        expect_success(done, None)
        return done.seconds

    def start(self) -> float:
        """Start the guest and wait for its end; the seconds that it took. Raises :class:`Lost`."""
        process = self._runtime.loaded.runner.process
        if process is None:
            raise Lost("its runner has no command line that runs a component in a process of its own")
        template: Sequence[str | Piece] = self._way.run if self._way is not None and self._way.run else process.run
        command = self._expanded(template)
        done = timed(command, self._environment(), self._setting.pinning, limit_s=self._setting.limit_s)
        expect_success(done, self._guest.printed)
        return done.seconds

    def command(self) -> list[str]:
        """The command line of the start."""
        process = self._runtime.loaded.runner.process
        assert process is not None
        return self._expanded(self._way.run if self._way is not None and self._way.run else process.run)

    def _expanded(self, template: Sequence[str | Piece]) -> list[str]:
        launch = self._guest.launch(self._place, self._setting.limit_s)
        return expand(template, self._variables(), launch)

    def _variables(self) -> dict[str, str]:
        return {
            **runtime_variables(self._runtime),
            "component": str(self._component),
            "artifacts": str(self._place / "artifacts"),
            "cache": str(self._place / "cache"),
            "sha256": self._guest.sha256,
            "timeout": f"{self._setting.limit_s:g}",
            "authority": "",
        }

    def _environment(self) -> dict[str, str]:
        """With a home of its own: Wasmtime, for one, keeps compiled code below it without being asked."""
        home = {"HOME": str(self._place), "XDG_CACHE_HOME": str(self._place / "cache")}
        return {**home, **runtime_environment(self._runtime, self._variables())}


def runtime_variables(runtime: Runtime) -> dict[str, str]:
    """The variables of command lines that a runtime has wherever it is."""
    return {"folder": str(runtime.loaded.folder), **runtime.environment.variables()}


def runtime_environment(runtime: Runtime, variables: dict[str, str]) -> dict[str, str]:
    """The environment of a runtime's process."""
    process = runtime.loaded.runner.process
    extra = process.environment if process is not None else {}
    return {**base_environment(), **{name: value.format_map(variables) for name, value in extra.items()}}


class StartProbe:
    """From the start of a process to its end; where the phase is ``start``, with nothing left of an earlier round."""

    loops = 1

    def __init__(self, runtime: Runtime, name: str, way: Way | None, guest: BenchGuest, setting: Setting) -> None:
        phase: Phase = way.phase if way is not None else "start"
        self.note = way.about if way is not None else "the command line of its runner.yaml, with an empty cache"
        self.keys = (runtime_key(runtime, phase, name, guest.name, "process"),)
        self._cold = phase == "start"
        self._shop = Workshop(runtime, way, guest, setting)
        self._ready = False

    def sample(self) -> Sequence[Value]:
        """One start."""
        if self._cold or not self._ready:
            self._shop.clear()
            if self._shop.prepares:
                self._shop.prepare()
            elif not self._cold:
                self._shop.start()  # it leaves behind what the next ones find
            self._ready = True
        return [self._shop.start()]


class CompileProbe:
    """The command that compiles, from its start to its end."""

    loops = 1

    def __init__(self, runtime: Runtime, name: str, way: Way | None, guest: BenchGuest, setting: Setting) -> None:
        self.note = way.about if way is not None else ""
        self.keys = (runtime_key(runtime, "compile", name, guest.name, "process"),)
        self._shop = Workshop(runtime, way, guest, setting)

    def sample(self) -> Sequence[Value]:
        """One compilation, of a component that was never seen before."""
        self._shop.clear()
        return [self._shop.prepare()]


class Session:
    """A runtime's driver that measures: started when it is first asked, and again when it has died."""

    def __init__(self, runtime: Runtime, startup: Startup, setting: Setting) -> None:
        self._runtime, self._startup, self._setting = runtime, startup, setting
        self._driver: Driver | None = None

    @property
    def pid(self) -> int:
        """The process of the driver, which is started if there is none."""
        return self._started().pid

    def measures(self) -> Sequence[str]:
        """The phases that the driver knows. Raises :class:`Lost` when it cannot be started."""
        return self._started().hello.measures

    def seconds(self, verb: str, fields: dict[str, object]) -> tuple[float, int]:
        """Ask; the seconds of all turns, and how many. Raises :class:`Lost`."""
        try:
            reply = self._started().ask(verb, fields, self._setting.limit_s)
        except DriverFault as fault:
            self.close()
            raise Lost(f"its driver: {describe(fault.ending)}") from None
        if reply.measured is None or reply.measured.seconds < 0:
            raise Lost(first_line(reply.refused or "its driver gave no measurement"))
        return reply.measured.seconds, reply.measured.loops

    def close(self) -> None:
        """Kill the driver."""
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def _started(self) -> Driver:
        if self._driver is None:
            variables = runtime_variables(self._runtime)
            command = [text.format_map(variables) for text in self._startup.driver]
            environment = runtime_environment(self._runtime, {**variables, "artifacts": str(self._setting.folder)})
            try:
                with self._setting.pinning.measured():
                    self._driver = Driver(command, environment, Path("/"))
            except DriverFault as fault:
                raise Lost(f"its driver did not start: {describe(fault.ending)}") from None
            except OSError as error:
                raise Lost(f"its driver could not be started: {error.strerror or error}") from None
        return self._driver


class DriverProbe:
    """What a driver measures inside of its own process: a sample is a loop that takes some milliseconds."""

    def __init__(self, runtime: Runtime, session: Session, name: str, guest: BenchGuest) -> None:
        phase, variant = DRIVER_KEYS[name]
        self.keys = (runtime_key(runtime, phase, variant, guest.name, "driver"),)
        self.note = ""
        self.loops = 0
        self._session, self._name, self._guest = session, name, guest

    def sample(self) -> Sequence[Value]:
        """One loop; the first ones find out how many turns it should have."""
        if not self.loops:
            self.loops = self._enough()
        return [self._turn(self.loops)]

    def _enough(self) -> int:
        """Turns that take long enough. The first turns are slower than any later one, and say little."""
        most, loops = _MOST_LOOPS.get(self._name, _FEW_LOOPS), 1
        while loops < most and self._turn(loops) * loops < _SAMPLE_S:
            loops = min(2 * loops, most)
        return loops

    def _turn(self, loops: int) -> float:
        fields = {
            "phase": self._name,
            "component": str(self._guest.path),
            "sha256": self._guest.sha256,
            "loops": loops,
        }
        seconds, done = self._session.seconds("measure", fields)
        if done != loops:
            raise Lost(f"its driver made {done} turns of {loops}")
        return seconds / loops


def runtime_key(runtime: Runtime, phase: Phase, variant: str, guest: str, method: Method) -> Key:
    """The key of a row about a runtime."""
    return Key(subject=runtime.label, family=runtime.family, phase=phase, variant=variant, guest=guest, method=method)


def start_probes(runtime: Runtime, startup: Startup, phases: Sequence[Phase], setting: Setting) -> Iterator[Probe]:
    """All ways to start, and the compiling before them."""
    process = runtime.loaded.runner.process
    if process is None:
        return
    ways: dict[str, Way | None] = {**startup.ways}
    if process.prepare is None:
        ways = {"run": None, **ways}
    for name, way in ways.items():
        for guest in (setting.guests[one] for one in COMMANDS):
            if (way.phase if way is not None else "start") in phases:
                yield StartProbe(runtime, name, way, guest, setting)
            if "compile" in phases and Workshop(runtime, way, guest, setting).prepares:
                yield CompileProbe(runtime, name, way, guest, setting)
