"""A server that follows a script, however wrong that is for HTTP: what it does is data, by the path of the request."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import sys
from collections.abc import Awaitable, Callable, Mapping

from conformance.content import bytes_of
from conformance.observation import Received
from conformance.peer_specs import Deed, Script, Step, Steps
from conformance.peers.recording import Connection, Recorder

HOST = "127.0.0.1"
_CHUNK = 65536
_RECEIVE_BUFFER = 64 * 1024
"""What the system may take in while a script does not read, so that who sends too much is soon made to wait."""
MIRROR: Mapping[str, Steps] = {"*": ("await-request", "mirror")}
"""The paths of the peer `http-mirror`."""


class Gone(Exception):
    """The other side has ended what it sends; there is nobody to talk to."""


class ScriptedPeer:
    """The server; every connection is a :class:`Conversation`."""

    def __init__(self, server: asyncio.Server, recorder: Recorder, tasks: set[asyncio.Task[None]]) -> None:
        self.port: int = server.sockets[0].getsockname()[1]
        self._server = server
        self._recorder = recorder
        self._tasks = tasks

    @classmethod
    async def start(cls, script: Script, context: ssl.SSLContext | None = None) -> ScriptedPeer:
        """Listen from now on."""
        recorder = Recorder()
        tasks: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            # Who stops the peer cancels its conversations; asyncio's server would report that as a mistake.
            with contextlib.suppress(asyncio.CancelledError):
                await Conversation(reader, writer, recorder.connection(), script).hold()
            tasks.discard(task)

        listener = socket.create_server((HOST, 0), backlog=128)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)  # connections inherit it
        return cls(await asyncio.start_server(connected, sock=listener, ssl=context), recorder, tasks)

    def received(self) -> tuple[Received, ...]:
        """The requests that have come until now."""
        return self._recorder.received()

    async def quiet(self) -> None:
        """Wait until nobody is connected."""
        await self._recorder.quiet.wait()

    async def stop(self) -> None:
        """Stop listening and drop all connections."""
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class Conversation:
    """One connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, connection: Connection, script: Script
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._connection = connection
        self._script = script
        self._over = False
        self._rest = b""
        """Bytes of requests that came together with one that has not been answered yet."""
        self._deeds: Mapping[Deed, Callable[[], Awaitable[None]]] = {
            "await-head": self._await_head,
            "await-request": self._await_request,
            "await-bytes": self._read,
            "await-end": self._await_end,
            "mirror": self._mirror,
            "end": self._end,
            "close": self._close,
            "reset": self._reset,
        }

    async def hold(self) -> None:
        """Follow the script until the connection is at its end, whoever ends it."""
        try:
            with contextlib.suppress(OSError, Gone):
                await self._follow(self._script.accept)
                while not self._over:
                    await self._await_next()
                    await self._follow(self._steps())
        except asyncio.CancelledError:
            self._over = True
            raise
        finally:
            self._connection.closed()
            if self._over:
                self._writer.transport.abort()
            else:
                self._writer.close()

    async def _follow(self, steps: Steps) -> None:
        for step in steps:
            if self._over:
                return
            await (self._step(step) if isinstance(step, Step) else self._deeds[step]())

    def _steps(self) -> Steps:
        current = self._connection.current
        target = current.target if current is not None else ""
        paths = self._script.paths
        steps = paths.get(target.partition("?")[0]) or paths.get("*")
        if steps is not None:
            return steps
        body = "no such behaviour" if current is not None and current.problem is None else "no request"
        head = f"HTTP/1.1 501 Not Implemented\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        return (Step(send=head + body), "close")

    async def _step(self, step: Step) -> None:
        if step.pause is not None:
            await asyncio.sleep(step.pause / 1000)
            return
        assert step.send is not None
        data = bytes_of(step.send)
        if step.every is None:
            await self._send(data)
            return
        for index in range(len(data)):
            await self._send(data[index : index + 1])
            await asyncio.sleep(step.every / 1000)

    async def _send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def _read(self) -> None:
        data = self._rest or await self._reader.read(_CHUNK)
        if not data:
            raise Gone
        self._rest = self._connection.feed_one(data)

    async def _await_next(self) -> None:
        """Until the head of a request is there that has had no answer yet."""
        answered = self._connection.current
        while self._connection.current is answered:
            await self._read()
        await self._await_head()

    async def _await_head(self) -> None:
        while (current := self._connection.current) is None or (current.request is None and current.problem is None):
            await self._read()

    async def _await_request(self) -> None:
        while (current := self._connection.current) is None or not (current.complete or current.problem):
            await self._read()

    async def _await_end(self) -> None:
        with contextlib.suppress(Gone):
            while True:
                await self._read()

    async def _mirror(self) -> None:
        current = self._connection.current
        assert current is not None
        seen = bytes(current.raw)
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {len(seen)}\r\n\r\n"
        await self._send(head.encode() + (b"" if current.method == "HEAD" else seen))

    async def _end(self) -> None:
        self._writer.write_eof()

    async def _close(self) -> None:
        """An orderly end: what was sent arrives, and what the other side goes on sending is thrown away."""
        if self._writer.can_write_eof():
            self._writer.write_eof()
        else:
            self._writer.close()
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                while data := await self._reader.read(_CHUNK):
                    self._connection.feed(data)
        self._over = True

    async def _reset(self) -> None:
        # To close a socket that lingers for no time is what makes the system send a reset.
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._writer.transport.abort()
        self._over = True
