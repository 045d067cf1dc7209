"""Is killed by a signal in the middle of a run."""

import os
import signal

from driving import Request, drive


def vice(_: Request) -> bool:
    """Abort."""
    os.kill(os.getpid(), signal.SIGABRT)
    return True


drive(vice)
