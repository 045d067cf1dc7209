"""Exits with code 3 and a last word in the middle of a run."""

import sys

from driving import Request, drive


def vice(_: Request) -> bool:
    """Leave."""
    print("first words", file=sys.stderr)
    print("out of luck", file=sys.stderr)
    sys.exit(3)


drive(vice)
