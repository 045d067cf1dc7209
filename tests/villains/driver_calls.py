"""Knows the verb `call`: functions give back their argument. Over the argument 13 it does what its first argument says.

    driver_calls.py VICE FOLDER

It adds a line to `FOLDER/starts` when it starts, so that a test can count its lives.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from driving import Request, answer, raw, say

VICE, FOLDER = sys.argv[1], Path(sys.argv[2])
with open(FOLDER / "starts", "a", encoding="ascii") as starts:
    starts.write(f"{os.getpid()}\n")


def once() -> bool:
    """Whether this has not happened yet in any life."""
    if (FOLDER / "happened").exists():
        return False
    (FOLDER / "happened").touch()
    return True


def misbehave() -> None:
    """The vice, where it is one that comes between two calls."""
    if VICE == "exits":
        print("out of luck", file=sys.stderr)
        sys.exit(3)
    if VICE in ("is-killed", "dies-untold") or (VICE == "dies-once" and once()):
        os.kill(os.getpid(), signal.SIGABRT)
    if VICE == "hangs":
        time.sleep(600)
    if VICE == "talks":
        raw(b"thread panicked at lib.rs\n")
        time.sleep(600)


def outcome(call: dict[str, list[object]]) -> dict[str, object]:
    """How a call ends."""
    (argument,) = call["arguments"]
    if argument == 13:
        misbehave()
        strange: dict[str, dict[str, object]] = {
            "traps": {"trapped": "thirteen"},
            "rejects": {"rejected": "no"},
            "garbles": {"returned": "thirteen"},
            "says-nothing": {},
            "invents-imports": {"returned": 13, "taken": [["nobody", []]]},
        }
        return strange.get(VICE, {"returned": 13})
    return {"returned": argument}


def call(request: Request) -> None:
    """Outcomes, each written before the next call."""
    if VICE == "refuses":
        say(seq=request["seq"], outcomes=[], refused="not today")
        return
    if VICE in ("dies-untold", "behaves-untold"):  # tells nothing before it is done
        outcomes = [[outcome(one) for one in sequence] for sequence in request["sequences"]]
        say(seq=request["seq"], outcomes=outcomes)
        return
    raw(f'{{"seq":{request["seq"]},"outcomes":['.encode())
    for number, sequence in enumerate(request["sequences"]):
        raw(b",[" if number else b"[")
        for index, one in enumerate(sequence):
            ended = outcome(one)
            raw((b"," if index else b"") + json.dumps(ended).encode())
            if "returned" not in ended:
                break
        raw(b"]")
    if VICE == "adds":
        raw(b',[{"returned":1}]')
    raw(b"]}\n")


def main() -> None:
    """Answer requests until they end."""
    offers: dict[str, object] = {"cannot": {"cannot": "too old"}, "tires": {"recycle_after": 2}}
    for line in sys.stdin:
        request = json.loads(line)
        if request["verb"] == "hello" and VICE != "never-heard-of-it":
            say(seq=request["seq"], protocol=1, driver="villain", calls=offers.get(VICE, {}))
        elif request["verb"] == "call":
            call(request)
        else:
            answer(request)


main()
