"""Environments that two processes, a kill and a tampered package cannot spoil.

The packages are small wheels made here; uv is the real one, and has no registry.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import jsonschema
import pytest
from conftest import Cli
from stand_ins import PYTHON, eventually
from wheels import make_wheel, of_wheel

from conformance.errors import Malformed, Unprovided
from conformance.resources import RUNNERS
from conformance.runtimes import tools
from conformance.runtimes.environments import environments_dir, provide, stop_using
from conformance.runtimes.installed import InUse, installed, remove, unneeded
from conformance.runtimes.spec import Wanted, load_runner, load_runners


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels that is all the registry that uv has; and caches of one's own."""
    folder = tmp_path / "wheels"
    for version in ("1.0.0", "2.0.0"):
        make_wheel(folder, version)
    monkeypatch.setenv("WASI_CONFORMANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("UV_FIND_LINKS", str(folder))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    return folder


def test_a_version_is_locked_once_and_comes_back_as_it_was(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_runner(of_wheel(tmp_path / "runner"))
    said: list[str] = []
    folder = Path(provide(loaded, "1.0.0", said.append).folder)
    lock = (folder / "lock.txt").read_text()
    assert lock.startswith("thing==1.0.0 \\\n    --hash=sha256:")
    assert said[0] == "thing@1.0.0: installing thing==1.0.0"
    assert "installed, " in said[-1]
    stop_using()
    (entry,) = installed({})
    assert (entry.label, entry.lock, entry.complete, entry.in_use) == ("thing@1.0.0", "resolved", True, False)
    remove(entry)
    make_wheel(shelf, "1.0.0", "# not what it was")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "another-uv-cache"))
    with pytest.raises(Unprovided, match=r"(?i)hash mismatch"):
        provide(load_runner(of_wheel(tmp_path / "runner")), "1.0.0")
    assert [entry.complete for entry in installed({})] == [False]


def test_a_committed_lock_is_what_is_installed(shelf: Path, tmp_path: Path) -> None:
    runner = of_wheel(tmp_path / "runner")
    (runner / "locks").mkdir()
    lock = runner / "locks" / "2.0.0.txt"
    lock.write_text(f"thing==2.0.0 \\\n    --hash=sha256:{'0' * 64}\n")
    with pytest.raises(Unprovided, match=r"(?i)hash mismatch"):
        provide(load_runner(runner), "2.0.0")
    lock.write_text("thing==1.0.0\n")
    with pytest.raises(Malformed, match=r"expected thing==2\.0\.0, got thing==1\.0\.0"):
        provide(load_runner(runner), "2.0.0")
    lock.write_text("thing 2\n")
    with pytest.raises(Malformed, match=r"2\.0\.0\.txt:1: error: expected a pinned package or its hashes"):
        provide(load_runner(runner), "2.0.0")
    good = hashlib.sha256((shelf / "thing-2.0.0-py3-none-any.whl").read_bytes()).hexdigest()
    lock.write_text(f"thing==2.0.0 \\\n    --hash=sha256:{good}\n")
    assert Path(provide(load_runner(runner), "2.0.0").folder, "lock.txt").read_bytes() == lock.read_bytes()


