"""The servers that guests talk to: HTTP by aiohttp, TCP and UDP by asyncio, on 127.0.0.1 and ports of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from typing import Protocol, cast

from aiohttp import web

from conformance.observation import Received
from conformance.peer_specs import PeerKind, Script
from conformance.peers.certificates import server_context
from conformance.peers.recording import Recorded, Recorder
from conformance.peers.scripted import MIRROR, ScriptedPeer

HOST = "127.0.0.1"
_CHUNK = 65536
_MOST_BODY = 64 * 1024 * 1024
_QUEUED = 8
"""Connections that fill a queue; Linux takes one more than it was told."""


class Peer(Protocol):
    """A server that is up."""

    port: int

    async def stop(self) -> None:
        """Stop listening and drop all connections."""


async def start(kind: PeerKind | Script) -> Peer:
    """Start a peer of this kind, or one that follows this script, on a port of its own."""
    if isinstance(kind, Script):
        return await ScriptedPeer.start(kind, server_context(kind.tls) if kind.tls is not None else None)
    starters: dict[PeerKind, Callable[[], Awaitable[Peer]]] = {
        "http": HttpPeer.start,
        "http-mirror": lambda: ScriptedPeer.start(Script(paths=dict(MIRROR))),
        "tcp-echo": TcpPeer.start_echo,
        "tcp-callback": TcpPeer.start_callback,
        "tcp-digits": TcpPeer.start_digits,
        "tcp-reset": TcpPeer.start_reset,
        "udp-echo": UdpPeer.start,
        "refusing": RefusingPeer.start,
        "unresponsive": UnresponsivePeer.start,
    }
    return await starters[kind]()


class TcpPeer:
    """A TCP server with one behaviour for every connection."""

    def __init__(self, server: asyncio.Server, connections: set[asyncio.StreamWriter]) -> None:
        self.port: int = server.sockets[0].getsockname()[1]
        self._server = server
        self._connections = connections

    @classmethod
    async def start_echo(cls) -> TcpPeer:
        """Sends back whatever arrives; ends its side when the other has ended its own."""
        return await cls._start(_echo)

    @classmethod
    async def start_callback(cls) -> TcpPeer:
        """Reads a line with a port number, connects to that port, sends ``hello from the peer``, ends its side, and
        sends on the first connection, as one line, what it received from there until the end."""
        return await cls._start(_call_back)

    @classmethod
    async def start_digits(cls) -> TcpPeer:
        """Sends ``0123456789`` unasked and ends its side; what arrives is thrown away."""
        return await cls._start(_digits)

    @classmethod
    async def start_reset(cls) -> TcpPeer:
        """Waits for a byte, then breaks the connection off: the other side is sent a reset and not an end."""
        return await cls._start(_reset)

    @classmethod
    async def _start(cls, behave: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> TcpPeer:
        connections: set[asyncio.StreamWriter] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connections.add(writer)
            try:
                with contextlib.suppress(OSError, ValueError, asyncio.IncompleteReadError):
                    await behave(reader, writer)
            finally:
                connections.discard(writer)
                writer.close()

        return cls(await asyncio.start_server(connected, HOST, 0), connections)

    async def stop(self) -> None:
        """Stop listening and drop all connections."""
        self._server.close()
        for writer in list(self._connections):
            writer.transport.abort()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(_CHUNK):
        writer.write(chunk)
        await writer.drain()
    writer.write_eof()


async def _call_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    port = int(await reader.readline())
    back_reader, back_writer = await asyncio.open_connection(HOST, port)
    back_writer.write(b"hello from the peer")
    back_writer.write_eof()
    received = await back_reader.read(_CHUNK)
    while chunk := await back_reader.read(_CHUNK):
        received += chunk
    back_writer.close()
    writer.write(received + b"\n")
    await writer.drain()


async def _digits(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"0123456789")
    await writer.drain()
    writer.write_eof()
    while await reader.read(_CHUNK):
        pass


async def _reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readexactly(1)
    # To close a socket that lingers for no time is what makes the system send a reset.
    linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()


class UdpPeer(asyncio.DatagramProtocol):
    """Sends every datagram back to its sender."""

    port: int
    _transport: asyncio.DatagramTransport
    _socket: socket.socket

    @classmethod
    async def start(cls) -> UdpPeer:
        """Bind a port and echo from then on."""
        bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        bound.setblocking(False)
        bound.bind((HOST, 0))
        _, peer = await asyncio.get_running_loop().create_datagram_endpoint(lambda: cls(bound), sock=bound)
        return peer

    def __init__(self, bound: socket.socket) -> None:
        self.port = bound.getsockname()[1]
        self._socket = bound

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the transport (called by asyncio)."""
        # Before Python 3.12 asyncio's own datagram transports were not instances of this class.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Send it back (called by asyncio)."""
        if data:
            self._transport.sendto(data, addr)
        else:  # before Python 3.13 asyncio sent no empty datagrams
            with contextlib.suppress(OSError):
                self._socket.sendto(data, addr)

    async def stop(self) -> None:
        """Stop listening."""
        self._transport.close()


