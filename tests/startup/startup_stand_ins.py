"""Stand-ins for what is measured: a runtime, its driver, and the programs of the machine. None is the real one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml
from stand_ins import PYTHON, VILLAINS, write_runner

import conformance.startup.bare_server as bare

RUN = str(VILLAINS / "runs_bench_guests.py")


def write_measured(
    folder: Path, *vices: str, drives: tuple[str, ...] = (), marks: Path | None = None, **startup: Any
) -> Path:
    """The folder of a runtime that starts, serves and measures.

    ``vices`` are those of its program, ``drives`` those of its driver. In ``marks`` each start leaves a file.
    """
    chosen = [word for vice in vices for word in ("--vice", vice)]
    lane = {
        "run": [PYTHON, "-S", RUN, *chosen, "{component}"],
        "serve": {"command": [PYTHON, "-I", bare.__file__], "address": r"http://(\S+):(\d+)/"},
    }
    environment = {"BENCH_MARKS": str(marks)} if marks is not None else {}
    write_runner(folder, "measured", process={**lane, "environment": environment})
    ways = {"again": {"phase": "cached-start", "about": "the same once more"}}
    driver = [PYTHON, "-S", str(VILLAINS / "driver_measures.py"), *drives]
    made = {"ways": ways, "driver": driver, "cannot": {"load": "it has nothing to load"}, **startup}
    (folder / "startup.yaml").write_text(yaml.safe_dump(made))
    return folder


def write_program(folder: Path, name: str, body: str) -> Path:
    """A program on disk, in Python, that stands in for one of the machine's."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!{sys.executable} -S\nimport json, os, sys\narguments = sys.argv[1:]\n{body}\n")
    file.chmod(0o755)
    return file
