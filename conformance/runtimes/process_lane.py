"""The process lane: a program of the runtime's own for each attempt, started from the templates in runner.yaml."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import filelock

from conformance.observation import (
    Broken,
    Captured,
    Crashed,
    Ending,
    Exited,
    Launch,
    Observation,
    Refused,
    TimedOut,
    Trapped,
    first_line,
)
from conformance.runtimes.commandline import expand
from conformance.runtimes.spawn import Drain, Finished, Group, run
from conformance.runtimes.spec import EndingRule, Piece, ProcessLane

_PREPARE_TIMEOUT_S = 120.0
_SERVER_START_S = 20.0
_DYING_S = 0.5
"""Seconds between the end of a server's outputs and its own end, before it counts as one that lives on."""


class Serving:
    """A server that is up: where it listens, and, once it was stopped, what was observed of it."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.observation: Observation | None = None


class NeverServed(Exception):
    """The component never came to be served; carries what was observed instead."""

    def __init__(self, observation: Observation) -> None:
        super().__init__(str(observation.ending))
        self.observation = observation


class Processes:
    """Runs and serves components by the command lines of one runtime. Stateless but for its cache of prepared code."""

    def __init__(self, lane: ProcessLane, variables: Mapping[str, str], artifacts: Path) -> None:
        self._lane = lane
        self._variables = dict(variables)
        self._artifacts = artifacts

    def command(self, launch: Launch) -> tuple[str, ...]:
        """The bare command for a launch; the component's own path where nothing has to be prepared."""
        prepared = self._artifacts / launch.sha256 / "component.wasm"
        component = prepared if self._lane.prepare is not None else launch.component
        return tuple(self._expand(self._lane.run, launch, component))

    def run(self, launch: Launch) -> Observation:
        """Run a command component to its end."""
        try:
            component = self._prepare(launch)
        except NeverServed as never:
            return never.observation
        command = self._expand(self._lane.run, launch, component)
        environment = self._environment(launch)
        try:
            finished = run(
                command,
                environment,
                launch.working_directory,
                stdin=launch.stdin,
                streams=launch.streams,
                timeout_s=launch.timeout_s,
                output_limit=launch.output_limit,
            )
        except OSError as error:
            return Observation(ending=_not_started(command, error), command=tuple(command))
        return Observation(
            ending=classify(finished, self._lane.endings, launch.timeout_s),
            stdout=finished.stdout,
            stderr=finished.stderr,
            duration_s=finished.duration_s,
            command=tuple(command),
        )

    @contextlib.contextmanager
    def serve(self, launch: Launch) -> Iterator[Serving]:
        """Serve a proxy component for the time of the ``with`` block. Raises :class:`NeverServed` when it won't."""
        assert self._lane.serve is not None
        component = self._prepare(launch)
        command = self._expand(self._lane.serve.command, launch, component)
        try:
            group = Group(command, self._environment(launch), launch.working_directory, interactive=False)
        except OSError as error:
            raise NeverServed(Observation(ending=_not_started(command, error), command=tuple(command))) from None
        with group:
            watch = _Watch(group, re.compile(self._lane.serve.address, re.MULTILINE), launch.output_limit)
            address = watch.wait_for_address(min(launch.timeout_s, _SERVER_START_S))
            if address is None:
                raise NeverServed(self._observe_server(watch, command, launch.timeout_s, came_up=False))
            serving = Serving(*address)
            try:
                yield serving
            finally:
                serving.observation = self._observe_server(watch, command, launch.timeout_s, came_up=True)

    def _observe_server(self, watch: _Watch, command: list[str], timeout_s: float, *, came_up: bool) -> Observation:
        """Stop the server and say how it ended. One that was up and had to be stopped has exited in good order."""
        died = watch.exit_code()
        code = watch.finish()
        stdout, stderr = watch.stdout.captured(), watch.stderr.captured()
        finished = Finished(died if died is None else code, stdout, stderr, watch.group.elapsed_s)
        ending = classify(finished, self._lane.endings, min(timeout_s, _SERVER_START_S))
        if came_up:
            ending = Exited(0) if died is None else Crashed(f"the server ended by itself: {_last_words(stderr)}")
        elif isinstance(ending, Exited):
            ending = Crashed(f"the server exited with code {ending.code} before it listened: {_last_words(stderr)}")
        return Observation(
            ending=ending, stdout=stdout, stderr=stderr, duration_s=watch.group.elapsed_s, command=tuple(command)
        )

    def _expand(self, template: Sequence[str | Piece], launch: Launch, component: Path) -> list[str]:
        artifacts = str(self._artifacts / launch.sha256)
        return expand(
            template,
            {
                **self._variables,
                "component": str(component),
                "artifacts": artifacts,
                "cache": str(self._artifacts),
                "sha256": launch.sha256,
                "timeout": f"{launch.timeout_s:g}",
                "authority": str(launch.authority or ""),
            },
            launch,
        )

    def _environment(self, launch: Launch) -> dict[str, str]:
        """A small environment for the runtime's own process: the suite's must not leak towards a guest."""
        variables = {**self._variables, "artifacts": str(self._artifacts / launch.sha256)}
        extra = {key: value.format_map(variables) for key, value in self._lane.environment.items()}
        return {**base_environment(), **extra}

    def _prepare(self, launch: Launch) -> Path:
        """The component to run: itself, or a copy in a cached folder in which the runtime's compiler has worked."""
        if self._lane.prepare is None:
            return launch.component
        folder = self._artifacts / launch.sha256
        if not folder.exists():
            self._artifacts.mkdir(parents=True, exist_ok=True)
            with filelock.FileLock(f"{folder}.lock"):
                if not folder.exists():
                    self._compile(launch, folder)
        return folder / "component.wasm"

    def _compile(self, launch: Launch, folder: Path) -> None:
        assert self._lane.prepare is not None
        with tempfile.TemporaryDirectory(dir=self._artifacts, prefix="new-") as temporary:
            workshop = Path(temporary, "artifacts")
            workshop.mkdir()
            shutil.copyfile(launch.component, workshop / "component.wasm")
            variables = {**self._variables, "artifacts": str(workshop), "component": str(workshop / "component.wasm")}
            command = [text.format_map(variables) for text in self._lane.prepare.command]
            try:
                finished = run(
                    command,
                    self._environment(launch),
                    workshop,
                    timeout_s=_PREPARE_TIMEOUT_S,
                    output_limit=launch.output_limit,
                )
            except OSError as error:
                raise NeverServed(Observation(ending=_not_started(command, error), command=tuple(command))) from None
            if finished.code != 0:
                raise NeverServed(_not_prepared(command, finished))
            workshop.rename(folder)


