"""Finding a program that is new enough (or old enough): Python interpreters and Node.js on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

_PROBE_TIMEOUT_S = 20.0


def find_python(specifier: str | None) -> Path | None:
    """An interpreter whose version is in ``specifier``: the running one if it fits, else the newest that is found."""
    wanted = SpecifierSet(specifier or "")
    if ".".join(map(str, sys.version_info[:3])) in wanted:
        return Path(sys.executable)
    found: dict[Version, Path] = {}
    for path in _python_candidates():
        version = program_version([str(path), "-c", "import platform; print(platform.python_version())"])
        if version is not None and version in wanted:
            found.setdefault(version, path)
    return found[max(found)] if found else None


def _python_candidates() -> Iterator[Path]:
    """Interpreters on PATH and where pyenv and uv put theirs. pyenv's shims may refuse to start: they are probed."""
    named = re.compile(r"python3\.\d+$")
    for folder in os.get_exec_path():
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        yield from (Path(folder, name) for name in names if named.match(name))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    managed = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python"))
    yield from sorted(pyenv.glob("versions/3.*/bin/python3"))
    yield from sorted(managed.glob("cpython-3*/bin/python3"))


def find_node(specifier: str) -> Path | None:
    """The Node.js on PATH when its version is in ``specifier``."""
    program = shutil.which("node")
    version = program_version([program, "--version"]) if program else None
    return Path(program) if program and version is not None and version in SpecifierSet(specifier) else None


def program_version(command: list[str]) -> Version | None:
    """The version that a command prints, or None when it cannot be run or prints none."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PROBE_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"\d+\.\d+[\w.+-]*", done.stdout) if done.returncode == 0 else None
    try:
        return Version(match[0]) if match else None
    except InvalidVersion:
        return None
