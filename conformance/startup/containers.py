"""Containers as a baseline: one static program of the machine's own in an otherwise empty root, nothing is pulled."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Callable, Sequence
from pathlib import Path

from conformance.runtimes.process_lane import base_environment
from conformance.startup.processes import Lost, quietly

_IMAGE = "wasi-conformance-bench:local"
TOOLS = ("docker", "podman", "crun", "runc")
Command = Callable[[], Sequence[str]]


def container(
    tool: str, static: tuple[Path, tuple[str, ...]] | None, folder: Path, after: contextlib.ExitStack
) -> tuple[str, Command]:
    """What is done, in words, and what makes the command of each start; ``after`` tidies up.

    The program ran once in a container when this returns. Raises :class:`Lost` with the reason why it cannot.
    """
    program = shutil.which(tool)
    if program is None:
        raise Lost(f"{tool} is not on PATH")
    if static is None:
        raise Lost("this machine has no program that is linked statically, to be put into a container")
    place = folder / f"container-{tool}"
    place.mkdir()
    arguments = [f"/{static[0].name}", *static[1]]
    makers = {"docker": _imported, "podman": _rooted}
    note, command = makers.get(tool, _bundled)(program, static[0], arguments, place)
    if tool == "docker":
        after.callback(_forget, program)
    quietly(command(), environment())
    return note, command


def environment() -> dict[str, str]:
    """What the tools find of their user's: where a daemon listens, and where state may be kept."""
    names = ("HOME", "DOCKER_HOST", "DOCKER_CONFIG", "XDG_RUNTIME_DIR", "CONTAINER_HOST")
    return {**base_environment(), **{name: os.environ[name] for name in names if name in os.environ}}


def _bundled(program: str, static: Path, arguments: list[str], place: Path) -> tuple[str, Command]:
    """crun and runc: a bundle on disk, and a new name for each container."""
    _root(static, place / "rootfs")
    quietly([program, "spec", "--bundle", str(place), *(["--rootless"] if os.geteuid() else [])], environment())
    file = place / "config.json"
    config = json.loads(file.read_bytes())
    config["process"] |= {"terminal": False, "args": arguments}
    config["root"] = {"path": "rootfs", "readonly": True}
    file.write_text(json.dumps(config))
    prefix, numbers = f"wasi-bench-{secrets.token_hex(4)}", itertools.count()

    def command() -> Sequence[str]:
        return [program, "run", "--bundle", str(place), f"{prefix}-{next(numbers)}"]

    return f"`{Path(program).name} run` of a bundle that holds one static program", command


def _rooted(program: str, static: Path, arguments: list[str], place: Path) -> tuple[str, Command]:
    """podman: a root file system on disk."""
    _root(static, place / "rootfs")
    command = [program, "run", "--rm", "--network=none", "--rootfs", str(place / "rootfs"), *arguments]
    return "`podman run --rm --network=none` of a root that holds one static program", lambda: command


def _imported(program: str, static: Path, arguments: list[str], place: Path) -> tuple[str, Command]:
    """docker: an image made of an archive."""
    quietly([program, "info", "--format", "{{.ServerVersion}}"], environment())
    archive = place / "root.tar"
    with tarfile.open(archive, "w") as tar:
        entry = tarfile.TarInfo(static.name)
        data = static.read_bytes()
        entry.size, entry.mode = len(data), 0o755
        tar.addfile(entry, io.BytesIO(data))
    quietly([program, "import", str(archive), _IMAGE], environment())
    command = [program, "run", "--rm", "--network=none", "--pull=never", _IMAGE, *arguments]
    return "`docker run --rm --network=none` of an image that holds one static program", lambda: command


def _forget(program: str) -> None:
    """Take our image out of docker's store."""
    with contextlib.suppress(Lost):
        quietly([program, "rmi", "--force", _IMAGE], environment())


def _root(static: Path, root: Path) -> None:
    """A root file system with a program in it, and the folders that container runtimes mount into."""
    for name in ("dev", "proc", "sys"):
        (root / name).mkdir(parents=True)
    shutil.copyfile(static, root / static.name)
    (root / static.name).chmod(0o755)
