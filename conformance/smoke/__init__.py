"""Smoke: what is wrong with a runner folder, found out step by step, each with the way out for its author.

A few cases of the corpus that any runtime should pass, and three guests of our own that end in other ways, in each
lane that the runner has. What fails here makes every report about the runtime worthless.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from conformance.corpus import Corpus
from conformance.engine import Options, attempt, machine_lacks
from conformance.errors import SuiteError, Unprovided
from conformance.needs import RUNTIME_NEEDS
from conformance.observation import (
    Ending,
    Exited,
    Lane,
    Launch,
    Observation,
    Refused,
    TimedOut,
    Trapped,
    describe,
    first_line,
)
from conformance.runtimes.runtime import Coming, Runtime
from conformance.runtimes.spec import LoadedRunner, Wanted
from conformance.runtimes.tools import Tell

GUESTS = Path(__file__).resolve().parent / "guests"
_LOOP_S = 2.0
"""Seconds that the guest that never ends is given; whoever kills it has as many again."""


NO_FAULT = (
    "where the runtime itself is at fault, the folder is well and reports will say so; what it cannot do at all "
    "belongs in `cannot`"
)
"""What is to be said once, after steps that a lane has failed."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was tried."""

    name: str
    lane: Lane | None = None
    state: Literal["ok", "failed", "not tried"]
    found: str
    advice: str = ""
    """The way out, where it failed."""


class _Trial(NamedTuple):
    """A case that any runtime should pass, and what its author may have forgotten when it does not."""

    name: str
    case: str
    advice: str


_HELLO = _Trial(
    "hello",
    "cli/stdout-bytes",
    "a driver has to hand back what the guest wrote to stdout, byte for byte; a command line has to leave it alone",
)
BASICS = (
    _Trial("stderr", "cli/stderr-separate", "stdout and stderr are captured apart"),
    _Trial("exit code 0", "cli/run-returns-ok", "run returning ok is exit code 0"),
    _Trial("exit code 1", "cli/run-returns-err", "run returning err is exit code 1, and no trap: see `endings`"),
    _Trial("exit", "cli/exit-err", "wasi:cli/exit ends the guest with code 1; that is no trap: see `endings`"),
    _Trial(
        "arguments",
        "cli/arguments-order",
        "{each: arguments, add: ['{value}']} after '{component}'; a driver puts the component's file name first",
    ),
    _Trial(
        "environment",
        "cli/environment-exact",
        "{each: environment, add: ['--env', '{key}={value}']}; the guest sees these variables and no others",
    ),
    _Trial("stdin", "cli/stdin-long", "the guest's stdin is that of the program, or the `stdin` of the request"),
    _Trial(
        "preopen",
        "filesystem/open-at-exclusive-existing",
        "{each: preopens, add: ['--dir', '{host}::{guest}']}; the guest finds the directory under its guest name",
    ),
)
NEEDS: dict[str, _Trial] = {
    "host-directories": _Trial("", "filesystem/write-at-offset", "directories of the host can be read and written"),
    "readonly-preopens": _Trial("", "filesystem/read-only-preopen-refuses", "{mode} is `ro` where writing is refused"),
    "network": _Trial("", "sockets/tcp-connect-echo", "{when: network, add: [...]} grants sockets on 127.0.0.1"),
    "name-lookup": _Trial("", "sockets/name-lookup-localhost", "{when: name-lookup, add: [...]} grants look-ups"),
    "http-outgoing": _Trial("", "http/outgoing-get", "{when: http, add: [...]} grants requests to 127.0.0.1"),
    "http-incoming": _Trial(
        "", "http/incoming-hello", "`process.serve`, whose `address` finds host and port, or the driver's verb `serve`"
    ),
    "stdin": _Trial("", "cli/stdin-long", "stdin of any length arrives whole"),
    "terminal": _Trial("", "cli/terminal-all", "the guest's streams are those of the program, terminals included"),
    "process-streams": _Trial(
        "", "cli/stdin-megabyte-file", "the guest's streams are those of the program, files included"
    ),
    "exit-code": _Trial("", "cli/exit-with-code", "exit-with-code ends the program with that very code"),
}


