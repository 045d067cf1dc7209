"""Peers: the servers and clients that a guest meets on loopback. Real libraries, one set of ports per attempt."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping

from conformance.case import PeerKind
from conformance.peers.loop import call


@contextlib.contextmanager
def running(peers: Mapping[str, PeerKind]) -> Iterator[dict[str, int]]:
    """Start the peers of a case; yields the port of each by name, and stops them afterwards."""
    if not peers:
        yield {}
        return
    from conformance.peers import servers  # aiohttp is heavy: only cases with peers pay for it

    async def start_all() -> dict[str, servers.Peer]:
        return {name: await servers.start(kind) for name, kind in peers.items()}

    async def stop_all() -> None:
        for peer in started.values():
            await peer.stop()

    started = call(start_all())
    try:
        yield {name: peer.port for name, peer in started.items()}
    finally:
        call(stop_all())
