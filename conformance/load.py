"""Load on purpose: programs that keep every processor busy, to find out what only works on an idle machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

# Each ends by itself soon after whoever started it is gone, also when that was killed.
_BURN = """
import os, time
parent = os.getppid()
while os.getppid() == parent:
    until = time.monotonic() + 0.2
    while time.monotonic() < until:
        pass
"""


@contextlib.contextmanager
def load(programs: int | None = None) -> Iterator[int]:
    """Keep processors busy for the time of a ``with`` block: two programs for each, or as many as said."""
    count = 2 * (os.cpu_count() or 1) if programs is None else programs
    running = [subprocess.Popen([sys.executable, "-S", "-c", _BURN], stdin=subprocess.DEVNULL) for _ in range(count)]
    try:
        yield count
    finally:
        for program in running:
            program.kill()
        for program in running:
            program.wait()
