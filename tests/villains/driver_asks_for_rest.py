"""Keeps the protocol, asks to be replaced after two runs, and says on every guest's stderr which process it is."""

import base64
import os

from driving import Request, drive, observation, say


def vice(request: Request) -> bool:
    """Answer."""
    if request["verb"] == "hello":
        say(seq=request["seq"], protocol=1, driver="villain", recycle_after=3)
    else:
        mine = base64.b64encode(b"pid %d" % os.getpid()).decode()
        say(seq=request["seq"], observation=observation(request, code=1, stderr=mine))
    return True


drive(vice, "hello", "run")