def test_a_version_that_nobody_has_is_told_so(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(Unprovided, match=r"thing==9\.9\.9"):
        provide(load_runner(of_wheel(tmp_path / "runner")), "9.9.9")


PROVIDE = """
import sys
from pathlib import Path
from conformance.runtimes import tools
from conformance.runtimes.environments import provide
from conformance.runtimes.spec import load_runner
if len(sys.argv) > 2:
    tools.find_uv = lambda: sys.argv[2]
print(provide(load_runner(Path(sys.argv[1])), "1.0.0", lambda text: print(text, file=sys.stderr, flush=True)).folder)
sys.stdout.flush()
sys.stdin.read()  # in use until then
"""


def providing(runner: Path, *uv: Path) -> subprocess.Popen[str]:
    """A process that provides a runtime, and uses it until its stdin ends."""
    pipe = subprocess.PIPE
    command = [PYTHON, "-c", PROVIDE, str(runner), *map(str, uv)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def slow_uv(file: Path, log: Path, where: str) -> Path:
    """A uv that writes down what it is asked, and takes its time before (or after) ``where``."""
    file.write_text(
        f'#!/bin/sh\necho "$1 $2" >> {log}\n'
        f'case "$*" in *{where}*) {tools.find_uv()} "$@"; code=$?; sleep 1.5; exit $code;; esac\n'
        f'exec {tools.find_uv()} "$@"\n'
    )
    file.chmod(0o755)
    return file


def test_two_processes_that_want_the_same_make_it_once(shelf: Path, tmp_path: Path) -> None:
    runner = of_wheel(tmp_path / "runner")
    uv = slow_uv(tmp_path / "uv", tmp_path / "log", "install")
    both = [providing(runner, uv), providing(runner, uv)]
    said = [process.communicate("", timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said[0][0] == said[1][0] != ""
    assert (tmp_path / "log").read_text().splitlines() == ["pip compile", "venv --quiet", "pip install"]
    assert sum("another process is at it; waiting" in err for _, err in said) == 1


@pytest.mark.parametrize("where", ["compile", "venv", "install"])
def test_who_is_killed_in_the_middle_spoils_nothing(shelf: Path, tmp_path: Path, where: str) -> None:
    runner = of_wheel(tmp_path / "runner")
    uv = slow_uv(tmp_path / "uv", tmp_path / "log", where)
    first = providing(runner, uv)
    words = {"compile": "pip compile", "venv": "venv", "install": "pip install"}[where]
    assert eventually(lambda: (tmp_path / "log").exists() and words in (tmp_path / "log").read_text(), 30)
    first.send_signal(signal.SIGKILL)
    first.wait()  # and its uv goes on
    second = providing(runner)
    out, err = second.communicate("", timeout=60)
    assert second.returncode == 0, err
    assert Path(out.strip(), "lib").is_dir()
    for stream in (first.stdin, first.stdout, first.stderr):
        assert stream is not None
        stream.close()
    time.sleep(2)  # the first one's uv has ended by now
    (entry,) = installed({})
    assert (entry.complete, entry.in_use) == (True, False)
    assert provide(load_runner(runner), "1.0.0").folder == out.strip()


def test_what_another_process_uses_is_not_removed(shelf: Path, tmp_path: Path, cli: Cli) -> None:
    os.environ["WASI_CONFORMANCE_CACHE"] = str(tmp_path / "cache")  # `cli` has one of its own
    user = providing(of_wheel(tmp_path / "runner"))
    assert user.stdout is not None
    assert user.stdout.readline()
    (entry,) = installed({})
    assert entry.in_use
    with pytest.raises(InUse, match=r"thing@1\.0\.0 is in use"):
        remove(entry)
    said = cli("runtimes", "remove", "thing@1.0.0")
    assert (said.code, "thing@1.0.0 is in use by another process" in said.err) == (3, True)
    assert cli("runtimes", "prune", "--days", "0").code == 0
    assert len(installed({})) == 1
    user.communicate("")
    assert cli("runtimes", "remove", "thing").code == 0
    assert installed({}) == []


def test_prune_removes_what_nobody_needs(shelf: Path, tmp_path: Path) -> None:
    runner = of_wheel(tmp_path / "runner")
    (runner / "locks").mkdir()
    loaded = load_runner(runner)
    for version in ("1.0.0", "2.0.0"):
        provide(loaded, version)
    make_wheel(shelf, "3.0.0")
    provide(loaded, "3.0.0")
    good = hashlib.sha256((shelf / "thing-2.0.0-py3-none-any.whl").read_bytes()).hexdigest()
    (runner / "locks" / "2.0.0.txt").write_text(f"thing==2.0.0 --hash=sha256:{good}\n")
    provide(loaded, "2.0.0")
    stop_using()
    (environments_dir() / "debris-1.0-000000000000").mkdir()
    runners, now = {"thing": loaded}, time.time()
    needed = {(entry.label, entry.lock): entry.needed for entry in installed(runners)}
    assert needed[("thing@1.0.0", "resolved")] == "is the default"
    assert needed[("thing@2.0.0", "committed")] == "has a committed lock"
    assert needed[("thing@2.0.0", "resolved")] == needed[("thing@3.0.0", "resolved")] == ""
    assert [(entry.label, entry.lock) for entry in installed(runners) if entry.superseded] == [
        ("thing@2.0.0", "resolved")
    ]
    gone = [entry.label for entry in unneeded(installed(runners), 30, now)]
    assert gone == ["debris-1.0-000000000000"]
    gone = [entry.label for entry in unneeded(installed(runners), 30, now + 31 * 86400)]
    assert sorted(gone) == ["debris-1.0-000000000000", "thing@2.0.0", "thing@3.0.0"]


def test_the_verbs_tell_what_is_there(shelf: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WASI_CONFORMANCE_CACHE", str(tmp_path / "cache"))
    runner = of_wheel(tmp_path / "runner")
    said = cli("runtimes", "install", "thing@2.0.0", "thing", "--runner", runner)
    assert said.code == 0, said.err
    assert "thing@2.0.0: installed, " in said.err
    stop_using()
    listed = json.loads(cli("runtimes", "list", "--runner", runner, "--format", "json").out)
    jsonschema.validate(listed, json.loads(cli("runtimes", "list", "--schema").out))
    assert [(one["name"], one["version"], one["needed"]) for one in listed] == [
        ("thing", "1.0.0", "is the default"),
        ("thing", "2.0.0", ""),
    ]
    assert all(one["bytes"] > 1000 for one in listed)
    dry = cli("runtimes", "prune", "--days", "0", "--dry-run", "--runner", runner)
    assert "thing@2.0.0" in dry.out and "1 would be removed" in dry.err
    assert "1 removed" in cli("runtimes", "prune", "--days", "0", "--runner", runner).err
    assert cli("runtimes", "install", "thing@9.9.9", "--runner", runner).code == 3
    assert "did you mean thing@1.0.0?" in cli("runtimes", "remove", "thing@2.0.0").err
    assert "did you mean install" in cli("runtimes", "instal").err
    assert "go after it" in cli("runtimes", "-r", "thing", "list").err


@pytest.mark.parametrize(
    "file", sorted(RUNNERS.glob("*/locks/*")), ids=lambda file: f"{file.parent.parent.name}-{file.name}"
)
def test_a_committed_lock_has_a_hash_for_each_package_and_no_address(file: Path) -> None:
    text = file.read_text()
    assert "://" not in text
    if file.suffix == ".json":
        packages = json.loads(text)["packages"]
        assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    else:
        lines = text.splitlines()
        pins = [line for line in lines if not line.startswith("    --hash=sha256:")]
        assert pins and all("==" in pin and pin.endswith(" \\") for pin in pins)


def test_every_default_has_a_committed_lock() -> None:
    for name, loaded in load_runners().items():
        version = loaded.runner.version.default
        if loaded.runner.provide.path is not None:
            continue  # a program that is there already
        assert any((loaded.folder / "locks").glob(f"{version}.*")), name
    assert Wanted(load_runners()["jco-node"], None).label == "jco-node"
