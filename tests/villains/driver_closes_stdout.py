"""Closes its stdout in the middle of a run, and stays."""

import os
import time

from driving import Request, drive


def vice(_: Request) -> bool:
    """Close."""
    os.close(1)
    time.sleep(600)
    return True


drive(vice)
