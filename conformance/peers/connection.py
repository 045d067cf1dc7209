"""One connection of a client: answers are read from it all the while, in the order of the requests.

It is a bare socket, because a transport of asyncio's throws away what it has received once it can send no more; and
servers do answer before they have read everything.
"""

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
        fresh.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if small:
            fresh.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SMALL)
            fresh.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
        await asyncio.get_running_loop().sock_connect(fresh, (host.strip("[]"), port))
    except BaseException:
        fresh.close()
        raise
    return Connection(fresh)


class Connection:
    """A connection, and the answers that are awaited on it."""

    def __init__(self, connected: socket.socket) -> None:
        self.sending = asyncio.Lock()
        """Held by whoever sends a request."""
        self.ended = False
        """Whether the other side has ended, and nothing more can come."""
        self._socket = connected
        self._loop = asyncio.get_running_loop()
        self._error: OSError | None = None
        self._answers: list[Answer] = []
        self._news = asyncio.Event()
        self._may_read = asyncio.Event()
        self._may_read.set()
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
        sent = 0
        while sent < len(view) and not enough() and not self.ended:
            try:
                sent += self._socket.send(view[sent : sent + _PIECE])
                await asyncio.sleep(0)  # others want their turn, too
            except (BlockingIOError, InterruptedError):
                await self._room(enough)
            except OSError:
                break  # it may have answered all the same, and has if something is read
        return sent

    async def _room(self, enough: Callable[[], bool]) -> None:
        """Wait until the system takes more to send, or ``enough``."""
        room = False

        def there_is() -> None:
            nonlocal room
            room = True
            self._news.set()

        self._loop.add_writer(self._socket, there_is)
        try:
            await self.until(lambda: room or enough() or self.ended)
        finally:
            self._loop.remove_writer(self._socket)

    def hold(self, on: bool) -> None:
        """Read nothing more, or again."""
        if on:
            self._may_read.clear()
        else:
            self._may_read.set()

    def end(self) -> None:
        """Send nothing more."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def close(self, *, reset: bool = False) -> None:
        """Leave, by an end in good order or by breaking off."""
        if reset:
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._reading.cancel()
        self._reading.add_done_callback(lambda _: self._socket.close())  # not while the loop still watches it
        self._over()

    async def _read(self) -> None:
        try:
            while True:
                await self._may_read.wait()
                data = await self._loop.sock_recv(self._socket, _PIECE)
                if not data:
                    break
                self._came(data)
                self._news.set()
                await asyncio.sleep(0)  # a server that floods us must not have this thread for itself
        except OSError as error:
            self._error = error
        for answer in self._answers:
            answer.hung_up()
        self._over()

    def _over(self) -> None:
        self.ended = True
        for answer in self._answers:
            answer.over(self._error)
        self._news.set()

    def _came(self, data: bytes) -> None:
        for answer in self._answers:
            if answer.end is None and data:
                data = answer.feed(data)
        if data and self._answers:
            self._answers[-1].more(len(data))
