"""Closes its stderr, and takes its time with the answer."""

import os
import time

from driving import Request, drive


def vice(_: Request) -> bool:
    """Close."""
    os.close(2)
    time.sleep(0.3)
    return False


drive(vice)
