"""Holding an environment: shared by all who use it, alone by the one who makes or removes it.

The hold is the kernel's lock on a file that is never removed. It ends with the process that has it, however that ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path


class Hold:
    """A hold on the file of an environment, until :meth:`release`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go."""
        os.close(self._descriptor)


def hold_to_use(file: Path, waiting: Callable[[], None] = lambda: None) -> Hold:
    """Hold together with other users. ``waiting`` is called once when somebody makes or removes the environment."""
    hold = _try(file, fcntl.LOCK_SH)
    if hold is None:
        waiting()
        descriptor = _opened(file)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        hold = Hold(descriptor)
    return hold


@contextlib.contextmanager
def held_alone_at_once(file: Path) -> Iterator[bool]:
    """Hold alone for the time of the ``with`` block if nobody else has a hold; says whether that came true."""
    hold = _try(file, fcntl.LOCK_EX)
    try:
        yield hold is not None
    finally:
        if hold is not None:
            hold.release()


def _try(file: Path, kind: int) -> Hold | None:
    descriptor = _opened(file)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Hold(descriptor)


def _opened(file: Path) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
