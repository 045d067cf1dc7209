"""Peers: the servers and clients that a guest meets on loopback. Real libraries, one set of ports per attempt."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, runtime_checkable

from conformance.observation import Received
from conformance.peer_specs import PeerKind, Script
from conformance.peers.loop import call

_SETTLE_S = 0.2
"""Seconds that the last bytes of a guest may take to arrive, while a connection is still open."""
_TURNS_TO_ACCEPT = 10
"""Turns of the loop after which what waits in the backlog of a listener has become a connection: asyncio takes four."""


@runtime_checkable
class Records(Protocol):
    """A peer that keeps what it was sent."""

    def received(self) -> tuple[Received, ...]:
        """The requests that have come until now."""

    async def quiet(self) -> None:
        """Wait until nobody is connected."""


class Peers(Mapping[str, int]):
    """The peers of an attempt while they are up: name → port."""

    def __init__(self, started: Mapping[str, Any]) -> None:
        self._started = started

    def __getitem__(self, name: str) -> int:
        port: int = self._started[name].port
        return port

    def __iter__(self) -> Iterator[str]:
        return iter(self._started)

    def __len__(self) -> int:
        return len(self._started)

    def heard(self, name: str) -> int:
        """How many requests a peer has been sent as yet. To be asked in the peers' own loop."""
        peer = self._started[name]
        return len(peer.received()) if isinstance(peer, Records) else 0

    def received(self, *, settle: bool = False) -> dict[str, tuple[Received, ...]]:
        """What those that record have been sent; ``settle`` waits for what may still be under way."""
        recording = {name: peer for name, peer in self._started.items() if isinstance(peer, Records)}
        if not recording:
            return {}

        async def take() -> dict[str, tuple[Received, ...]]:
            if settle:
                for _ in range(_TURNS_TO_ACCEPT):
                    await asyncio.sleep(0)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_SETTLE_S):
                        await asyncio.gather(*(peer.quiet() for peer in recording.values()))
            return {name: peer.received() for name, peer in recording.items()}

        return call(take())


@contextlib.contextmanager
def running(peers: Mapping[str, PeerKind | Script]) -> Iterator[Peers]:
    """Start the peers of a case, and stop them afterwards."""
    if not peers:
        yield Peers({})
        return
    from conformance.peers import servers  # aiohttp is heavy: only cases with peers pay for it

    async def start_all() -> dict[str, servers.Peer]:
        return {name: await servers.start(kind) for name, kind in peers.items()}

    async def stop_all() -> None:
        for peer in started.values():
            await peer.stop()

    started = call(start_all())
    try:
        yield Peers(started)
    finally:
        call(stop_all())
