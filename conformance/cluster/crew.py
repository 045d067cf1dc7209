"""A crew of workers: what a run asks of a Dask cluster, from here."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from distributed import Client
from distributed.cfexecutor import ClientExecutor

from conformance import __version__
from conformance.case import Case
from conformance.cluster.far import (
    TAG,
    Asked,
    Place,
    Tagging,
    asked_of,
    attempt_here,
    bring_here,
    describe,
    kill_here,
    ship,
)
from conformance.crew import SCHEME
from conformance.engine import Options, attempt
from conformance.errors import BadOption, Unprovided
from conformance.report import Platform, Record
from conformance.runtimes.runtime import Runtime
from conformance.runtimes.spec import Wanted
from conformance.runtimes.tools import Tell

_CONNECT_S = 20.0
_JOIN_S = 10.0
"""Seconds that the first worker may take to join a scheduler that is there."""
_PATIENCE_S = 60.0
"""Seconds that a run waits for a worker when none is left."""
_LOOK_S = 1.0
_RETRIES = 2
"""How often an attempt that raised, which none of ours does for anything a guest did, is sent to a worker again."""


class Cluster:
    """The workers of one operating system and architecture. A :class:`conformance.crew.Crew`."""

    def __init__(self, client: Client, place: Place, address: str) -> None:
        self.place = place
        self._client = client
        self._address = address
        self._tag = TAG + place.name
        self._asked: dict[str, Asked] = {}
        self.executor: Executor = _Sending(client, self._tag, self._asked)
        self._threads = 0
        self._looked = -_LOOK_S
        self._seen = time.monotonic()

    def platform(self) -> Platform:
        """What one of the workers runs on."""
        return self.place.platform

    def lacks(self) -> dict[str, str]:
        """What one of the workers, at least, lacks."""
        return self.place.lacks

    def has_room(self, running: int) -> bool:
        """Whether there are fewer attempts under way than threads. Raises :class:`Unprovided` when nobody is left."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_S:
            self._looked, self._threads = now, sum(self._workers().values())
        if self._threads:
            self._seen = now
        elif now - self._seen > _PATIENCE_S:
            raise Unprovided(
                self._address, f"no worker of {self.place.name} has been there for {_PATIENCE_S:.0f} seconds"
            )
        return running < self._threads

    def bring_each(self, wanted: Iterable[Wanted], tell: Tell) -> list[Runtime | Unprovided]:
        """For each in turn the runtime, which every worker has then, or why one of them cannot have it."""
        return [self._bring(one, tell) for one in wanted]

    def stop(self, pending: Sequence[Future[Record]]) -> None:
        """Cancel what has not begun, and end the guests of what has."""
        if not pending:
            return
        for future in pending:
            future.cancel()
        with contextlib.suppress(OSError, TimeoutError):  # a cluster that is gone has nothing to end
            self._client.run(kill_here, workers=list(self._workers()), on_error="ignore")

    def _workers(self) -> dict[str, int]:
        """The workers with the mark, and the threads of each."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return {address: told["nthreads"] for address, told in workers.items() if self._tag in told["resources"]}

    def _bring(self, wanted: Wanted, tell: Tell) -> Runtime | Unprovided:
        asked = asked_of(wanted)
        tell(f"bringing {wanted.label} to {len(self._workers())} workers")
        answers: Mapping[str, Runtime | str] = self._client.run(bring_here, asked, workers=list(self._workers()))
        for address, answer in answers.items():
            if isinstance(answer, str):
                return Unprovided(wanted.label, f"the worker at {address} cannot have it: {answer}")
        runtimes = [answer for answer in answers.values() if isinstance(answer, Runtime)]
        if len({str(sorted(runtime.parts.items())) for runtime in runtimes}) > 1:
            parts = "; ".join(f"{address}: {_words(answer)}" for address, answer in answers.items())
            return Unprovided(wanted.label, f"its parts differ from worker to worker: {parts}")
        self._asked[runtimes[0].label] = asked
        return runtimes[0]


def _words(runtime: Runtime | str) -> str:
    return runtime if isinstance(runtime, str) else ", ".join(f"{name} {text}" for name, text in runtime.parts.items())


class _Sending(Executor):
    """Sends attempts, each with its component, to workers with the mark."""

    def __init__(self, client: Client, tag: str, asked: Mapping[str, Asked]) -> None:
        self._inner: Executor = ClientExecutor(  # type: ignore[no-untyped-call]  # Dask is typed in part
            client, resources={tag: 1}, pure=False, retries=_RETRIES
        )
        self._asked = asked

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit an attempt; nothing else can be sent."""
        assert function is attempt and not kwargs, "a cluster makes attempts and nothing else"
        case, runtime, options = args
        return self._send(case, runtime, options)

    def _send(self, case: Case, runtime: Runtime, options: Options) -> Future[Record]:
        return self._inner.submit(attempt_here, ship(case), self._asked[runtime.label], runtime.parts, options)


@contextlib.contextmanager
def cluster(address: str, platform: str | None = None) -> Iterator[Cluster]:
    """The crew behind ``dask://HOST:PORT``, for the time of a ``with`` block.

    ``platform`` chooses among workers of several, such as ``linux-x86_64``. Raises :class:`BadOption` when nobody
    answers, when there is no such worker, or when several platforms leave a choice.
    """
    try:
        client = Client(  # type: ignore[no-untyped-call]  # as above
            address.removeprefix(SCHEME), timeout=_CONNECT_S, set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise BadOption("--executor", address, f"no scheduler of Dask answers: {error}") from None
    with client:
        place = _place(client, address, platform)
        client.register_plugin(Tagging())
        yield Cluster(client, place, address)


def _place(client: Client, address: str, platform: str | None) -> Place:
    """What the chosen workers are. They may lack different things: what one lacks, none is asked for."""
    with contextlib.suppress(TimeoutError):
        client.wait_for_workers(1, timeout=_JOIN_S)
    try:
        told: Mapping[str, Place] = client.run(describe)
    except (ImportError, AttributeError) as error:
        raise BadOption("--executor", address, f"a worker has no wasi-conformance of this version: {error}") from None
    if not told:
        raise BadOption("--executor", address, "no worker has joined: start some with `dask worker HOST:PORT`")
    for worker, one in told.items():
        if one.version != __version__:
            raise BadOption(
                "--executor", address, f"{worker} has wasi-conformance {one.version}, here is {__version__}"
            )
    names = sorted({one.name for one in told.values()})
    if platform is None and len(names) > 1:
        raise BadOption("--executor", address, f"its workers are {', '.join(names)}: choose one with --platform")
    if platform is not None and platform not in names:
        raise BadOption("--platform", platform, f"no worker is that; there is {', '.join(names)}")
    mine = [one for one in told.values() if platform in (None, one.name)]
    lacks = {need: reason for one in mine for need, reason in one.lacks.items()}
    return Place(mine[0].version, mine[0].platform, lacks)