class RefusingPeer:
    """A port that is taken but where nothing listens, so that the operating system refuses every connection to it."""

    def __init__(self, taken: socket.socket) -> None:
        self.port: int = taken.getsockname()[1]
        self._taken = taken

    @classmethod
    async def start(cls) -> RefusingPeer:
        """Take a free TCP port without listening at it."""
        taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        taken.bind((HOST, 0))
        return cls(taken)

    async def stop(self) -> None:
        """Give the port back."""
        self._taken.close()


class UnresponsivePeer:
    """A port at which a connection is neither accepted nor refused: who connects waits, as for a host that is down.

    The queue of connections that nobody accepts is full. It takes a system that then keeps silent, as Linux does.
    """

    def __init__(self, listener: socket.socket, waiting: list[socket.socket]) -> None:
        self.port: int = listener.getsockname()[1]
        self._sockets = [listener, *waiting]

    @classmethod
    async def start(cls) -> UnresponsivePeer:
        """Listen with the shortest queue, and fill it."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.bind((HOST, 0))
        listener.listen(0)
        waiting: list[socket.socket] = []
        for _ in range(_QUEUED):
            one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
            waiting.append(one)
        return cls(listener, waiting)

    async def stop(self) -> None:
        """Close everything."""
        for one in self._sockets:
            one.close()


class HttpPeer:
    """An HTTP/1.1 server whose routes say what they do: see :meth:`start`."""

    def __init__(self, runner: web.AppRunner, server: asyncio.Server, recorder: Recorder) -> None:
        self.port: int = server.sockets[0].getsockname()[1]
        self._runner = runner
        self._server = server
        self._recorder = recorder

    @classmethod
    async def start(cls) -> HttpPeer:
        """Routes: ``/echo`` sends the request's body back; ``/inspect`` answers JSON with method, path and query,
        headers (names in lower case) and body; ``/status/N`` answers with status N; ``/bytes/N`` sends N bytes, the
        one at index i being i modulo 251; ``/chunks/N`` sends N chunks; ``/headers`` answers with repeated and unusual
        headers; ``/hang`` never answers; ``/cut`` drops the connection before the announced body is complete."""
        app = web.Application(client_max_size=_MOST_BODY, middlewares=[_let_go])
        app.router.add_route("*", "/echo", _http_echo)
        app.router.add_route("*", "/inspect", _http_inspect)
        app.router.add_route("*", "/status/{code}", _http_status)
        app.router.add_get("/bytes/{count}", _http_bytes)
        app.router.add_get("/chunks/{count}", _http_chunks)
        app.router.add_get("/headers", _http_headers)
        app.router.add_get("/hang", _http_hang)
        app.router.add_get("/cut", _http_cut)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handle_signals=False)
        await runner.setup()
        recorder = Recorder()

        def recorded() -> Recorded:
            handler = runner.server
            assert handler is not None
            return Recorded(handler(), recorder.connection())

        server = await asyncio.get_running_loop().create_server(recorded, HOST, 0)
        return cls(runner, server, recorder)

    def received(self) -> tuple[Received, ...]:
        """The requests that have come until now."""
        return self._recorder.received()

    async def quiet(self) -> None:
        """Wait until nobody is connected."""
        await self._recorder.quiet.wait()

    async def stop(self) -> None:
        """Stop listening and drop all connections."""
        self._server.close()
        await self._runner.cleanup()


@web.middleware
async def _let_go(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A guest may go away in the middle of a request: that is no error of the server's, and nothing to log."""
    try:
        return await handler(request)
    except ConnectionResetError:
        return web.Response()


async def _http_echo(request: web.Request) -> web.Response:
    content_type = request.headers.get("content-type", "application/octet-stream")
    return web.Response(body=await request.read(), headers={"content-type": content_type})


async def _http_inspect(request: web.Request) -> web.Response:
    seen = {
        "method": request.method,
        "path": request.raw_path,
        "headers": [[name.lower(), value] for name, value in request.headers.items()],
        "body": (await request.read()).decode("latin-1"),
    }
    return web.Response(text=json.dumps(seen, separators=(",", ":")), content_type="application/json")


async def _http_status(request: web.Request) -> web.Response:
    return web.Response(status=int(request.match_info["code"]))


async def _http_bytes(request: web.Request) -> web.Response:
    count = int(request.match_info["count"])
    return web.Response(body=bytes(index % 251 for index in range(count)))


async def _http_chunks(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    await response.prepare(request)
    for index in range(int(request.match_info["count"])):
        await response.write(b"chunk %d\n" % index)
    await response.write_eof()
    return response


async def _http_headers(_: web.Request) -> web.Response:
    response = web.Response(text="headers")
    response.headers.add("x-twice", "first")
    response.headers.add("x-twice", "second")
    response.headers["X-MiXeD"] = "Case"
    response.headers["x-empty"] = ""
    return response


async def _http_hang(_: web.Request) -> web.Response:
    await asyncio.sleep(3600)
    return web.Response()


async def _http_cut(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"content-length": "1000"})
    await response.prepare(request)
    await response.write(b"only this")
    assert request.transport is not None
    request.transport.close()
    return response
