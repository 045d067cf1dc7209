"""Writes 100 MB to stderr before it answers."""

import os

from driving import Request, drive


def vice(request: Request) -> bool:
    """Write."""
    for _ in range(100):
        left = memoryview(b"x" * (1 << 20))
        while left:
            left = left[os.write(2, left) :]
    return False


drive(vice)
