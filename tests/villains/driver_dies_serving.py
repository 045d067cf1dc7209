"""Says that it serves, and dies."""

import sys

from driving import Request, drive, say


def vice(request: Request) -> bool:
    """Promise, and leave."""
    say(seq=request["seq"], serving={"host": "127.0.0.1", "port": 9})
    sys.exit("could not bear it")


drive(vice, "serve")
