"""The client that talks to a served guest: aiohttp, one connection per request, nothing followed or decoded."""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from conformance.case import RequestSpec, as_bytes
from conformance.observation import Exchange
from conformance.peers.loop import call

_MOST_BODY = 16 * 1024 * 1024


def exchange(host: str, port: int, requests: Sequence[RequestSpec], timeout_s: float) -> list[Exchange]:
    """Send the requests in order and say what came of each; a failed one does not keep the next from being sent."""
    return call(_exchange_all(host, port, requests, timeout_s), timeout_s * (len(requests) + 1))


async def _exchange_all(host: str, port: int, requests: Sequence[RequestSpec], timeout_s: float) -> list[Exchange]:
    connector = aiohttp.TCPConnector(force_close=True)
    timeout = aiohttp.ClientTimeout(total=timeout_s)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, auto_decompress=False) as session:
        # aiohttp asks again without a word when a server hangs up; what counts here is what a single request meets.
        session._retry_connection = False
        return [await _exchange(session, host, port, request) for request in requests]


async def _exchange(session: aiohttp.ClientSession, host: str, port: int, request: RequestSpec) -> Exchange:
    url = URL(f"http://{host}:{port}{request.path}", encoded=True)
    body = as_bytes(request.body) if request.body is not None else None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    received = bytearray()
    try:
        async with session.request(
            request.method, url, headers=CIMultiDict(request.headers), data=body, allow_redirects=False
        ) as response:
            status = response.status
            headers = tuple((name.lower(), value) for name, value in response.headers.items())
            async for chunk in response.content.iter_chunked(65536):
                received += chunk[: max(0, _MOST_BODY - len(received))]
    except TimeoutError:
        return Exchange(status=status, headers=headers, body=bytes(received), failure="no complete response in time")
    except (aiohttp.ClientError, OSError) as error:
        failure = f"{type(error).__name__}: {error}"
        return Exchange(status=status, headers=headers, body=bytes(received), failure=failure)
    return Exchange(status=status, headers=headers, body=bytes(received))
