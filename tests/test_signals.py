"""An interruption comes through, whatever Python is at when it comes."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator

import pytest

from conformance.interruption import listen, raise_if_asked


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    listen()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_nobody_asked() -> None:
    raise_if_asked()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_the_garbage_collector_drops_is_not_lost(number: signal.Signals) -> None:
    def interrupted(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            gc.callbacks.remove(interrupted)
            os.kill(os.getpid(), number)

    gc.callbacks.append(interrupted)
    gc.collect()  # which prints the KeyboardInterrupt, and goes on
    with pytest.raises(KeyboardInterrupt):
        raise_if_asked()
    listen()
    raise_if_asked()
