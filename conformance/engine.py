"""A plan of (case, runtime) pairs, and an attempt: a pure function of case and runtime that leaves a record."""

from __future__ import annotations

import itertools
import re
import socket
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from conformance.case import Case, FrontMatter, StdinSpec, as_bytes
from conformance.judge import Evidence, Verdict, judge
from conformance.needs import MACHINE_NEEDS
from conformance.observation import (
    DEFAULT_OUTPUT_LIMIT,
    DEFAULT_TIMEOUT_S,
    Broken,
    Exchange,
    Grant,
    Input,
    Lane,
    Launch,
    Observation,
    Output,
    Streams,
)
from conformance.on_the_wire import request_text
from conformance.peers import Peers, running
from conformance.peers.certificates import authority_file
from conformance.report import Record, Sent
from conformance.resources import cache_dir
from conformance.runtimes.runtime import NeverServed, Runtime
from conformance.sandbox import Sandbox, sandbox

_PORT = re.compile(r"\{([A-Za-z0-9_-]+)\.port\}")
_GRANTS: dict[str, Grant] = {
    "network": "network",
    "name-lookup": "name-lookup",
    "http-outgoing": "http",
    "tls-trust": "tls-trust",
}
_EXCERPT = 4096
_KEPT = (16, 2048)
"""Requests to each peer that a record keeps, and bytes of each."""
_KEPT_PASSED = (4, 256)
_SANDBOX = "SANDBOX"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Limits for every attempt of a run."""

    timeout_s: float = DEFAULT_TIMEOUT_S
    output_limit: int = DEFAULT_OUTPUT_LIMIT
    retries: int = 0
    """How many more attempts an unexpected result gets. Each is in the report, and a late pass is ``flaky``."""


class Planned(msgspec.Struct, frozen=True):
    """One pair of a plan. With a verdict nothing has to be run: the machine or the runtime cannot meet a need."""

    case: Case
    runtime: Runtime
    verdict: Verdict | None


def plan(cases: Iterable[Case], runtimes: Sequence[Runtime], lacks: Mapping[str, str] | None = None) -> list[Planned]:
    """Every case on every runtime, with the pairs that need no attempt already decided.

    ``lacks``: machine need → why it cannot be met where the attempts are made; without it, that is here.
    """
    missing = machine_lacks() if lacks is None else lacks
    return [Planned(case, runtime, _verdict(case, runtime, missing)) for case in cases for runtime in runtimes]


def decided(pair: Planned) -> Record:
    """The record of a pair that needs no attempt."""
    assert pair.verdict is not None
    return _record(pair.case, pair.runtime, pair.verdict)


def failed(pair: Planned, error: Exception) -> Record:
    """The record of a pair whose attempt never came back: whoever made it is gone."""
    verdict = Verdict("error", f"the attempt was lost: {type(error).__name__}: {error}")
    return _record(pair.case, pair.runtime, verdict)


def _verdict(case: Case, runtime: Runtime, missing: Mapping[str, str]) -> Verdict | None:
    for need in case.needs:
        if need in missing:
            return Verdict("skip", f"needs {need}: {missing[need]}")
        if need in runtime.cannot:
            return Verdict("unsupported", f"needs {need}: {runtime.cannot[need]}")
    return None


def machine_lacks() -> dict[str, str]:
    """The machine needs that are not met here, and why: each is tried."""
    probes: dict[str, Callable[[], None]] = {"ipv6": _probe_ipv6, "symlinks": _probe_symlinks}
    assert set(probes) == set(MACHINE_NEEDS)
    missing = {}
    for need, probe in probes.items():
        try:
            probe()
        except OSError as error:
            missing[need] = f"this machine has none ({error.strerror or error})"
    return missing


def _probe_ipv6() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
        probe.bind(("::1", 0))


def _probe_symlinks() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "link").symlink_to("target")


def attempt(case: Case, runtime: Runtime, options: Options) -> Record:
    """Run one case on one runtime and judge it. Never raises for anything that the attempt itself did."""
    try:
        with sandbox(case) as box:
            performed = perform(case, runtime, box, options)
            verdict = _placeless(judge(case, performed.evidence), box.root)
            return _record(case, runtime, verdict, performed, box.root)
    except Exception as error:  # a mistake of ours must cost this attempt only; it is reported as such
        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"the suite failed: {type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
        return _record(case, runtime, Verdict("error", reason))


def _placeless(verdict: Verdict, root: Path) -> Verdict:
    """The verdict without the place of the sandbox, which is another in every run and on every machine."""
    place = str(root)
    if place not in verdict.reason and not any(place in check.got for check in verdict.checks):
        return verdict
    checks = (msgspec.structs.replace(check, got=check.got.replace(place, _SANDBOX)) for check in verdict.checks)
    return Verdict(verdict.outcome, verdict.reason.replace(place, _SANDBOX), tuple(checks))


class Performed(msgspec.Struct, frozen=True):
    """What an attempt was and what was seen of it."""

    launch: Launch
    lane: Lane
    evidence: Evidence


def perform(case: Case, runtime: Runtime, box: Sandbox, options: Options) -> Performed:
    """Run a case in a sandbox, with its peers; the evidence is for the judge."""
    serving = case.front.world == "proxy"
    lane = runtime.lane_for(case.interfaces, serving=serving, own_streams=case.own_process)
    with running(case.front.peers) as peers:
        launch = launch_for(case, box, peers, options)
        if serving:
            observation, exchanges = _serve(case, runtime, launch, lane, peers)
        else:
            observation, exchanges = runtime.run(launch, lane), ()
        received = peers.received(settle=bool(case.front.expect.peers))
        return Performed(launch, lane, Evidence(observation, box.after(), exchanges, received, dict(peers)))


def launch_for(case: Case, box: Sandbox, ports: Mapping[str, int], options: Options) -> Launch:
    """What a runtime is told: the case's set-up, with ``{peer.port}`` filled in."""

    def fill(text: str) -> str:
        return _PORT.sub(lambda match: str(ports.get(match[1], match[0])), text)

    return Launch(
        component=case.component.resolve(),
        sha256=case.component_sha256,
        arguments=tuple(map(fill, case.arguments)),
        environment={key: fill(value) for key, value in case.environment.items()},
        preopens=box.preopens,
        stdin=as_bytes(case.front.stdin),
        streams=_streams(case.front, box),
        grants=tuple(grant for need, grant in _GRANTS.items() if need in case.needs),
        authority=authority_file() if "tls-trust" in case.needs else None,
        working_directory=box.root,
        timeout_s=options.timeout_s,
        output_limit=options.output_limit,
    )


