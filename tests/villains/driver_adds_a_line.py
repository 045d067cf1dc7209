"""Answers as it should, and adds a stray line, as a library that prints something might."""

import json

from driving import Request, drive, observation, raw


def vice(request: Request) -> bool:
    """Answer, and one thing more."""
    reply = {"seq": request["seq"], "observation": observation(request)}
    raw(json.dumps(reply).encode() + b"\nby the way\n")
    return True


drive(vice)
