"""A runtime that is there: provided, probed, with a version for every part, ready to run components in its lanes.

A :class:`Runtime` is plain data and can be sent to another process or machine; the drivers that it keeps alive belong
to the process that uses it.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import re
import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from conformance.errors import Unprovided, near_matches
from conformance.needs import RUNTIME_NEEDS
from conformance.observation import Lane, Launch, Observation, describe
from conformance.resources import cache_dir
from conformance.runtimes.environments import Environment, provide
from conformance.runtimes.features import conditioned, measure
from conformance.runtimes.process_lane import NeverServed, Processes, Serving, base_environment
from conformance.runtimes.protocol import Reply
from conformance.runtimes.spawn import run as spawn
from conformance.runtimes.spec import LoadedRunner, Part, Runner, Wanted, local_form
from conformance.runtimes.tools import Tell
from conformance.runtimes.worker_lane import DriverFault, Workers

__all__ = ["NeverServed", "Runtime", "Serving", "bring", "close_all"]

_VERSION_TIMEOUT_S = 20.0


class Runtime(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime on this machine."""

    name: str
    version: str
    parts: dict[str, str]
    """The resolved version of every part, the driver's own words included."""
    cannot: dict[str, str]
    """What it cannot do, and why: declared in its runner.yaml or measured by its driver."""
    loaded: LoadedRunner
    environment: Environment

    @property
    def label(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"

    @property
    def family(self) -> str:
        """The implementation family."""
        return self.loaded.runner.family

    @property
    def unverified(self) -> str | None:
        """What its runner.yaml was written after, where nobody has tried it with the real program."""
        return self.loaded.runner.unverified

    def lane_for(self, interfaces: Iterable[str], *, serving: bool, own_streams: bool = False) -> Lane:
        """The lane in which these interfaces are the runtime's own and not those of a driver.

        ``own_streams``: the guest's standard streams are such as only a process of its own can have.
        """
        runner = self.loaded.runner
        if runner.worker is None:
            return "process"
        if runner.process is None:
            return "worker"
        if serving:
            return "process" if runner.process.serve is not None else "worker"
        return "process" if own_streams or set(interfaces) & set(runner.worker.replaces) else "worker"

    def run(self, launch: Launch, lane: Lane) -> Observation:
        """Run a command component to its end."""
        live = _live(self)
        return live.worker.run(launch) if lane == "worker" else live.process.run(launch)

    def serve(self, launch: Launch, lane: Lane) -> contextlib.AbstractContextManager[Serving]:
        """Serve a proxy component for the time of a ``with`` block. Raises :class:`NeverServed`."""
        live = _live(self)
        return live.worker.serve(launch) if lane == "worker" else live.process.serve(launch)

    def drivers(self) -> Workers | None:
        """Its drivers, for what no lane has a verb for; None where it has none."""
        return _live(self).worker if self.loaded.runner.worker is not None else None

    def bare_command(self, launch: Launch) -> tuple[str, ...]:
        """What a person would type to run the component without us; empty where only a driver can run it."""
        return _live(self).process.command(launch) if self.loaded.runner.process is not None else ()


class _Live:
    """What this process keeps for a runtime: its command lines, and its drivers."""

    def __init__(self, runtime: Runtime) -> None:
        runner, variables = runtime.loaded.runner, _variables(runtime.loaded, runtime.environment)
        cache = cache_dir() / "artifacts" / runtime.label.replace("/", "_")
        self._process = Processes(runner.process, variables, cache) if runner.process is not None else None
        self._worker = _workers(runtime.loaded, variables, cache) if runner.worker is not None else None

    @property
    def process(self) -> Processes:
        assert self._process is not None
        return self._process

    @property
    def worker(self) -> Workers:
        assert self._worker is not None
        return self._worker

    def close(self) -> None:
        if self._worker is not None:
            self._worker.close()


_lives: dict[bytes, _Live] = {}
_lives_lock = threading.Lock()


def _live(runtime: Runtime) -> _Live:
    environment = runtime.environment
    key = msgspec.json.encode((runtime.label, str(runtime.loaded.folder), environment.folder, environment.program))
    with _lives_lock:
        if key not in _lives:
            _lives[key] = _Live(runtime)
        return _lives[key]


def close_all() -> None:
    """End all drivers of this process."""
    with _lives_lock:
        lives = list(_lives.values())
        _lives.clear()
    for live in lives:
        live.close()


def bring(wanted: Wanted, tell: Tell = lambda _: None) -> Runtime:
    """Provide and probe a runtime. Raises :class:`Unprovided` with the reason when it cannot be had here."""
    coming = Coming(wanted, tell)
    return coming.runtime(coming.parts(), coming.present(), coming.hello())


class Coming:
    """A runtime on its way: its environment is there. The probes are apart for those who look at each of them.

    Every method raises :class:`Unprovided` with the reason.
    """

    def __init__(self, wanted: Wanted, tell: Tell = lambda _: None) -> None:
        self.wanted = wanted
        self.loaded = wanted.loaded if wanted.program is None else local_form(wanted.loaded, wanted.program)
        self.asked = wanted.version or self.loaded.runner.version.default
        self.environment = self._provided(tell)
        self._variables = _variables(self.loaded, self.environment)
        self._features: frozenset[str] | None = None

    def _provided(self, tell: Tell) -> Environment:
        try:
            return provide(self.loaded, self.asked, tell)
        except Unprovided as error:
            from conformance.runtimes.registry import near_versions  # asks the registry: only for a better word

            near = near_versions(self.loaded, self.asked) if self.asked and "installing failed" in error.reason else []
            hint = f"\nthere is no {self.asked}; there is {', '.join(near)}" if near and self.asked not in near else ""
            raise Unprovided(self.wanted.label, error.reason + hint) from None

    def parts(self) -> dict[str, str]:
        """The version of each part that runner.yaml names."""
        parts = self.loaded.runner.version.parts
        return {name: _part_version(self.wanted.label, name, part, self._variables) for name, part in parts.items()}

    def present(self) -> frozenset[str]:
        """The features that this version has."""
        if self._features is None:
            self._features = measure(self.loaded.runner, self._printed)
        return self._features

    def hello(self) -> Reply | None:
        """What its driver says when it is greeted; None without a driver."""
        loaded = self._conditioned()
        return _greeted(self.wanted.label, loaded, self._variables) if loaded.runner.worker is not None else None

    def runtime(self, parts: dict[str, str], present: Collection[str], hello: Reply | None) -> Runtime:
        """All of it together."""
        loaded = LoadedRunner(self.loaded.folder, conditioned(self.loaded.runner, present))
        version = self.asked or next(iter(parts.values()), "unknown")
        if self.loaded.runner.provide.path is not None and self.asked == self.wanted.version and parts:
            found = next(iter(parts.values()))
            if self.asked is not None and self.asked != found:
                raise Unprovided(self.wanted.label, f"the program on this machine is version {found}")
        if self.wanted.program is not None:
            version += f"+local.{_digest(self.wanted.program)}"
        return Runtime(
            name=loaded.runner.name,
            version=version,
            parts=parts | (hello.parts if hello is not None else {}),
            cannot=_cannot(loaded.runner) | (hello.cannot if hello is not None else {}),
            loaded=loaded,
            environment=self.environment,
        )

    def _conditioned(self) -> LoadedRunner:
        return LoadedRunner(self.loaded.folder, conditioned(self.loaded.runner, self.present()))

    def _printed(self, command: Sequence[str]) -> str:
        try:
            return _output([text.format_map(self._variables) for text in command])
        except OSError as error:
            raise Unprovided(self.wanted.label, f"its features cannot be measured: {error}") from None


def _cannot(runner: Runner) -> dict[str, str]:
    """What follows from runner.yaml alone."""
    cannot = {need: str(reason) for need, reason in runner.cannot.items()}
    if runner.worker is None and runner.process is not None and runner.process.serve is None:
        cannot.setdefault("http-incoming", "its runner.yaml has no way to serve a component")
    if runner.process is None:
        cannot.setdefault("process-streams", "its driver has one process for all guests, with streams of its own")
    return cannot


def _greeted(label: str, loaded: LoadedRunner, variables: dict[str, str]) -> Reply:
    """What a fresh driver says of itself. Raises :class:`Unprovided`."""
    with contextlib.closing(_workers(loaded, variables, cache_dir() / "artifacts" / loaded.runner.name)) as workers:
        try:
            hello = workers.hello()
        except DriverFault as fault:
            raise Unprovided(label, f"its driver did not start: {describe(fault.ending)}") from None
    for need in hello.cannot:
        if need not in RUNTIME_NEEDS:
            near = near_matches(need, RUNTIME_NEEDS)
            hint = f"did you mean {' or '.join(near)}?" if near else f"there is {', '.join(RUNTIME_NEEDS)}"
            raise Unprovided(label, f"its driver's hello says that it cannot do {need!r}, which is no need: {hint}")
    return hello


def _digest(program: str) -> str:
    """A short name for the bytes of a local build: two builds may call themselves the same version."""
    with open(program, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:8]


def _variables(loaded: LoadedRunner, environment: Environment) -> dict[str, str]:
    return {"folder": str(loaded.folder), **environment.variables()}


def _workers(loaded: LoadedRunner, variables: dict[str, str], cache: Path) -> Workers:
    worker = loaded.runner.worker
    assert worker is not None
    command = [text.format_map(variables) for text in worker.command]
    environment = {key: value.format_map(variables) for key, value in worker.environment.items()}
    return Workers(command, environment, cache)


def _part_version(runtime: str, name: str, part: Part, variables: dict[str, str]) -> str:
    try:
        if part.distribution is not None:
            return _distribution_version(part.distribution, variables["site"])
        if part.npm is not None:
            package = Path(variables["env"], "node_modules", part.npm, "package.json")
            return str(json.loads(package.read_bytes())["version"])
        return _printed_version(part, variables)
    except (OSError, KeyError, ValueError, importlib.metadata.PackageNotFoundError) as error:
        raise Unprovided(runtime, f"the version of its part {name!r} cannot be read: {error}") from None


def _distribution_version(name: str, site: str) -> str:
    found = list(importlib.metadata.distributions(name=name, path=[site]))
    if not found:
        raise importlib.metadata.PackageNotFoundError(name)
    return found[0].version


def _printed_version(part: Part, variables: dict[str, str]) -> str:
    command = [text.format_map(variables) for text in part.command]
    text = _output(command)
    match = re.search(part.pattern, text, re.MULTILINE)
    if match is None:
        raise ValueError(f"{' '.join(command)} printed {text.strip()[:80]!r}, in which /{part.pattern}/ finds nothing")
    return match[1] if match.re.groups else match[0]


def _output(command: list[str]) -> str:
    """stdout and then stderr of a short command."""
    finished = spawn(command, base_environment(), Path("/"), timeout_s=_VERSION_TIMEOUT_S, output_limit=65536)
    return (finished.stdout.data + b"\n" + finished.stderr.data).decode("utf-8", "replace")


def bring_each(wanted: Iterable[Wanted], tell: Tell) -> list[Runtime | Unprovided]:
    """Bring what can be brought, side by side: for each in turn the runtime, or why it cannot be had."""

    def attempt(one: Wanted) -> Runtime | Unprovided:
        try:
            return bring(one, tell)
        except Unprovided as error:
            return Unprovided(one.label, error.reason)

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(attempt, wanted))


def bring_all(wanted: Iterable[Wanted], tell: Tell, report: Callable[[Unprovided], None]) -> list[Runtime]:
    """Bring what can be brought, side by side; ``report`` is told loudly of each that cannot."""
    results = bring_each(wanted, tell)
    for result in results:
        if isinstance(result, Unprovided):
            report(result)
    return [result for result in results if isinstance(result, Runtime)]
