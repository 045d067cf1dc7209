"""What peers were sent over HTTP: kept byte for byte, and taken apart by h11, which forgives little."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator

import h11

from conformance.observation import Received

_MOST_RAW = 64 * 1024
"""Bytes of a request that are kept as they came, and of its body."""
_MOST_HEAD = 1024 * 1024
_MOST_REQUESTS = 1000
"""Requests of one attempt that are kept; a guest in a loop must not fill the memory."""


class Recorder:
    """All requests that one peer was sent, in the order in which they began."""

    def __init__(self) -> None:
        self._requests: list[Incoming] = []
        self.quiet = asyncio.Event()
        self._open = 0
        self.quiet.set()

    def connection(self) -> Connection:
        """The recorder of a new connection."""
        self._open += 1
        self.quiet.clear()
        return Connection(self._requests, self._closed)

    def _closed(self) -> None:
        self._open -= 1
        if self._open == 0:
            self.quiet.set()

    def received(self) -> tuple[Received, ...]:
        """What has come until now."""
        return tuple(request.received() for request in self._requests)


class Incoming:
    """A request that is on its way."""

    def __init__(self) -> None:
        self.raw = bytearray()
        self.total = 0
        self.request: h11.Request | None = None
        self.body = bytearray()
        self.body_total = 0
        self.digest = hashlib.sha256()
        self.trailers: tuple[tuple[str, str], ...] = ()
        self.complete = False
        self.problem: str | None = None

    def came(self, data: bytes) -> None:
        """Bytes of it, as they are."""
        self.total += len(data)
        self.raw += data[: max(0, _MOST_RAW - len(self.raw))]

    def content(self, data: bytes) -> None:
        """Bytes of its content, without the framing."""
        self.body_total += len(data)
        self.body += data[: max(0, _MOST_RAW - len(self.body))]
        self.digest.update(data)

    @property
    def target(self) -> str:
        """What stands between the method and the version."""
        return self.request.target.decode("latin-1") if self.request is not None else ""

    @property
    def method(self) -> str:
        """The method."""
        return self.request.method.decode("latin-1") if self.request is not None else ""

    def received(self) -> Received:
        """The request as evidence."""
        request = self.request
        return Received(
            raw=bytes(self.raw),
            total=self.total,
            line=bytes(self.raw).partition(b"\r\n")[0].decode("latin-1") if request is not None else "",
            headers=_texts(request.headers.raw_items()) if request is not None else (),
            body=bytes(self.body),
            body_total=self.body_total,
            body_sha256=self.digest.hexdigest(),
            trailers=self.trailers,
            complete=self.complete,
            problem=self.problem,
        )


def _texts(items: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in items)


class Connection:
    """One connection: feed it what comes, and it knows where a request begins and ends."""

    def __init__(self, requests: list[Incoming], closed: Callable[[], None]) -> None:
        self._requests = requests
        self._on_closed = closed
        self._parser = _parser()
        self._broken = False
        self.current: Incoming | None = None

    def feed(self, data: bytes) -> None:
        """The next bytes, of however many requests."""
        while data:
            data = self.feed_one(data)

    def feed_one(self, data: bytes) -> bytes:
        """The next bytes, up to the end of a request; returns those behind it."""
        if self.current is None or (self.current.complete and not self._broken):
            self._begin()
        assert self.current is not None
        if self._broken:
            self.current.came(data)
            return b""
        return self._take(data)

    def closed(self) -> None:
        """Nothing more can come."""
        self._on_closed()

    def _begin(self) -> None:
        self.current = Incoming()
        self._parser = _parser()
        if len(self._requests) < _MOST_REQUESTS:
            self._requests.append(self.current)

    def _take(self, data: bytes) -> bytes:
        """Gives the parser these bytes; returns those that belong to the next request."""
        incoming = self.current
        assert incoming is not None
        try:
            self._parser.receive_data(data)
            for event in _events(self._parser):
                self._took(incoming, event)
        except h11.RemoteProtocolError as error:
            incoming.problem = str(error)
            self._broken = True
        rest = self._parser.trailing_data[0] if incoming.complete else b""
        incoming.came(data[: len(data) - len(rest)])
        return rest

    def _took(self, incoming: Incoming, event: h11.Event) -> None:
        if isinstance(event, h11.Request):
            incoming.request = event
        elif isinstance(event, h11.Data):
            incoming.content(bytes(event.data))
        elif isinstance(event, h11.EndOfMessage):
            incoming.trailers = _texts(event.headers.raw_items())
            incoming.complete = True


def _parser() -> h11.Connection:
    return h11.Connection(h11.SERVER, max_incomplete_event_size=_MOST_HEAD)


def _events(parser: h11.Connection) -> Iterator[h11.Event]:
    while True:
        event = parser.next_event()
        if event is h11.NEED_DATA or event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
            return
        assert not isinstance(event, type)
        yield event
        if isinstance(event, h11.EndOfMessage):
            return


class Recorded(asyncio.Protocol):
    """A protocol of somebody else's, whose incoming bytes are recorded before it has them."""

    def __init__(self, inner: asyncio.Protocol, connection: Connection) -> None:
        self._inner = inner
        self._connection = connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Pass it on (called by asyncio)."""
        self._inner.connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Pass it on (called by asyncio)."""
        self._connection.closed()
        self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Record it and pass it on (called by asyncio)."""
        self._connection.feed(data)
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass it on (called by asyncio)."""
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        """Pass it on (called by asyncio)."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass it on (called by asyncio)."""
        self._inner.resume_writing()
