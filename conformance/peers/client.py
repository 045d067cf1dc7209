"""The client of a served guest: it sends what a case says, step by step where the case says how, and keeps what comes.

Bytes are read all the while, and taken apart by h11 (answers.py). Nothing is followed, decoded or asked a second time.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from collections.abc import AsyncIterator, Iterator, Sequence

from conformance.client_specs import Deed, RequestSpec, Step
from conformance.content import Bytes, bytes_of
from conformance.observation import Exchange
from conformance.peers.answers import Answer
from conformance.peers.loop import call

_PIECE = 65536
_SMALL_BUFFERS = 65536
"""What the system may hold back, in bytes, where it counts how much the other side takes."""
_GRACE_S = 5.0


class Left(Exception):
    """The client has left, as it was told to."""


def exchange(host: str, port: int, requests: Sequence[RequestSpec], timeout_s: float) -> list[Exchange]:
    """Send the requests and say what came of each; a failed one does not keep the next from being sent.

    All together may take ``timeout_s``, and one that has no patience of its own half of that.
    """
    return call(_Client(host, port, requests, timeout_s).exchange(), timeout_s + _GRACE_S)


class _Client:
    """All the requests of one attempt."""

    def __init__(self, host: str, port: int, requests: Sequence[RequestSpec], timeout_s: float) -> None:
        self._place = (host, port)
        self._requests = requests
        self._patience_s = timeout_s / 2
        self._deadline = asyncio.get_event_loop_policy and timeout_s
        self._connections: dict[str, Connection] = {}

    async def exchange(self) -> list[Exchange]:
        """Send them one after the other, but together those that go at once."""
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + self._deadline
        exchanges: list[Exchange] = []
        try:
            for group in _groups(self._requests):
                exchanges += await asyncio.gather(*(self._with_copies(one) for one in group))
        finally:
            for connection in self._connections.values():
                connection.close()
        return exchanges

    async def _with_copies(self, spec: RequestSpec) -> Exchange:
        raise NotImplementedError


def _groups(requests: Sequence[RequestSpec]) -> Iterator[list[RequestSpec]]:
    group: list[RequestSpec] = []
    for request in requests:
        if group and not (request.at_once or request.pipelined):
            yield group
            group = []
        group.append(request)
    yield group
