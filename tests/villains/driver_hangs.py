"""Never answers."""

import time

from driving import Request, drive


def vice(_: Request) -> bool:
    """Sleep."""
    time.sleep(600)
    return True


drive(vice)
