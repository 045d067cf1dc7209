"""The client of a served guest: it sends what a case says, step by step where the case says how, and keeps what comes.

It reads all the while, and h11 takes apart what comes (answers.py). Nothing is followed, decoded or asked for twice.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping, Sequence

from conformance.client_specs import Deed, RequestSpec, Step
from conformance.content import Bytes, bytes_of
from conformance.observation import Exchange
from conformance.peers import Peers
from conformance.peers.answers import Answer
from conformance.peers.connection import Connection, opened
from conformance.peers.loop import call

_LOOK_S = 0.01
"""Seconds between two looks at a peer."""
_GRACE_S = 5.0
"""Seconds that the client has for itself, beyond what servers have."""


class Left(Exception):
    """The client has left, as it was told to."""


def exchange(
    host: str, port: int, requests: Sequence[RequestSpec], timeout_s: float, peers: Peers | None = None
) -> list[Exchange]:
    """Send the requests and say what came of each; a failed one does not keep the next from being sent.

    All together may take ``timeout_s``; one that has no patience of its own is given up after half of that.
    """
    client = _Client(host, port, timeout_s, Peers({}) if peers is None else peers)
    return call(client.exchange(requests), timeout_s + _GRACE_S)


class _Client:
    """All the requests of one attempt."""

    def __init__(self, host: str, port: int, timeout_s: float, peers: Peers) -> None:
        self._host, self._port = host, port
        self._peers = peers
        self._timeout_s = timeout_s
        self._deadline = 0.0
        self._named: dict[str, Connection] = {}
        self._opening = asyncio.Lock()

    async def exchange(self, requests: Sequence[RequestSpec]) -> list[Exchange]:
        """Send them one after the other, and together those that go at once."""
        self._deadline = asyncio.get_running_loop().time() + self._timeout_s
        exchanges: list[Exchange] = []
        try:
            for group in _groups(requests):
                exchanges += await asyncio.gather(*map(self._with_copies, group))
        finally:
            for connection in self._named.values():
                connection.close()
        return exchanges

    async def _with_copies(self, spec: RequestSpec) -> Exchange:
        together = asyncio.Barrier(spec.times)
        first, *others = await asyncio.gather(*(self._one(spec, n, together) for n in range(spec.times)))
        first.copies = tuple(answer.exchange() for answer in others)
        return first.exchange()

    async def _one(self, spec: RequestSpec, n: int, together: asyncio.Barrier) -> Answer:
        answer = Answer(method_of(spec))
        sender = None
        try:
            async with asyncio.timeout_at(self._patient_until(spec)):
                try:
                    connection = await self._connection(spec)
                except OSError as error:
                    answer.fail("nothing", f"no connection: {os.strerror(error.errno) if error.errno else error}")
                    return answer
                sender = Sender(connection, answer, self._filler(n), together, self._peers)
                await sender.perform(spec)
                await connection.until(lambda: answer.end is not None)
        except TimeoutError:
            answer.late(sender.where if sender is not None else "")
        except Left:
            pass
        finally:
            if sender is not None and (spec.connection is None or answer.end not in ("complete", "closed")):
                sender.connection.close()
            if answer.end != "complete":
                await together.abort()  # nobody waits for this one any more
        return answer

    def _patient_until(self, spec: RequestSpec) -> float:
        patience = self._timeout_s / 2 if spec.patience is None else spec.patience / 1000
        return min(self._deadline, asyncio.get_running_loop().time() + patience)

    def _filler(self, n: int) -> Filler:
        ports = {f"{name}.port": str(port) for name, port in self._peers.items()}
        return Filler({"host": f"{self._host}:{self._port}", "n": str(n), **ports})

    async def _connection(self, spec: RequestSpec) -> Connection:
        if spec.connection is None:
            return await opened(self._host, self._port, small=any(map(_counts, spec.steps)))
        async with self._opening:
            if spec.connection not in self._named:
                self._named[spec.connection] = await opened(self._host, self._port, small=False)
        return self._named[spec.connection]


def _counts(step: Deed | Step) -> bool:
    return isinstance(step, Step) and (step.push is not None or step.hold is not None)


def _groups(requests: Sequence[RequestSpec]) -> Iterator[list[RequestSpec]]:
    group: list[RequestSpec] = []
    for request in requests:
        if group and not (request.at_once or request.pipelined):
            yield group
            group = []
        group.append(request)
    yield group


def method_of(spec: RequestSpec) -> str:
    """The method that a request has, or seems to have; it decides what its response looks like."""
    return spec.head[0].partition(" ")[0] if spec.head else spec.method


class Filler:
    """Fills in what a case cannot know."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known = known

    def text(self, text: str) -> str:
        """The text of a head."""
        for name, value in self._known.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def data(self, value: str | Bytes) -> bytes:
        """Content; only what is written as plain text has anything to be filled in."""
        return bytes_of(self.text(value) if isinstance(value, str) else value)


