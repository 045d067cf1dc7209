"""Answers with the bytes that its first argument names in Python's notation; ``{seq}`` is filled in."""

import ast
import sys

from driving import Request, drive, raw

NONSENSE: bytes = ast.literal_eval(sys.argv[1])


def vice(request: Request) -> bool:
    """Talk."""
    raw(NONSENSE.replace(b"{seq}", str(request["seq"]).encode()) + b"\n")
    return True


drive(vice)
