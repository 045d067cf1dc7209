"""What comes back to a client: its first bytes are kept as they are; h11, which forgives little, takes all apart."""

from __future__ import annotations

import hashlib

import h11

from conformance.observation import AnswerEnd, Exchange

_MOST_RAW = 64 * 1024
_MOST_BODY = 1024 * 1024
"""Bytes that are kept; of the rest only length and hash are known."""
_MOST_HEAD = 60 * 1024
"""Bytes that the head of a response may have."""


class Answer:
    """The answer to one request, on its way: feed it what comes, until it has ended."""

    def __init__(self, method: str) -> None:
        self._method = method
        self._parser = _parser(method)
        self._response: h11.Response | None = None
        self._informational: list[int] = []
        self._raw = bytearray()
        self._total = 0
        self._body = bytearray()
        self.body_total = 0
        self._digest = hashlib.sha256()
        self._trailers: tuple[tuple[str, str], ...] = ()
        self._extra = 0
        self._closed = False
        self.pushed: int | None = None
        self.copies: tuple[Exchange, ...] = ()
        self.end: AnswerEnd | None = None
        self._failure: str | None = None

    @property
    def started(self) -> bool:
        """Whether the head of the final response has come, or never will."""
        return self._response is not None or self.end is not None

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses that have come."""
        return (*self._informational, *([self._response.status_code] if self._response is not None else []))

    @property
    def reusable(self) -> bool:
        """Whether another response may follow on the same connection."""
        return self.end == "complete" and self._parser.their_state is h11.DONE

    def ends_with(self, text: bytes) -> bool:
        """Whether the body, as far as it has come, ends with this."""
        return self._body.endswith(text)

    def feed(self, data: bytes) -> bytes:
        """The next bytes; returns those that come after the end."""
        self._total += len(data)
        self._raw += data[: max(0, _MOST_RAW - len(self._raw))]
        try:
            self._parser.receive_data(data)
            self._take_events()
        except h11.RemoteProtocolError as error:
            self.fail("malformed" if self._response is None else "cut", str(error))
        if self.end != "complete":
            return b""
        rest = self._parser.trailing_data[0]
        self._total -= len(rest)
        return rest

    def more(self, count: int) -> None:
        """So many bytes have come although it had ended."""
        self._extra += count

    def hung_up(self) -> None:
        """The server has ended the connection."""
        self._closed = True

    def over(self, error: OSError | None = None) -> None:
        """The connection has ended, or broken off."""
        if self.end is not None:
            return
        words = f"the connection broke off ({type(error).__name__})" if error is not None else "the connection ended"
        if self._response is None:
            self.fail("nothing", f"{words} without a response")
            return
        try:
            if error is None:
                self._parser.receive_data(b"")
                self._take_events()
        except h11.RemoteProtocolError:
            pass
        if self.end is None:
            self.fail("cut", f"{words} before the end of the response")

    def fail(self, end: AnswerEnd, failure: str) -> None:
        """There is nothing more to come, and this is why."""
        if self.end is None:
            self.end, self._failure = end, failure

    def late(self, where: str) -> None:
        """The client has no more patience."""
        self.fail("silence" if self._response is None else "stalled", f"no complete response in time{where}")

    def exchange(self) -> Exchange:
        """All of it as evidence."""
        response = self._response
        return Exchange(
            status=response.status_code if response is not None else None,
            headers=_texts(list(response.headers)) if response is not None else (),
            body=bytes(self._body),
            body_total=self.body_total,
            body_sha256=self._digest.hexdigest(),
            version=response.http_version.decode() if response is not None else "",
            framing=self._framing(),
            trailers=self._trailers,
            informational=tuple(self._informational),
            raw=bytes(self._raw),
            total=self._total,
            extra=self._extra,
            closed=self._closed,
            pushed=self.pushed,
            end=self.end or "silence",
            failure=self._failure,
            copies=self.copies,
        )

    def _framing(self) -> str:
        if self._response is None:
            return ""
        status, names = self._response.status_code, {name for name, _ in self._response.headers}
        if self._method == "HEAD" or status in (204, 304):
            return "none"
        if b"transfer-encoding" in names:
            return "chunked"
        return "content-length" if b"content-length" in names else "close"

    def _take_events(self) -> None:
        while self.end is None:
            event = self._parser.next_event()
            if event is h11.NEED_DATA:
                return
            if event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                self.end = "complete" if self._response is not None else None
                return
            self._take(event)

    def _take(self, event: object) -> None:
        if isinstance(event, h11.InformationalResponse):
            self._informational.append(event.status_code)
        elif isinstance(event, h11.Response):
            self._response = event
        elif isinstance(event, h11.Data):
            self.body_total += len(event.data)
            self._body += event.data[: max(0, _MOST_BODY - len(self._body))]
            self._digest.update(event.data)
        elif isinstance(event, h11.EndOfMessage):
            self._trailers = _texts(list(event.headers))
            self.end = "complete"


def _parser(method: str) -> h11.Connection:
    """A parser that believes to have sent a request with that method, which decides what its response looks like."""
    parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MOST_HEAD)
    method = method if method in ("HEAD", "CONNECT") else "GET"
    parser.send(h11.Request(method=method, target="/", headers=[("host", "x")]))
    parser.send(h11.EndOfMessage())
    return parser


def _texts(items: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in items)
