"""A stand-in for a runtime: does what each guest of the benchmark would do, told by the texts in its bytes.

With `--vice GUEST=VICE` it does otherwise over that guest: `dies`, `prints`, `hangs`, `fails`, or `remembers`, which
fails when it finds what an earlier start left below its home. In the folder BENCH_MARKS each start leaves a file.
"""

from __future__ import annotations

import os
import signal
import sys
import time

if "BENCH_MARKS" in os.environ:
    os.makedirs(os.environ["BENCH_MARKS"], exist_ok=True)
    with open(f"{os.environ['BENCH_MARKS']}/{os.getpid()}", "w"):
        pass
arguments = sys.argv[1:]
vices = {}
while arguments[0] == "--vice":
    guest, _, chosen = arguments[1].partition("=")
    vices[guest] = chosen
    arguments = arguments[2:]
with open(arguments[0], "rb") as stream:
    data = stream.read()
name = (
    "wait" if b"ready\n" in data else "hello" if b"hello\n" in data else "large" if len(data) > 50000 else
    "compute" if len(data) > 400 else "empty"
)  # fmt: skip
vice = vices.get(name)
if vice == "dies":
    os.kill(os.getpid(), signal.SIGSEGV)
elif vice == "hangs":
    time.sleep(60)
elif vice == "fails":
    sys.exit("\x1b]0;title\x07no such luck")
elif vice == "remembers":
    left = [f"{folder}/was-here" for folder in (os.environ["HOME"], os.environ["XDG_CACHE_HOME"])]
    if any(map(os.path.exists, left)):
        sys.exit("been here before")
    for file in left:
        open(file, "w").close()
elif vice == "prints":
    print("what nobody asked for")
if name in ("hello", "wait"):
    print("hello" if name == "hello" else "ready", flush=True)
if name == "wait":
    sys.stdin.read()