def _streams(front: FrontMatter, box: Sandbox) -> Streams:
    def output(name: Literal["stdout", "stderr"]) -> Output:
        return "terminal" if name in front.terminal else getattr(front, name) or "pipe"

    given = front.stdin if isinstance(front.stdin, StdinSpec) else StdinSpec(held=True)
    kinds: tuple[tuple[bool, Input], ...] = (
        ("stdin" in front.terminal, "terminal"),
        (given.closed, "closed"),
        (given.file is not None, "file"),
    )
    return Streams(
        stdin=next((kind for holds, kind in kinds if holds), "pipe"),
        file=box.files / given.file if given.file is not None else None,
        held=given.held and given is front.stdin,
        after=(given.after or "").encode(),
        stdout=output("stdout"),
        stderr=output("stderr"),
    )


def _serve(
    case: Case, runtime: Runtime, launch: Launch, lane: Lane, peers: Peers
) -> tuple[Observation, tuple[Exchange, ...]]:
    from conformance.peers.client import exchange  # asyncio is heavy: only the proxy world pays for it

    exchanges: list[Exchange] = []
    try:
        with runtime.serve(launch, lane) as serving:
            exchanges = exchange(serving.host, serving.port, case.requests, launch.timeout_s, peers)
    except NeverServed as never:
        return never.observation, ()
    observation = serving.observation or Observation(ending=Broken("the server's end was not observed"))
    return observation, tuple(exchanges)


def repro_root(case: Case, runtime: Runtime) -> Path:
    """Where ``repro`` keeps the sandbox of an attempt."""
    return cache_dir() / "repro" / runtime.label.replace("/", "_") / case.id


def _record(
    case: Case, runtime: Runtime, verdict: Verdict, performed: Performed | None = None, root: Path | None = None
) -> Record:
    observation = performed.evidence.observation if performed is not None else Observation(ending=Broken(""))
    passed = verdict.outcome in ("pass", "allowed")
    return Record(
        case=case.id,
        area=case.area,
        level=case.front.level,
        runtime=runtime.label,
        family=runtime.family,
        outcome=verdict.outcome,
        reason=verdict.reason,
        checks=verdict.checks,
        duration_s=round(observation.duration_s, 6),
        command=observation.command,
        component_sha256=case.component_sha256,
        attempt=1,
        lane=performed.lane if performed is not None else None,
        confirmed=case.front.confirmed is not None,
        stdout="" if passed else excerpt(observation.stdout.data),
        stderr="" if passed else excerpt(observation.stderr.data),
        sent=_sent(case, verdict, performed.evidence, passed=passed) if performed is not None else (),
        bare_command=_bare(case, runtime, performed, root),
    )


def _sent(case: Case, verdict: Verdict, evidence: Evidence, *, passed: bool) -> tuple[Sent, ...]:
    """What peers were sent, and the client where that was wrong, as far as it is kept in a report."""
    requests, size = _KEPT_PASSED if passed else _KEPT
    peers = (
        Sent(peer=peer, text=request_text(request, size), total=request.total, problem=request.problem)
        for peer, received in evidence.received.items()
        for request in received[:requests]
    )
    return (*peers, *_answered(case, verdict, evidence))


def _answered(case: Case, verdict: Verdict, evidence: Evidence) -> Iterator[Sent]:
    """What the client was sent where it is not what the case demands."""
    requests, size = _KEPT
    wrong = {check.name for check in verdict.checks if not check.ok}
    answers = enumerate(zip(case.requests, evidence.exchanges, strict=False), start=1)
    failed = (one for one in answers if any(want.check in wrong for want in one[1][0].expected))
    for number, (_, exchange) in itertools.islice(failed, requests):
        if exchange.total:
            problem = exchange.failure if exchange.end == "malformed" else None
            peer = f"the client, for its request {number},"
            yield Sent(peer=peer, text=request_text(exchange, size), total=exchange.total, problem=problem)


def bare_command(case: Case, runtime: Runtime, performed: Performed) -> tuple[str, ...]:
    """What a person would type to do the same without us; empty where only a driver can do it."""
    if case.front.world == "proxy":
        return performed.evidence.observation.command if performed.lane == "process" else ()
    return runtime.bare_command(performed.launch)


def _bare(case: Case, runtime: Runtime, performed: Performed | None, root: Path | None) -> tuple[str, ...]:
    """The bare command, in the sandbox that ``repro`` makes in place of the one that is gone."""
    if performed is None or root is None:
        return ()
    kept = str(repro_root(case, runtime))
    return tuple(text.replace(str(root), kept) for text in bare_command(case, runtime, performed))


def excerpt(data: bytes) -> str:
    """The beginning of an output as text; what is not UTF-8 is escaped."""
    text = data[:_EXCERPT].decode("utf-8", "backslashreplace")
    return text + ("…" if len(data) > _EXCERPT else "")
