"""Answers as it should, but leaves a child in its group and a daemon outside of it."""

import os
import time

from driving import Request, drive


def vice(_: Request) -> bool:
    """Multiply."""
    for daemon in (False, True):
        if os.fork() == 0:
            if daemon:
                os.setsid()
                os.closerange(0, 3)
            time.sleep(600)
    return False


drive(vice)
