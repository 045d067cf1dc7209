"""Which probes a benchmark has: for each runtime, and for the baselines; or the reason why there is none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from conformance.observation import Exited, Refused, describe
from conformance.runtimes.process_lane import base_environment
from conformance.runtimes.runtime import Runtime
from conformance.startup import memory
from conformance.startup.baselines import Absent, baseline_key, baseline_probes, waiting_commands
from conformance.startup.guests import COMMANDS
from conformance.startup.load import Generator
from conformance.startup.model import Key, Phase
from conformance.startup.probes import (
    DRIVER_KEYS,
    DriverProbe,
    Probe,
    Session,
    Setting,
    Workshop,
    runtime_environment,
    runtime_key,
    runtime_variables,
    start_probes,
)
from conformance.startup.processes import Lost
from conformance.startup.serving import HttpProbe, Server, bare_server, runtime_server
from conformance.startup.spec import DRIVER_PHASES, Startup, load_startup

_GUESTS: dict[str, Sequence[str]] = {
    "nothing": ("empty",),
    "compile": COMMANDS,
    "load": COMMANDS,
    "instantiate-first": ("empty", "hello", "large"),
    "instantiate": ("empty", "hello", "large"),
    "instantiate-pooled": ("empty", "hello", "large"),
    "first-call": ("empty", "hello", "compute"),
    "warm-call": ("empty", "hello", "compute"),
}
"""What a driver measures → the guests for which it says something."""
BARE = "bare server"
"""The subject that the load generator is measured against."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be measured."""

    phases: tuple[Phase, ...]
    counts: tuple[int, ...]
    """Instances of the phase ``memory``."""
    generator: Generator | None
    """None without the phase ``http``."""
    connections: int
    seconds: float
    """Seconds of load in each round."""


class Probes(msgspec.Struct, frozen=True):
    """The probes by how often they are sampled, and what has to be closed behind them."""

    timing: list[Probe]
    memory: list[Probe]


def all_probes(runtimes: Sequence[Runtime], wanted: Wanted, setting: Setting, after: contextlib.ExitStack) -> Probes:
    """Everything that is to be sampled."""
    found = Probes([], [])
    for probe in _baselines(wanted, setting, after):
        _sorted_in(found, probe)
    for runtime in runtimes:
        for probe in _of_runtime(runtime, wanted, setting, after):
            _sorted_in(found, probe)
    return found


def _sorted_in(found: Probes, probe: Probe) -> None:
    (found.memory if probe.keys[0].phase == "memory" else found.timing).append(probe)


def _baselines(wanted: Wanted, setting: Setting, after: contextlib.ExitStack) -> Iterator[Probe]:
    if {"start", "cached-start"} & set(wanted.phases):
        yield from baseline_probes(setting, after)
    if "http" in wanted.phases:
        yield from _http(baseline_key(BARE, "http", ""), lambda: bare_server(setting), wanted, setting)
    if "memory" in wanted.phases and memory.supported() is None:
        for subject, command in waiting_commands().items():
            keys = _memory_keys(baseline_key(subject, "memory", ""), [*map(str, wanted.counts), "peak of 1"])
            yield memory.HeldProcesses(keys, wanted.counts, _always(command), base_environment(), setting)


def _always(command: Sequence[str]) -> Callable[[], Sequence[str]]:
    return lambda: command


def _of_runtime(runtime: Runtime, wanted: Wanted, setting: Setting, after: contextlib.ExitStack) -> Iterator[Probe]:
    startup = load_startup(runtime.loaded.folder)
    refusal = _refusal(runtime, setting)
    if refusal is not None:
        for phase in wanted.phases:
            if phase != "overhead":
                yield Absent((runtime_key(runtime, phase, "", "", "process"),), refusal)
        return
    yield from _starts(runtime, startup, wanted, setting)
    session = Session(runtime, startup, setting) if startup.driver else None
    if session is not None:
        after.callback(session.close)
    yield from _inside(runtime, startup, session, wanted, setting)
    if "http" in wanted.phases:
        key = runtime_key(runtime, "http", "", "http", "client")
        yield from _http(key, lambda: runtime_server(runtime, setting), wanted, setting)
    if "memory" in wanted.phases:
        yield from _memory(runtime, startup, session, wanted, setting)


