"""Containers and other baselines. runc is run for real where it is; docker, podman and crun are stand-ins: scripts that
take the arguments that their manuals name, and start no container."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import struct
from pathlib import Path

import pytest
from startup_stand_ins import write_program

from conformance.startup import baselines
from conformance.startup.baselines import is_static, static_program
from conformance.startup.containers import TOOLS, container
from conformance.startup.processes import Lost, quietly

LOG = "open(os.environ['HOME'] + '/log', 'a').write(json.dumps(arguments) + '\\n')\n"
DOCKER = (
    LOG
    + """
if arguments[0] == "import":
    import tarfile
    with tarfile.open(arguments[1]) as tar:
        (entry,) = tar.getmembers()
        assert entry.mode == 0o755 and entry.size > 0 and "/" not in entry.name
elif arguments[0] == "run":
    assert "--rm" in arguments and "--pull=never" in arguments
"""
)
PODMAN = (
    LOG
    + """
root = arguments[arguments.index("--rootfs") + 1]
assert os.access(root + arguments[arguments.index("--rootfs") + 2], os.X_OK)
"""
)
CRUN = (
    LOG
    + """
place = arguments[arguments.index("--bundle") + 1]
if arguments[0] == "spec":
    with open(place + "/config.json", "w") as out:
        json.dump({"process": {"terminal": True, "args": ["sh"], "cwd": "/"}, "root": {"path": "x"}}, out)
else:
    config = json.load(open(place + "/config.json"))
    assert config["process"]["terminal"] is False and config["root"]["readonly"] is True
    assert os.access(place + "/rootfs" + config["process"]["args"][0], os.X_OK)
"""
)


def some_static(folder: Path) -> tuple[Path, tuple[str, ...]]:
    """A file that stands in for a static program."""
    file = folder / "busybox"
    file.write_bytes(b"\x7fELF and so on")
    file.chmod(0o755)
    return file, ("true",)


def logged(home: Path) -> list[list[str]]:
    """The arguments that a stand-in was started with."""
    return [json.loads(line) for line in (home / "log").read_text().splitlines()]


@pytest.mark.parametrize(("tool", "body"), [("docker", DOCKER), ("podman", PODMAN), ("crun", CRUN), ("runc", CRUN)])
def test_a_stand_in_is_asked_as_its_manual_has_it(
    tool: str, body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_program(tmp_path / "bin", tool, body)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    static = some_static(tmp_path)
    with contextlib.ExitStack() as after:
        note, command = container(tool, static, tmp_path, after)
        assert tool in note
        words = command()
        assert words[0] == str(tmp_path / "bin" / tool)
        if tool in ("docker", "podman"):
            assert words[-2:] == ["/busybox", "true"]
    verbs = [arguments[0] for arguments in logged(tmp_path)]
    wanted = {"docker": ["info", "import", "run", "rmi"], "podman": ["run"]}
    assert verbs == wanted.get(tool, ["spec", "run"])


def test_every_container_of_a_bundle_has_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_program(tmp_path / "bin", "runc", CRUN)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path))
    _, command = container("runc", some_static(tmp_path), tmp_path, contextlib.ExitStack())
    assert len({command()[-1] for _ in range(20)}) == 20


def test_without_daemon_without_tool_and_without_static_program_there_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "print('first', file=sys.stderr)\nsys.exit('Cannot connect to the daemon')"
    write_program(tmp_path / "bin", "docker", body)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    after = contextlib.ExitStack()
    with pytest.raises(Lost, match=r"^Cannot connect to the daemon$"):
        container("docker", some_static(tmp_path), tmp_path, after)
    with pytest.raises(Lost, match="podman is not on PATH"):
        container("podman", some_static(tmp_path), tmp_path, after)
    with pytest.raises(Lost, match="no program that is linked statically"):
        container("docker", None, tmp_path, after)


@pytest.mark.skipif(shutil.which("runc") is None or os.geteuid() != 0, reason="needs runc, and root")
def test_a_real_container_runs_the_program_and_nothing_else(tmp_path: Path) -> None:
    static = static_program()
    if static is None:
        pytest.skip("this machine has no program that is linked statically")
    try:
        _, command = container("runc", static, tmp_path, contextlib.ExitStack())
    except Lost as lost:
        pytest.skip(f"runc cannot start a container here: {lost}")
    quietly(command(), os.environ)
    config = tmp_path / "container-runc" / "config.json"
    told = json.loads(config.read_text())
    told["process"]["args"] = ["/nothing-like-it"]
    config.write_text(json.dumps(told))
    with pytest.raises(Lost, match="nothing-like-it"):
        quietly(command(), os.environ)


def elf(*kinds: int, wide: bool = True, little: bool = True) -> bytes:
    """The head of an ELF program with program headers of these kinds."""
    order = "<" if little else ">"
    ident = b"\x7fELF" + bytes((2 if wide else 1, 1 if little else 2, 1)) + bytes(9)
    if wide:
        head = struct.pack(f"{order}HHIQQQIHHHHHH", 2, 62, 1, 0, 64, 0, 0, 64, 56, len(kinds), 0, 0, 0)
        return ident + head + b"".join(struct.pack(f"{order}I", kind) + bytes(52) for kind in kinds)
    head = struct.pack(f"{order}HHIIIIIHHHHHH", 2, 3, 1, 0, 52, 0, 0, 52, 32, len(kinds), 0, 0, 0)
    return ident + head + b"".join(struct.pack(f"{order}I", kind) + bytes(28) for kind in kinds)


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("little", [True, False])
def test_a_program_is_static_when_nothing_interprets_it(wide: bool, little: bool, tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.write_bytes(elf(1, 1, 2, wide=wide, little=little))
    assert is_static(file)
    file.write_bytes(elf(6, 3, 1, wide=wide, little=little))
    assert not is_static(file)


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"#!/bin/sh\n", b"\x7fELF" + b"\xff" * 80, bytes(200), elf()])
def test_garbage_is_no_static_program(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "garbage"
    file.write_bytes(data)
    assert not is_static(file)
    assert not is_static(tmp_path / "nowhere")


def test_a_machine_without_programs_still_has_a_reason_for_every_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from conformance.startup.guests import bench_guests
    from conformance.startup.machine import Pinning
    from conformance.startup.probes import Setting

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(baselines, "static_program", lambda: None)
    setting = Setting(bench_guests(tmp_path, quick=True), tmp_path, Pinning(False), 30)
    lost = {}
    for probe in baselines.baseline_probes(setting, contextlib.ExitStack()):
        try:
            assert probe.sample()[0]
        except Lost as reason:
            lost[probe.keys[0].subject] = str(reason)
    assert set(lost) == {"native", "native, again", "native, static", *(f"container, {one}" for one in TOOLS)}
    assert "python" in baselines.waiting_commands()