def _not_prepared(command: list[str], finished: Finished) -> Observation:
    ending: Ending
    if finished.code is None:
        ending = TimedOut(_PREPARE_TIMEOUT_S)
    elif finished.code < 0:
        ending = Crashed(f"while compiling: {_last_words(finished.stderr)}", -finished.code)
    else:
        ending = Refused(f"compiling failed: {_last_words(finished.stderr) or _last_words(finished.stdout)}")
    return Observation(
        ending=ending,
        stdout=finished.stdout,
        stderr=finished.stderr,
        duration_s=finished.duration_s,
        command=tuple(command),
    )


def base_environment() -> dict[str, str]:
    """The variables that any program needs, and no others."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return {"PATH": os.defpath, **kept}


def classify(finished: Finished, rules: Sequence[EndingRule], limit_s: float) -> Ending:
    """How a process ended, by the runner's rules; a rule counts only when its exit code *and* its words are there."""
    if finished.code is None:
        return TimedOut(limit_s)
    code = finished.code if finished.code >= 0 else 128 - finished.code
    for rule in rules:
        if code not in rule.exit:
            continue
        said = finished.stderr if rule.stderr is not None else finished.stdout
        text = said.ends.decode("utf-8", "replace")
        match = re.search(rule.pattern, text, re.MULTILINE)
        if match is not None:
            message = first_line(match[1] if match.re.groups else text[match.start() :])
            kinds: dict[str, type[Trapped | Refused | Crashed]] = {"trapped": Trapped, "refused": Refused}
            return kinds.get(rule.is_, Crashed)(message)
    if finished.code < 0:
        return Crashed(f"{_signal_name(-finished.code)}; {_last_words(finished.stderr)}", -finished.code)
    return Exited(finished.code)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _last_words(stream: Captured, most: int = 400) -> str:
    text = stream.ends[-4096:].decode("utf-8", "replace").strip()
    return text if len(text) <= most else "…" + text[-most:]


def _not_started(command: Sequence[str], error: OSError) -> Broken:
    return Broken(f"{command[0]} could not be started: {error.strerror or error}")


class _Watch:
    """Two threads that drain a server's outputs while it serves, and look for the address that it prints."""

    def __init__(self, group: Group, address: re.Pattern[str], limit: int) -> None:
        assert group.process.stdout is not None and group.process.stderr is not None
        self.group = group
        self.stdout, self.stderr = Drain(limit), Drain(limit)
        self._address = address
        self._changed = threading.Condition()
        self._open = 2
        pairs = ((group.process.stdout.fileno(), self.stdout), (group.process.stderr.fileno(), self.stderr))
        self._threads = [threading.Thread(target=self._drain, args=pair, daemon=True) for pair in pairs]
        for thread in self._threads:
            thread.start()

    def wait_for_address(self, patience_s: float) -> tuple[str, int] | None:
        """Host and port once they were printed; None when the server ended or took too long."""
        deadline = time.monotonic() + patience_s
        with self._changed:
            while True:
                for drain in (self.stdout, self.stderr):
                    lines = drain.captured().data.decode("utf-8", "replace").rpartition("\n")[0]
                    match = self._address.search(lines)
                    if match is not None:
                        return match[1], int(match[2])
                if self._open == 0 or not self._changed.wait(max(0.0, deadline - time.monotonic())):
                    return None

    def exit_code(self) -> int | None:
        """How the server ended by itself, if it did. One that closed its outputs is probably about to."""
        if self._open == 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.group.process.wait(_DYING_S)
        return self.group.process.poll()

    def finish(self) -> int:
        """Kill the server and take what was left in its pipes; returns its exit code."""
        code = self.group.kill()
        for thread in self._threads:
            thread.join(1.0)
        return code

    def _drain(self, descriptor: int, drain: Drain) -> None:
        while True:
            try:
                chunk = os.read(descriptor, 65536)
            except OSError:
                chunk = b""
            with self._changed:
                if chunk:
                    drain.feed(chunk)
                else:
                    self._open -= 1
                self._changed.notify_all()
            if not chunk:
                return
