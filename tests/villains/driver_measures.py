"""A driver that measures nothing real: it answers each `measure` with a microsecond a turn.

Arguments are vices, `PHASE=VICE`: `dies`, `refuses`, `miscounts`, `negative`, `nonsense`, `escapes`, `hangs`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from driving import raw, say

MEASURES = ["nothing", "compile", "instantiate", "warm-call"]
VICES = dict(argument.split("=") for argument in sys.argv[1:])


def measure(seq: int, phase: str, loops: int) -> None:
    """The answer, or the vice in its place."""
    good: dict[str, Any] = {"seconds": loops * 1e-6, "loops": loops}
    vice = VICES.get(phase)
    if vice == "dies":
        os._exit(3)
    elif vice == "hangs":
        time.sleep(60)
    elif vice == "nonsense":
        raw(b"no JSON at all\n")
    elif vice in ("refuses", "escapes"):
        say(seq=seq, refused="not today" if vice == "refuses" else "\x1b[31m<b>|red|</b>\u202e")
    elif vice == "miscounts":
        say(seq=seq, measured={"seconds": 1.0, "loops": loops + 1})
    elif vice == "negative":
        say(seq=seq, measured={"seconds": -1.0, "loops": loops})
    else:
        say(seq=seq, measured=good)


for line in sys.stdin:
    request = json.loads(line)
    if request["verb"] == "hello":
        say(seq=request["seq"], protocol=1, driver="measures", parts={}, measures=MEASURES)
    elif request["verb"] == "measure":
        measure(request["seq"], request["phase"], request["loops"])
    else:
        say(seq=request["seq"], measured={"seconds": 0.0, "loops": request.get("instances", 0)})
