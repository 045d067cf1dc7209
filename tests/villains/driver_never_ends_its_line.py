"""Answers with 200 MB without the end of a line."""

from driving import Request, drive, raw


def vice(request: Request) -> bool:
    """Write."""
    for _ in range(200):
        raw(b"x" * (1 << 20))
    return True


drive(vice)
