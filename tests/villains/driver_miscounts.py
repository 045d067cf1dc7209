"""Answers under another sequence number."""

from driving import Request, drive, observation, say


def vice(request: Request) -> bool:
    """Answer the request before this one."""
    say(seq=request["seq"] - 1, observation=observation(request))
    return True


drive(vice)