def _refusal(runtime: Runtime, setting: Setting) -> str | None:
    """Why this runtime runs no component at all: what came of the smallest one. None when it runs."""
    launch = setting.guests["empty"].launch(setting.folder, setting.limit_s)
    ending = runtime.run(launch, runtime.lane_for((), serving=False)).ending
    if isinstance(ending, Exited) and ending.code == 0:
        return None
    return describe(ending) if isinstance(ending, Refused) else f"the empty component {describe(ending)}"


def _starts(runtime: Runtime, startup: Startup, wanted: Wanted, setting: Setting) -> Iterator[Probe]:
    found = set[Phase]()
    for probe in start_probes(runtime, startup, wanted.phases, setting):
        found.add(probe.keys[0].phase)
        yield probe
    for phase in ("start", "cached-start"):
        if phase in wanted.phases and phase not in found:
            reason = startup.cannot.get(phase, "its folder has no command line for it")
            yield Absent((runtime_key(runtime, phase, "", "", "process"),), reason)


def _inside(
    runtime: Runtime, startup: Startup, session: Session | None, wanted: Wanted, setting: Setting
) -> Iterator[Probe]:
    """What a driver measures, phase by phase, or why there is nothing."""
    names = [name for name in ("nothing", *DRIVER_PHASES) if DRIVER_KEYS[name][0] in wanted.phases]
    known, problem = _known(session) if names else ((), "")
    for name in names:
        phase, variant = DRIVER_KEYS[name]
        if session is not None and name in known:
            for guest in _GUESTS[name]:
                yield DriverProbe(runtime, session, name, setting.guests[guest])
        elif name != "nothing" and (name != "compile" or session is not None):
            reason = startup.cannot.get(name, problem)
            yield Absent((runtime_key(runtime, phase, variant, "", "driver"),), reason)


def _known(session: Session | None) -> tuple[Sequence[str], str]:
    """The phases that a driver knows, and the reason for what it does not."""
    if session is None:
        return (), "its folder has no driver that measures"
    try:
        return session.measures(), "its driver does not measure it"
    except Lost as lost:
        return (), str(lost)


def _http(key: Key, server: Callable[[], Server], wanted: Wanted, setting: Setting) -> Iterator[Probe]:
    try:
        assert wanted.generator is not None
        yield HttpProbe(key, server(), wanted.generator, setting, wanted.connections, wanted.seconds)
    except Lost as lost:
        yield Absent((key,), str(lost))


def _memory_keys(key: Key, variants: Sequence[str]) -> list[Key]:
    return [msgspec.structs.replace(key, variant=variant, method="kernel", unit="bytes") for variant in variants]


def _memory(
    runtime: Runtime, startup: Startup, session: Session | None, wanted: Wanted, setting: Setting
) -> Iterator[Probe]:
    counts, key = wanted.counts, runtime_key(runtime, "memory", "", "wait", "kernel")
    problem = memory.supported() or startup.cannot.get("memory")
    if problem is not None:
        yield Absent((key,), problem)
        return
    if runtime.loaded.runner.process is not None:
        keys = _memory_keys(key, [*map(str, counts), "peak of 1"])
        environment = runtime_environment(runtime, {**runtime_variables(runtime), "artifacts": str(setting.folder)})
        yield memory.HeldProcesses(keys, counts, _waiting(runtime, startup, setting), environment, setting)
    if session is not None:
        inside = _memory_keys(key, [f"{count} in one process" for count in (0, *counts)])
        keys = [msgspec.structs.replace(one, guest="hello") for one in inside]
        yield memory.HeldInstances(keys, counts, session, setting.guests["hello"])


def _waiting(runtime: Runtime, startup: Startup, setting: Setting) -> Callable[[], Sequence[str]]:
    """The command line of a guest that waits, started with compiled code where the runtime has a way to."""
    cached = (way for way in startup.ways.values() if way.phase == "cached-start")
    shop = Workshop(runtime, next(cached, None), setting.guests["wait"], setting)
    ready = False

    def command() -> Sequence[str]:
        nonlocal ready
        if not ready:
            shop.clear()
            if shop.prepares:
                shop.prepare()
            ready = True
        return shop.command()

    return command