def smoke(wanted: Wanted, corpus: Corpus, tell: Tell = lambda _: None) -> Iterator[Step]:
    """Try a runner, a step at a time. Ends early where nothing further could work."""
    try:
        coming = Coming(wanted, tell)
    except SuiteError as error:
        yield _failed("provided", _reason(error), "`provide` says how it comes to the machine: see runners/README.md")
        return
    yield _ok("provided", coming.environment.program or coming.environment.python or coming.environment.folder)
    try:
        parts = coming.parts()
        yield _version_step(coming, parts)
        present = coming.present()
        yield from _feature_steps(coming, present)
        hello = coming.hello()
    except Unprovided as error:
        yield _failed("probes", error.reason, "try the command by hand; the driver's hello is in runners/README.md")
        return
    if hello is not None:
        yield _ok("hello of the driver", f"{hello.driver}, protocol {hello.protocol}", "worker")
    runtime = coming.runtime(parts, present, hello)
    for lane in lanes(runtime):
        yield from _lane_steps(only(runtime, lane), lane, corpus)


def lanes(runtime: Runtime) -> list[Lane]:
    """The lanes that a runtime has."""
    runner = runtime.loaded.runner
    both: tuple[tuple[Lane, object], ...] = (("process", runner.process), ("worker", runner.worker))
    return [name for name, lane in both if lane is not None]


def only(runtime: Runtime, lane: Lane) -> Runtime:
    """The runtime as if it had no other lane; named after it, because drivers are kept by the runtime's name."""
    runner = runtime.loaded.runner
    if lane == "process":
        runner = msgspec.structs.replace(runner, worker=None)
    else:
        runner = msgspec.structs.replace(runner, process=None)
    loaded = LoadedRunner(runtime.loaded.folder, runner)
    return msgspec.structs.replace(runtime, version=f"{runtime.version}-smoke-{lane}", loaded=loaded)


def _version_step(coming: Coming, parts: dict[str, str]) -> Step:
    said = ", ".join(f"{name} {version}" for name, version in parts.items())
    if not parts and coming.asked is None:
        return _failed("version", "unknown", "name a part in `version.parts`: reports go by it")
    return _ok("version", said or str(coming.asked))


def _feature_steps(coming: Coming, present: frozenset[str]) -> Iterator[Step]:
    features = coming.loaded.runner.features
    if features:
        yield _ok("features", ", ".join(f"{name}: {'there' if name in present else 'lacking'}" for name in features))


def _lane_steps(runtime: Runtime, lane: Lane, corpus: Corpus) -> Iterator[Step]:
    hello = _case_step(_HELLO, runtime, lane, corpus)
    yield hello
    if hello.state == "failed":
        yield Step(name="everything else", lane=lane, state="not tried", found="no guest gets through")
        return
    for trial in BASICS:
        yield _case_step(trial, runtime, lane, corpus)
    yield from _ending_steps(runtime, lane)
    yield _case_step(_HELLO._replace(name="hello again"), runtime, lane, corpus)
    lacking = machine_lacks()
    for need in RUNTIME_NEEDS:
        yield _need_step(need, runtime, lane, corpus, lacking)


def _need_step(need: str, runtime: Runtime, lane: Lane, corpus: Corpus, lacking: dict[str, str]) -> Step:
    name, trial = f"need {need}", trial_of(need, corpus)
    if need in runtime.cannot:
        return Step(name=name, lane=lane, state="not tried", found=f"it says that it cannot: {runtime.cannot[need]}")
    if not _has_way(runtime, lane, need):
        return Step(name=name, lane=lane, state="not tried", found="the other lane has to do that")
    if trial is None:
        return Step(name=name, lane=lane, state="not tried", found="the corpus has no case with it")
    return _case_step(trial._replace(name=name), runtime, lane, corpus, lacking)


