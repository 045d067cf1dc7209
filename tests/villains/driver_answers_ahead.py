"""Answers as it should, and answers the next request in advance, with a guess."""

import json

from driving import Request, drive, observation, raw


def vice(request: Request) -> bool:
    """Answer twice, in one breath."""
    replies = [{"seq": request["seq"] + ahead, "observation": observation(request)} for ahead in (0, 1)]
    raw(b"".join(json.dumps(reply).encode() + b"\n" for reply in replies))
    return True


drive(vice)
