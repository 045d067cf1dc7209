"""The tools that bring runtimes: uv and npm, run to their end, with a word now and then while that takes long."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from conformance.errors import Unprovided

Tell = Callable[[str], None]
_INSTALL_TIMEOUT_S = 900.0
_PATIENCE_S = 10.0
"""Seconds between two words about something that takes long."""


def find_uv() -> str:
    """uv's program: the one that came with the suite, else one on PATH. Raises :class:`Unprovided` without any.

    Looked for by ourselves, because uv's own search asks sysconfig, which several threads cannot do for the first time.
    """
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        raise Unprovided("uv", "it is not installed; `pip install uv` brings it")
    return found


def run_tool(
    label: str,
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    given: str = "",
    tell: Tell = lambda _: None,
) -> str:
    """Run a tool on behalf of the runtime ``label``; its stdout. Raises :class:`Unprovided` with its last words."""
    try:
        with _patiently(tell):
            done = subprocess.run(
                list(command),
                input=given,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_INSTALL_TIMEOUT_S,
                env=dict(environment) if environment is not None else None,
                check=False,
            )
    except OSError as error:
        raise Unprovided(label, f"{command[0]} could not be started: {error}") from None
    except subprocess.TimeoutExpired:
        raise Unprovided(label, f"installing took more than {_INSTALL_TIMEOUT_S:g} s: {' '.join(command)}") from None
    if done.returncode != 0:
        said = _last_words(done.stderr.strip() or done.stdout.strip())
        raise Unprovided(label, f"installing failed with exit code {done.returncode}:\n{said}")
    return done.stdout


def _last_words(text: str, most: int = 6) -> str:
    """What a tool said last. npm says first what is wrong, and then how it is used."""
    lines = [line for line in text.splitlines() if line.strip() and line.strip() != "npm error"]
    errors = [line for line in lines if line.startswith("npm error")]
    return "\n".join(errors[:most] if errors else lines[-most:])


@contextmanager
def _patiently(tell: Tell) -> Iterator[None]:
    """Says every few seconds that something is still going on."""
    over, started = threading.Event(), time.monotonic()

    def talk() -> None:
        while not over.wait(_PATIENCE_S):
            tell(f"still at it after {time.monotonic() - started:.0f} s")

    talker = threading.Thread(target=talk, daemon=True)
    talker.start()
    try:
        yield
    finally:
        over.set()


def with_node_first(node: str) -> dict[str, str]:
    """The environment for npm, whose scripts start ``node`` by name: the one that was chosen has to be found first."""
    return os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def npm_of(node: Path) -> list[str]:
    """The command that starts the npm of a Node.js from PyPI, or the machine's npm beside a node of the machine's."""
    script = node.parent.parent / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(node), str(script)] if script.exists() else [shutil.which("npm") or "npm"]
