"""Dies when it is asked to serve."""

import sys

from driving import Request, drive


def vice(_: Request) -> bool:
    """Leave."""
    sys.exit("could not bear it")


drive(vice, "serve")