def trial_of(need: str, corpus: Corpus) -> _Trial | None:
    """The case that shows a need: the one named above, or else any."""
    if need in NEEDS:
        return NEEDS[need]
    found = next((case.id for case in corpus.cases if need in case.needs and case.stale is None), None)
    return _Trial(f"need {need}", found, "guest_programs/README.md says what the need is") if found else None


def _has_way(runtime: Runtime, lane: Lane, need: str) -> bool:
    """Whether this lane is the one that would be taken for such a case."""
    process = runtime.loaded.runner.process
    if lane == "worker":
        return need not in ("process-streams", "terminal")
    return need != "http-incoming" or (process is not None and process.serve is not None)


def _case_step(
    trial: _Trial, runtime: Runtime, lane: Lane, corpus: Corpus, lacking: dict[str, str] | None = None
) -> Step:
    case = corpus.case(trial.case)
    for need in case.needs:
        reason = (lacking or {}).get(need) or runtime.cannot.get(need)
        if reason is not None:
            return Step(name=trial.name, lane=lane, state="not tried", found=f"{case.id} needs {need}: {reason}")
    record = attempt(case, runtime, Options(timeout_s=10.0))
    if record.outcome in ("pass", "allowed"):
        return _ok(trial.name, case.id, lane)
    said = f"{case.id}: {record.outcome}: {record.reason}"
    if record.stderr:
        said += f"\nstderr: {first_line(record.stderr)}"
    if record.command:
        said += f"\ncommand: {' '.join(record.command)}"
    return _failed(trial.name, said, trial.advice, lane)


def _ending_steps(runtime: Runtime, lane: Lane) -> Iterator[Step]:
    """Guests that end in other ways than by an exit."""
    endings = "`process.endings`" if lane == "process" else "the observation's `ending`"
    yield _ending_step("trap", "traps", Trapped, f"{endings} must tell a trap from an exit", runtime, lane)
    refused = (
        f"{endings} must say `refused` for what cannot be loaded or linked, or it counts as a failure of the guest"
    )
    yield _ending_step("a component that cannot be linked", "lacks", Refused, refused, runtime, lane)
    yield _ending_step("what is no component", None, Refused, refused, runtime, lane)
    killed = "whoever runs the guest must die when its process group is killed, and must not loop on by itself"
    yield _ending_step("a guest that never ends", "loops", TimedOut, killed, runtime, lane)


def _ending_step(name: str, guest: str | None, wanted: type[Ending], advice: str, runtime: Runtime, lane: Lane) -> Step:
    observation = _observe(guest, runtime, lane)
    ending = observation.ending
    said = describe(ending)
    if isinstance(ending, wanted):
        late = isinstance(ending, TimedOut) and observation.duration_s > 2 * _LOOP_S
        return (
            _failed(name, f"{said}, but only after {observation.duration_s:.1f} s", advice, lane)
            if late
            else (_ok(name, said, lane))
        )
    if observation.stderr.data and isinstance(ending, Exited):
        said += f"; stderr: {first_line(observation.stderr.data.decode('utf-8', 'replace'))}"
    return _failed(name, f"{said}\ncommand: {' '.join(observation.command)}", advice, lane)


def _observe(guest: str | None, runtime: Runtime, lane: Lane) -> Observation:
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        component = GUESTS / f"{guest}.wasm" if guest is not None else folder / "noise.wasm"
        if guest is None:
            component.write_bytes(b"\0asm this is no component")
        launch = Launch(
            component=component,
            sha256=hashlib.sha256(component.read_bytes()).hexdigest(),
            working_directory=folder,
            timeout_s=_LOOP_S if guest == "loops" else 10.0,
        )
        return runtime.run(launch, lane)


def _reason(error: SuiteError) -> str:
    return error.reason if isinstance(error, Unprovided) else str(error)


def _ok(name: str, found: str, lane: Lane | None = None) -> Step:
    return Step(name=name, lane=lane, state="ok", found=found)


def _failed(name: str, found: str, advice: str, lane: Lane | None = None) -> Step:
    return Step(name=name, lane=lane, state="failed", found=found, advice=advice)
