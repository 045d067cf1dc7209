"""An interruption that cannot get lost.

Python drops what a signal's handler raises while a destructor or a callback of the garbage collector runs. Whoever goes
on for minutes asks now and then whether that has happened.
"""

from __future__ import annotations

import signal
from typing import NoReturn

_asked = False


def listen() -> None:
    """Have SIGTERM, and SIGINT where it is not ignored, come as :class:`KeyboardInterrupt`: an end in good order."""
    global _asked
    _asked = False
    signal.signal(signal.SIGTERM, _ask)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _ask)


def raise_if_asked() -> None:
    """Raise :class:`KeyboardInterrupt` if a signal has asked for it, however that was received."""
    if _asked:
        raise KeyboardInterrupt


def _ask(*_: object) -> NoReturn:
    """Not by way of SIGINT, which a shell lets its background jobs ignore."""
    global _asked
    _asked = True
    raise KeyboardInterrupt
