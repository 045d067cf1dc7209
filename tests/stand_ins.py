"""Stand-ins: corpora and runtimes made for one test.

None of them runs WebAssembly. The component of a stand-in case is a Python program, or the very text that a guest would
have printed; a stand-in runtime starts it, or copies it out. What is under test is the suite.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from conformance.case import Case, FrontMatter
from conformance.corpus import load_corpus
from conformance.engine import Options, plan
from conformance.execution import run_locally
from conformance.report import Record
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spec import Wanted, load_runner

ROOT = Path(__file__).resolve().parents[1]
VILLAINS = Path(__file__).resolve().parent / "villains"
PYTHON = sys.executable
RUN_PROGRAM = ["{program}", "-S", "{component}", {"each": "arguments", "add": ["{value}"]}]
"""A command line that runs the component as a Python program."""
RUN_COPY = ["/bin/cat", "{component}"]
"""A command line that copies the component to stdout: the best-behaved runtime there is."""
SERVE_ADDRESS = r"http://(\S+):(\d+)/"
FRONT = {
    "title": "a stand-in",
    "spec": "wasi:cli/stdout#get-stdout",
    "clause": "Whatever this test says.",
    "level": "must",
    "since": "0.2.0",
    "checks": ["ran"],
}


def front_matter(**fields: Any) -> FrontMatter:
    """Front matter with these fields, and harmless ones else."""
    return msgspec.convert({**FRONT, **fields}, FrontMatter)


def a_case(case_id: str = "area/name", **fields: Any) -> Case:
    """A case that exists in memory only."""
    nowhere = Path("/nowhere")
    front = front_matter(**fields)
    return Case(id=case_id, source=nowhere, component=nowhere, component_sha256="0" * 64, front=front)


def report_lines(case: Case) -> list[bytes]:
    """The lines of a complete report in which every check of a case is as it should be."""
    lines: list[dict[str, Any]] = [{"case": case.id, "protocol": 1}]
    for name in case.check_names:
        choice = case.choices.get(name)
        said = {"ok": True, "got": "yes", "want": "yes"} if choice is None else {"got": choice.allowed[0]}
        lines.append({"check": name, **said})
    lines.append({"done": len(case.check_names)})
    return [json.dumps(line).encode() + b"\n" for line in lines]


def good_report(case_id: str = "area/name", **fields: Any) -> bytes:
    """A complete report in which every check is as it should be."""
    return b"".join(report_lines(a_case(case_id, **fields)))


def villain(name: str) -> bytes:
    """The text of a villain, to be the component of a case."""
    return (VILLAINS / f"{name}.py").read_bytes()


class Guest(msgspec.Struct, frozen=True):
    """What a stand-in case is made of: the bytes of its component, and what its front matter says more."""

    component: bytes
    front: dict[str, Any] = {}


def write_corpus(folder: Path, guests: Mapping[str, Guest | bytes]) -> Path:
    """A corpus on disk; the bytes alone stand for a guest without anything special in its front matter."""
    entries = {}
    for case_id, guest in guests.items():
        guest = guest if isinstance(guest, Guest) else Guest(guest)
        source, component = folder / f"{case_id}.c", folder / "prebuilt" / f"{case_id}.wasm"
        for file in (source, component):
            file.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(f"/*---\n{yaml.safe_dump({**FRONT, **guest.front}, sort_keys=False)}---*/\n")
        component.write_bytes(guest.component)
        hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (source, component)]
        entries[case_id] = dict(zip(("source", "component"), hashes, strict=True))
    (folder / "prebuilt").mkdir(parents=True, exist_ok=True)
    (folder / "prebuilt" / "manifest.json").write_text(json.dumps({"cases": entries}))
    return folder


def good_guests(count: int = 3, area: str = "good") -> dict[str, Guest | bytes]:
    """Some cases that report what they should, for a runtime that copies."""
    return {f"{area}/case-{index}": good_report(f"{area}/case-{index}") for index in range(count)}


def write_runner(folder: Path, name: str = "stand-in", **fields: Any) -> Path:
    """A runner folder; without more fields it runs components as Python programs."""
    lanes = (
        {} if "worker" in fields else {"process": {"run": RUN_PROGRAM, "environment": {"PYTHONPATH": str(VILLAINS)}}}
    )
    runner = {
        "name": name,
        "title": f"{name} (a stand-in)",
        "family": name,
        "provide": {"path": {"program": PYTHON}},
        **lanes,
        **fields,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "runner.yaml").write_text(yaml.safe_dump(runner, sort_keys=False))
    return folder


def write_copier(folder: Path, name: str = "copier") -> Path:
    """A runner folder for the best-behaved stand-in."""
    return write_runner(folder, name, process={"run": RUN_COPY})


def driver_lane(name: str, *arguments: str) -> dict[str, Any]:
    """The worker lane whose driver is one of the villains."""
    return {"command": [PYTHON, "-S", str(VILLAINS / f"{name}.py"), *arguments]}


def stand_in(folder: Path) -> Runtime:
    """The runtime of a runner folder."""
    return bring(Wanted(load_runner(folder), None))


def run_cases(cases: Sequence[Case], runtime: Runtime, *, timeout_s: float = 10.0, jobs: int = 2) -> dict[str, Record]:
    """Run cases on one runtime; the records by case."""
    try:
        records = run_locally(plan(cases, [runtime]), Options(timeout_s=timeout_s), jobs)
        return {record.case: record for record in records}
    finally:
        close_all()


def run_corpus(corpus: Path, runner: Path, *, timeout_s: float = 10.0, jobs: int = 2) -> dict[str, Record]:
    """Run a corpus on disk on the runtime of a runner folder; the records by case."""
    return run_cases(load_corpus(corpus).cases, stand_in(runner), timeout_s=timeout_s, jobs=jobs)


def alive(marker: str) -> list[str]:
    """The command lines of living processes, other than this one, that have ``marker`` in command or environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        if folder.name == str(os.getpid()):
            continue
        with contextlib.suppress(OSError):
            command = (folder / "cmdline").read_bytes()
            if marker.encode() in command + (folder / "environ").read_bytes():
                found.append(command.replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


def none_alive(marker: str, patience_s: float = 2.0) -> bool:
    """Whether soon nothing with ``marker`` is alive."""
    return eventually(lambda: not alive(marker), patience_s)


def eventually(condition: Any, patience_s: float = 5.0) -> bool:
    """Whether ``condition()`` comes true in time."""
    deadline = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@contextlib.contextmanager
def cli_process(*arguments: object, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """The real command in a process of its own, which is gone at the end."""
    command = [PYTHON, "-m", "conformance", *map(str, arguments)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
