"""One connection of a client: answers are read from it all the while, in the order of the requests."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from collections.abc import Callable

from conformance.peers.answers import Answer

_PIECE = 65536
_SMALL = 65536
"""Bytes that the system may hold back for us, where it counts how much the other side takes."""


async def opened(host: str, port: int, *, small: bool) -> Connection:
    """A new connection; with ``small``, the system keeps little of what was sent or has come. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    fresh = socket.socket(family, socket.SOCK_STREAM)
    try:
        fresh.setblocking(False)
        if small:
            fresh.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)
            fresh.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
        await asyncio.get_running_loop().sock_connect(fresh, (host.strip("[]"), port))
        reader, writer = await asyncio.open_connection(sock=fresh)
    except BaseException:
        fresh.close()
        raise
    return Connection(reader, writer)


class Connection:
    """A connection, and the answers that are awaited on it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sending = asyncio.Lock()
        """Held by whoever sends a request."""
        self.ended = False
        """Whether the other side has ended, and nothing more can come."""
        self._reader, self._writer = reader, writer
        self._error: OSError | None = None
        self._answers: list[Answer] = []
        self._news = asyncio.Event()
        self._may_read = asyncio.Event()
        self._may_read.set()
        writer.transport.set_write_buffer_limits(0)  # what was sent is the system's, and not in a buffer of ours
        self._reading = asyncio.create_task(self._read())

    def expect(self, answer: Answer) -> None:
        """The next response on this connection is this one."""
        before = self._answers[-1] if self._answers else None
        self._answers.append(answer)
        if before is not None and before.end == "complete" and not before.reusable:
            answer.fail("closed", "the response before had announced the end of the connection")
        elif self.ended:
            answer.over(self._error)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something has come that makes this true."""
        while not condition():
            self._news.clear()
            await self._news.wait()

    async def send(self, data: bytes, enough: Callable[[], bool]) -> int:
        """Send until all is sent, or the other side takes no more, or ``enough``; returns how many bytes it took."""
        view = memoryview(data)
        for start in range(0, len(view), _PIECE):
            piece = view[start : start + _PIECE]
            if enough() or not await self._send(piece, enough):
                return start
        return len(view)

    async def _send(self, piece: memoryview, enough: Callable[[], bool]) -> bool:
        transport = self._writer.transport
        if transport.is_closing():
            return False
        self._writer.write(piece)
        if transport.get_write_buffer_size() == 0:
            return True
        waiting = {asyncio.create_task(self._writer.drain()), asyncio.create_task(self.until(enough))}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
        return transport.get_write_buffer_size() == 0

    def hold(self, on: bool) -> None:
        """Read nothing more, or again."""
        if on:
            self._may_read.clear()
        else:
            self._may_read.set()

    def end(self) -> None:
        """Send nothing more."""
        with contextlib.suppress(OSError):
            self._writer.write_eof()

    def close(self, *, reset: bool = False) -> None:
        """Leave, by an end in good order or by breaking off."""
        self._reading.cancel()
        if reset:
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            with contextlib.suppress(OSError):
                self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._writer.transport.abort()
        else:
            self._writer.close()
        self._over()

    async def _read(self) -> None:
        try:
            while True:
                await self._may_read.wait()
                data = await self._reader.read(_PIECE)
                if not data:
                    break
                self._came(data)
                self._news.set()
        except OSError as error:
            self._error = error
        self._over()

    def _came(self, data: bytes) -> None:
        for answer in self._answers:
            if answer.end is None and data:
                data = answer.feed(data)
        if data and self._answers:
            self._answers[-1].more(len(data))

    def _over(self) -> None:
        self.ended = True
        for answer in self._answers:
            answer.over(self._error)
        self._news.set()
