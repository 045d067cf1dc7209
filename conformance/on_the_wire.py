"""What peers were sent, beside what a case demands of it: a pure function from evidence to checks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from conformance.content import bytes_of
from conformance.observation import Exchange, Received
from conformance.peer_specs import ExpectedPeer, ExpectedRequest

_SHOWN = 120
_PORT = re.compile(r"\{([A-Za-z0-9_-]+)\.port\}")
Finding = tuple[str, bool, str, str]
"""A check: its name, whether it is ok, what was got and what was wanted."""
Differences = Iterator[tuple[str, str]]
"""What was got and what was wanted, where they differ."""


def filled(text: str, ports: Mapping[str, int]) -> str:
    """``text`` with the ports of peers in place of ``{PEER.port}``."""
    return _PORT.sub(lambda match: str(ports.get(match[1], match[0])), text)


def peer_findings(
    expected: Mapping[str, ExpectedPeer], received: Mapping[str, Sequence[Received]], ports: Mapping[str, int]
) -> Iterator[Finding]:
    """For each peer, how many requests it was sent, and each of those that are described."""
    for name, want in expected.items():
        got = received.get(name, ())
        most = len(want.requests)
        least = sum(not request.optional for request in want.requests)
        lines = ", ".join(_placeless(one.line or one.problem or "the beginning of one", ports) for one in got[:8])
        seen = f"{len(got)} requests" + (f": {lines}" if lines else "")
        wanted = f"{least} requests" if least == most else f"{least} to {most} requests"
        yield f"expect.peers.{name}", least <= len(got) <= most, seen, wanted
        for index, request in enumerate(want.requests):
            if index < len(got):
                yield _finding(Wire(request, got[index], ports))
            else:
                yield request.check, request.optional, "never sent", "a request"


def _finding(wire: Wire) -> Finding:
    differences = list(wire.differences())
    got = "; ".join(_placeless(got, wire.ports) for got, _ in differences)
    want = "; ".join(_placeless(want, wire.ports) for _, want in differences)
    return wire.want.check, not differences, got or "as demanded", want or "as demanded"


def _placeless(text: str, ports: Mapping[str, int]) -> str:
    """``text`` with the names of peers in place of their ports, which are others in every attempt."""
    for name, port in ports.items():
        text = text.replace(f":{port}", f":{{{name}.port}}")
    return text


class Wire(msgspec.Struct, frozen=True):
    """One request that is demanded, beside the one that came."""

    want: ExpectedRequest
    got: Received
    ports: Mapping[str, int]

    def differences(self) -> Differences:
        """All the parts that are not as demanded."""
        if self.got.problem is not None:
            yield f"no HTTP/1.1 request ({self.got.problem}): {_shown(self.got.raw)}", "a request"
            return
        if self.want.complete not in (None, self.got.complete):
            words = {True: "a complete request", False: "a request without its end"}
            yield words[self.got.complete], words[not self.got.complete]
        want_line = self.want.line and filled(self.want.line, self.ports)
        if want_line is not None and self.got.line != want_line:
            yield self.got.line, want_line
        yield from self._fields()
        yield from self._names()
        yield from self._content()

    def _values(self, name: str) -> list[str]:
        return [value for one, value in self.got.headers if one.lower() == name.lower()]

    def _fields(self) -> Differences:
        for name, value in self.want.headers.items():
            values = [filled(one, self.ports) for one in ((value,) if isinstance(value, str) else value)]
            found = self._values(name)
            together = not isinstance(value, str) and _members(found) == _members(values)
            if found != values and not together:
                yield _field(name, found), _field(name, values)
        for name, apart in self.want.apart.items():
            if tuple(self._values(name)) != apart:
                yield _field(name, self._values(name)), _field(name, apart)
        for name, value in (self.want.trailers or {}).items():
            found = [one for key, one in self.got.trailers if key.lower() == name.lower()]
            if found != [value]:
                yield "trailer " + _field(name, found), "trailer " + _field(name, [value])

    def _names(self) -> Differences:
        names = [name.lower() for name, _ in self.got.headers]
        for name in self.want.absent:
            if name.lower() in names:
                yield _field(name, self._values(name)), f"no {name}"
        if self.want.only is not None:
            more = sorted(set(names) - {name.lower() for name in self.want.only})
            if more:
                yield f"also {', '.join(more)}", f"nothing but {', '.join(self.want.only)}"
        order = [name.lower() for name in self.want.order]
        first = list(dict.fromkeys(name for name in names if name in order))
        if order and first != order:
            yield f"the order {', '.join(first)}", f"the order {', '.join(order)}"
        trailers = sorted(name.lower() for name, _ in self.got.trailers)
        if self.want.trailers is not None and trailers != sorted(name.lower() for name in self.want.trailers):
            yield f"trailers {', '.join(trailers) or 'none'}", f"trailers {', '.join(self.want.trailers) or 'none'}"

    def _content(self) -> Differences:
        framings = (self.want.framing,) if isinstance(self.want.framing, str) else self.want.framing
        framing = framing_of(self.got)
        if framings is not None and framing not in framings:
            yield f"framing {framing}", f"framing {' or '.join(framings)}"
        if self.want.body is not None:
            body = bytes_of(self.want.body)
            same = self.got.body_total == len(body) and self.got.body_sha256 == hashlib.sha256(body).hexdigest()
            if not same:
                size = f" ({self.got.body_total} bytes)"
                yield f"body {_shown(self.got.body)}{size}", f"body {_shown(body)} ({len(body)} bytes)"


def framing_of(request: Received) -> str:
    """How the end of the body is told."""
    names = {name.lower() for name, _ in request.headers}
    if "transfer-encoding" in names:
        return "chunked"
    return "content-length" if "content-length" in names else "none"


def _members(values: Sequence[str]) -> list[str]:
    """The values that lines stand for, where commas may join them."""
    return [member.strip() for value in values for member in value.split(",")]


def _field(name: str, values: Sequence[str]) -> str:
    return f"{name}: {' | '.join(values)}" if values else f"no {name}"


def _shown(data: bytes) -> str:
    text = data[:_SHOWN].decode("latin-1").encode("unicode_escape").decode("ascii")
    return f'"{text}"' + ("…" if len(data) > _SHOWN else "")


def request_text(message: Received | Exchange, most: int) -> str:
    """The first ``most`` bytes of a request or an answer as text for people: lines as they are, other bytes escaped."""
    text = message.raw[:most].decode("latin-1").encode("unicode_escape").decode("ascii")
    return text.replace("\\r\\n", "\n") + ("…" if message.total > most else "")
