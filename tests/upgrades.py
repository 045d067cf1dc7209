"""Stand-ins for two versions of a runtime: programs that get worse, better, flaky, or vanish, case by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from stand_ins import PYTHON, write_runner

NAME = "stand-in"
_PROGRAM = """#!{python} -S
import os, signal, sys, time
if sys.argv[1] == "--version":
    print("stand-in {version}")
    sys.exit()
component = sys.argv[1]
case = "/".join(component.removesuffix(".wasm").split("/")[-2:])
deeds = {deeds!r}.get(case, ["pass"])
fd = os.open({counters!r} + "/" + case.replace("/", "."), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.write(fd, b".")
deed = deeds[min(os.fstat(fd).st_size, len(deeds)) - 1]
report = open(component).read()
if deed == "vanish":
    os.unlink(sys.argv[0])
if deed == "crash":
    os.kill(os.getpid(), signal.SIGKILL)
if deed == "hang":
    time.sleep(60)
if deed == "refuse":
    print("no such import", file=sys.stderr)
    sys.exit(99)
if deed in ("fail", "vanish", "fail otherwise"):
    report = report.replace('"ok": true, "got": "yes"', '"ok": false, "got": "%s"' % deed)
print(report, end="")
"""


def write_upgradable(folder: Path) -> Path:
    """The runner folder of a runtime that is there in any number of versions: the programs that :func:`build` makes."""
    return write_runner(
        folder,
        NAME,
        process={
            "run": ["{program}", "{component}"],
            "endings": [{"exit": [99], "stderr": "no such import", "is": "refused"}],
        },
        version={"parts": {NAME: {"command": ["{program}", "--version"], "pattern": r"stand-in (\S+)"}}},
    )


def build(folder: Path, version: str, deeds: Mapping[str, Sequence[str]] | None = None) -> str:
    """A version, as ``-r`` takes it. ``deeds``: case → what it does at each attempt; the last one it does for ever.

    It can `pass`, `fail`, `fail otherwise`, `crash`, `hang`, `refuse` and `vanish`: fail, and never be there again.
    """
    counters = folder / f"{version}.counters"
    counters.mkdir(parents=True, exist_ok=True)
    program = folder / version
    text = _PROGRAM.format(python=PYTHON, version=version, deeds=dict(deeds or {}), counters=str(counters))
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    return f"{NAME}:{program}"
