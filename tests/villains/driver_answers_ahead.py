"""Answers as it should, and answers the next request in advance, with a guess."""

import json

from driving import Request, drive, observation, raw


def vice(request: Request) -> bool:
    """Answer twice."""
    for seq in (request["seq"], request["seq"] + 1):
        raw(json.dumps({"seq": seq, "observation": observation(request)}).encode() + b"\n")
    return True


drive(vice)