class Sender:
    """Sends one request over a connection."""

    def __init__(
        self, connection: Connection, answer: Answer, filler: Filler, together: asyncio.Barrier, peers: Peers
    ) -> None:
        self.connection = connection
        self.where = ""
        """What was waited for last."""
        self._answer = answer
        self._filler = filler
        self._together = together
        self._peers = peers

    async def perform(self, spec: RequestSpec) -> None:
        """Everything up to the last step; raises :class:`Left` when that is to leave."""
        async with self.connection.sending:
            self.connection.expect(self._answer)
            await self._send(head_of(spec, self._filler))
            await self._body(spec)
            for index, step in enumerate(spec.steps, start=1):
                self.where = f", at step {index}"
                if isinstance(step, Step):
                    await self._step(step)
                else:
                    await self._deed(step)
        self.where = ""

    async def _body(self, spec: RequestSpec) -> None:
        if spec.body is None:
            return
        body = self._filler.data(spec.body)
        if spec.chunks is None:
            await self._send(body)
            return
        for start in range(0, len(body), spec.chunks):
            await self._send(_chunk(body[start : start + spec.chunks]))
        fields = "".join(f"{name}: {self._filler.text(value)}\r\n" for name, value in spec.trailers.items())
        await self._send(f"0\r\n{fields}\r\n".encode("latin-1"))

    async def _step(self, step: Step) -> None:
        if step.send is not None:
            await self._send(self._filler.data(step.send))
        elif step.chunk is not None:
            await self._send(_chunk(self._filler.data(step.chunk)))
        elif step.push is not None:
            answer = self._answer
            answer.pushed = await self.connection.send(self._filler.data(step.push), lambda: answer.started)
        elif step.pause is not None:
            await asyncio.sleep(step.pause / 1000)
        elif step.hold is not None:
            self.connection.hold(step.hold)
        elif step.await_peer is not None:
            while not self._peers.heard(step.await_peer):
                await asyncio.sleep(_LOOK_S)
        else:
            await self._await(step)

    async def _await(self, step: Step) -> None:
        answer = self._answer
        text = self._filler.data(step.await_ or "")
        status, count = step.await_status, step.await_bytes or 0
        if step.await_ is not None:
            await self.connection.until(lambda: answer.ends_with(text) or answer.end is not None)
        elif status is not None:
            await self.connection.until(lambda: status in answer.statuses or answer.end is not None)
        else:
            await self.connection.until(lambda: answer.body_total >= count or answer.end is not None)

    async def _deed(self, deed: Deed) -> None:
        if deed == "last-chunk":
            await self._send(b"0\r\n\r\n")
        elif deed == "await-head":
            await self.connection.until(lambda: self._answer.started)
        elif deed == "await-close":
            await self.connection.until(lambda: self.connection.ended)
        elif deed == "end":
            self.connection.end()
        elif deed == "together":
            await self._meet()
        else:
            self._answer.fail("left", "the client left")
            self.connection.close(reset=deed == "reset")
            raise Left

    async def _meet(self) -> None:
        try:
            await self._together.wait()
        except asyncio.BrokenBarrierError:
            self._answer.fail("stalled", "another copy of the request did not come to the step `together`")

    async def _send(self, data: bytes) -> None:
        await self.connection.send(data, lambda: self._answer.end is not None)


def head_of(spec: RequestSpec, filler: Filler) -> bytes:
    """The head of a request, to its empty line. Characters are bytes, as in Latin-1."""
    if spec.head:
        lines = [filler.text(line) for line in spec.head]
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")
    lines = [f"{spec.method} {filler.text(spec.path)} HTTP/1.1"]
    names = {name.lower() for name in spec.headers}
    if "host" not in names:
        lines.append(filler.text("host: {host}"))
    for name, value in spec.headers.items():
        lines += [f"{name}: {filler.text(one)}" for one in ((value,) if isinstance(value, str) else value)]
    if not names & {"content-length", "transfer-encoding"}:
        lines += _framing(spec, filler)
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")


def _framing(spec: RequestSpec, filler: Filler) -> Iterator[str]:
    if spec.chunks or any(isinstance(step, Step) and step.chunk is not None for step in spec.steps):
        yield "transfer-encoding: chunked"
    elif spec.body is not None:
        yield f"content-length: {len(filler.data(spec.body))}"


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)
