"""A server that does nothing but answer: what a load generator reaches against it is the most that it can show.

``python bare_server.py`` prints its address and answers each GET with the same bytes. Standard library only.
"""

from __future__ import annotations

import asyncio

_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nhello\n"
_END = b"\r\n\r\n"


class _Answering(asyncio.Protocol):
    def __init__(self) -> None:
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *whole, self._unread = (self._unread + data).split(_END)
        self._transport.write(_ANSWER * len(whole))


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(_Answering, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    print(f"http://{host}:{port}/", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
