"""The load generator where the machine has none: ``python -m conformance.startup.load_client URL CONNECTIONS SECONDS``.

aiohttp, one process, each connection sends its next request when it has the answer to the last. Prints one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import aiohttp

_OK = 200


async def load(url: str, connections: int, seconds: float) -> dict[str, object]:
    """Requests for so many seconds; the latencies in seconds of those that were answered with 200."""
    latencies: list[float] = []
    failed = 0
    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=10)) as session:
        started = time.perf_counter()
        deadline = started + seconds

        async def one() -> None:
            nonlocal failed
            while (sent := time.perf_counter()) < deadline:
                try:
                    async with session.get(url) as response:
                        await response.read()
                        good = response.status == _OK
                except (aiohttp.ClientError, TimeoutError):
                    good = False
                if good:
                    latencies.append(time.perf_counter() - sent)
                else:
                    failed += 1

        await asyncio.gather(*(one() for _ in range(connections)))
        elapsed = time.perf_counter() - started
    return {"latencies": latencies, "failed": failed, "seconds": elapsed}


def main() -> None:
    """The arguments are the URL, the connections and the seconds."""
    url, connections, seconds = sys.argv[1:]
    print(json.dumps(asyncio.run(load(url, int(connections), float(seconds)))))


if __name__ == "__main__":
    main()
