"""One asyncio loop in a thread of its own, in which all peers of this process live."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def call(coroutine: Coroutine[Any, Any, T], timeout_s: float = 60.0) -> T:
    """Run a coroutine in the peers' loop and wait for what it returns. Raises TimeoutError after ``timeout_s``."""
    future = asyncio.run_coroutine_threadsafe(coroutine, _running_loop())
    try:
        return future.result(timeout_s)
    except BaseException:
        future.cancel()
        raise


def _running_loop() -> asyncio.AbstractEventLoop:
    global _loop
    with _lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="peers", daemon=True).start()
        return _loop
