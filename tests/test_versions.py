"""Versions of a runtime side by side: what a selection means, and environments that two processes, a kill and a
tampered package cannot spoil.

The packages are small wheels made here; uv is the real one, and has no registry.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from stand_ins import PYTHON, RUN_COPY, eventually, stand_in, write_runner

from conformance.errors import BadOption, Malformed, UnknownName, Unprovided
from conformance.needs import RUNTIME_NEEDS
from conformance.resources import RUNNERS
from conformance.runtimes import registry, tools
from conformance.runtimes.environments import environments_dir, provide, stop_using
from conformance.runtimes.features import conditioned
from conformance.runtimes.installed import InUse, installed, remove, unneeded
from conformance.runtimes.locks import chosen_parts
from conformance.runtimes.registry import matching, newest_of_each_major
from conformance.runtimes.runtime import bring
from conformance.runtimes.selection import select, select_each_major
from conformance.runtimes.spec import LoadedRunner, Npm, Wanted, load_runner, load_runners

THERE = ["3.0.0rc1", "2.1.0", "2.0.1", "2.0.0", "1.10.0", "1.9.0", "0.5"]


@pytest.fixture
def runners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, LoadedRunner]:
    """``thing``, of which a registry has the versions of ``THERE``."""
    monkeypatch.setattr(registry, "versions", lambda loaded, tell=None: THERE)
    return {"thing": load_runner(of_wheel(tmp_path / "thing"))}


def of_wheel(folder: Path, **fields: Any) -> Path:
    uv = {"uv": {"packages": ["thing=={version}"]}}
    return write_runner(folder, "thing", provide=uv, version={"default": "1.0.0"}, process={"run": RUN_COPY}, **fields)


# ------------------------------------------------------------------------------------------------- what is meant


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("thing", "1.0.0"),
        ("thing@7.7.7", "7.7.7"),
        ("thing@latest", "2.1.0"),
        ("thing@>=1,<2", "1.10.0"),
        ("thing@==2.0.*", "2.0.1"),
        ("thing@~=1.9", "1.10.0"),
        ("thing@>=3.0.0rc1", "3.0.0rc1"),
        ("thing@>2.5", "3.0.0rc1"),
    ],
)
def test_a_selection_means_one_version(runners: dict[str, LoadedRunner], text: str, version: str) -> None:
    assert select(text, runners).version == version


def test_each_major_means_the_newest_of_each(runners: dict[str, LoadedRunner]) -> None:
    def found(text: str) -> list[str | None]:
        return [wanted.version for wanted in select_each_major(text, runners)]

    assert found("thing") == ["2.1.0", "1.10.0", "0.5"]
    assert found("thing@<2.1,>=1") == ["2.0.1", "1.10.0"]
    with pytest.raises(BadOption, match="--each-major takes NAME or"):
        found("thing@2.0.0")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thing@>=9", "no version matches; there is 3.0.0rc1, 2.1.0"),
        ("thing@>=,", "no range of versions, such as >=46,<50"),
        ("thing@../../../etc", "no version: expected NAME or NAME@VERSION"),
        ("thing@", "expected NAME or NAME@VERSION, NAME@latest"),
        ("thing:", "expected NAME or NAME@VERSION, NAME@latest"),
        ("", "expected NAME or NAME@VERSION, NAME@latest"),
        ("thing@48", "is a part of a version: thing@==48.* is the newest of them"),
        ("thing@48.0", "is a part of a version"),
        ("thing:/bin/true", "does not say `local: true`"),
    ],
)
def test_a_selection_that_means_nothing_is_told_so(runners: dict[str, LoadedRunner], text: str, words: str) -> None:
    with pytest.raises(BadOption) as raised:
        select(text, runners, option="--from")
    assert words in str(raised.value)
    assert str(raised.value).startswith("--from ")


def test_an_unknown_name_in_any_form_brings_near_matches(runners: dict[str, LoadedRunner]) -> None:
    for text in ("thong", "thong@latest", "thong:/bin/true"):
        with pytest.raises(UnknownName, match="did you mean thing"):
            select(text, runners)


versions = st.builds(lambda parts: ".".join(map(str, parts)), st.tuples(*[st.integers(0, 30)] * 3))


@given(st.lists(versions, unique=True))
def test_each_major_is_there_once_with_its_newest(texts: list[str]) -> None:
    newest = newest_of_each_major(texts)
    assert {Version(text).major for text in newest} == {Version(text).major for text in texts}
    assert len({Version(text).major for text in newest}) == len(newest)
    assert all(any(Version(one) >= Version(text) for one in newest) for text in texts)


@given(st.lists(versions, unique=True), versions, versions)
def test_what_matches_is_what_the_range_holds_in_order(texts: list[str], low: str, high: str) -> None:
    found = matching(texts, SpecifierSet(f">={low},<{high}"))
    assert sorted(found) == sorted(text for text in texts if Version(low) <= Version(text) < Version(high))
    assert [*map(Version, found)] == sorted(map(Version, found), reverse=True)


def test_parts_of_a_release_can_be_chosen() -> None:
    npm = Npm(node=">=22", node_package="n==1", release="r", packages={"shim": "@x/shim", "transpile": "@x/transpile"})
    assert chosen_parts(npm, "1.35.0") == ("1.35.0", {})
    assert chosen_parts(npm, "1.35.0+shim0.25.0") == ("1.35.0", {"shim": "0.25.0"})
    assert chosen_parts(npm, "1.35.0+shim0.25.0+transpile0.1.1")[1] == {"shim": "0.25.0", "transpile": "0.1.1"}
    for bad in ("1.35.0+sham0.25.0", "1.35.0+0.25.0", "1.35.0+", "1.35.0+shim"):
        with pytest.raises(ValueError, match=r"expected \+shimVERSION, \+transpileVERSION"):
            chosen_parts(npm, bad)
    with pytest.raises(BadOption, match="chooses no part of it"):
        select("jco-node@1.35.0+sham0.25.0", load_runners())


# --------------------------------------------------------------------------------------------- a program of one's own


def local_program(file: Path, says: str) -> Path:
    file.write_text(f"#!/bin/sh\necho {says}\n")
    file.chmod(0o755)
    return file


def test_a_program_of_ones_own_takes_the_place_of_the_runtimes(tmp_path: Path, own_cache: Path) -> None:
    parts = {"thing": {"command": ["{program}", "--version"]}, "wheel": {"distribution": "thing"}}
    folder = write_runner(
        tmp_path / "runner",
        "thing",
        provide={"uv": {"packages": ["thing=={version}"]}},
        version={"default": "1.0.0", "parts": parts},
        local=True,
        process={"run": ["{program}", "{component}"]},
        worker={"command": ["/nowhere/driver"]},
    )
    runners = {"thing": load_runner(folder)}
    program = local_program(tmp_path / "built", "thing 9.9.9")
    wanted = select(f"thing:{program}", runners)
    assert wanted.label == f"thing:{program}"
    runtime = bring(wanted)
    digest = hashlib.sha256(program.read_bytes()).hexdigest()[:8]
    assert runtime.label == f"thing@9.9.9+local.{digest}"
    assert runtime.parts == {"thing": "9.9.9"}
    assert runtime.environment.program == str(program)
    assert runtime.loaded.runner.worker is None
    local_program(program, "thing 9.9.9; # another build that calls itself the same")
    assert bring(wanted).label != runtime.label


def test_a_program_of_ones_own_has_to_be_one(tmp_path: Path) -> None:
    runners = {"thing": load_runner(of_wheel(tmp_path / "runner", local=True))}
    (tmp_path / "text").touch()
    for path, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "text", "cannot be exec"),
        (tmp_path / "x", "not exist"),
    ):
        with pytest.raises(BadOption, match=words):
            select(f"thing:{path}", runners)


def test_a_runner_that_admits_one_may_not_need_what_only_its_packages_bring(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"Unknown variable \{site\}"):
        load_runner(of_wheel(tmp_path, local=True) if _write(tmp_path, ["{site}/x", "{component}"]) else tmp_path)


def _write(folder: Path, run: list[str]) -> bool:
    write_runner(folder, "thing", provide={"uv": {"packages": []}}, local=True, process={"run": run})
    load_runner(folder)
    return True


# ---------------------------------------------------------------------------------------------------------- features


def with_features(folder: Path, program: Path, **fields: Any) -> Path:
    run = [
        "{program}",
        {"has": "colour", "add": ["--colour"]},
        {"lacks": "colour", "add": ["--grey"]},
        {"each": "arguments", "has": "colour", "add": ["{value}"]},
        "{component}",
    ]
    features = {"colour": {"command": ["{program}", "--help"], "pattern": "^ *--colour"}}
    return write_runner(
        folder,
        provide={"path": {"program": str(program)}},
        process={"run": run},
        features=features,
        cannot={"terminal": {"lacks": "colour", "reason": "it is grey"}, "stdin": "never"},
        **fields,
    )


@pytest.mark.parametrize(("says", "has"), [("  --colour  in colour", True), ("uses no --colour at all", False)])
def test_an_older_version_is_run_with_what_it_has(tmp_path: Path, own_cache: Path, says: str, has: bool) -> None:
    runtime = stand_in(with_features(tmp_path / "runner", local_program(tmp_path / "program", f"'{says}'")))
    process = runtime.loaded.runner.process
    assert process is not None
    assert process.run[1] == ("--colour" if has else "--grey")
    assert [piece for piece in process.run if not isinstance(piece, str) and (piece.has or piece.lacks)] == []
    assert len(process.run) == (4 if has else 3)
    assert runtime.cannot.get("terminal") == (None if has else "it is grey")
    assert runtime.cannot["stdin"] == "never"


def test_a_lane_that_not_every_version_has_goes_where_it_is_lacking(tmp_path: Path) -> None:
    worker = {"command": ["/bin/cat"], "has": "colour"}
    runner = load_runner(with_features(tmp_path, tmp_path / "program", worker=worker)).runner
    assert conditioned(runner, []).worker is None
    with_it = conditioned(runner, ["colour"]).worker
    assert with_it is not None and with_it.has is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cannot": {"http-outgoin": "x"}}, "Unknown need 'http-outgoin' in `cannot`: did you mean http-outgoing"),
        ({"cannot": {"teapot": "x"}}, "Unknown need 'teapot' in `cannot`: there is host-directories"),
        ({"cannot": {"ipv6": "x"}}, "Unknown need 'ipv6'"),
        ({"cannot": {"stdin": {"lacks": "colr", "reason": "x"}}}, "Unknown feature 'colr'"),
        ({"process": {"run": [{"has": "x", "add": ["y"]}]}}, "Unknown feature 'x' in `features`: there is none at all"),
        ({"process": {"run": [{"has": "x", "lacks": "y", "add": []}]}}, "Expected exactly one of `has`, `lacks`"),
    ],
)
def test_what_a_runner_names_has_to_exist(tmp_path: Path, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Malformed) as raised:
        load_runner(write_runner(tmp_path, **fields))
    assert words in str(raised.value)


def test_every_need_can_be_named(tmp_path: Path) -> None:
    for need in RUNTIME_NEEDS:
        assert load_runner(write_runner(tmp_path, cannot={need: "why"})).runner.cannot == {need: "why"}


# ------------------------------------------------------------------------------------------- on the machine, for real


def make_wheel(folder: Path, version: str, content: str = "") -> Path:
    """A wheel of ``thing`` with one module."""
    files = {
        "thing.py": f"VERSION = {version!r}\n{content}",
        f"thing-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: thing\nVersion: {version}\n",
        f"thing-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},"
        for name, text in files.items()
    ]
    folder.mkdir(exist_ok=True)
    file = folder / f"thing-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in {**files, f"thing-{version}.dist-info/RECORD": "\n".join(record) + "\n"}.items():
            archive.writestr(name, text)
    return file


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


def test_a_driver_may_not_name_needs_that_there_are_not(tmp_path: Path, own_cache: Path) -> None:
    driver = tmp_path / "driver.py"
    driver.write_text(
        "import json, sys\nfor line in sys.stdin:\n    seq = json.loads(line)['seq']\n"
        "    print(json.dumps({'seq': seq, 'protocol': 1, 'cannot': {'networks': 'why'}}), flush=True)\n"
    )
    with pytest.raises(Unprovided, match=r"cannot do 'networks', which is no need: did you mean network\?"):
        stand_in(write_runner(tmp_path / "runner", worker={"command": [PYTHON, "-S", str(driver)]}))


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
        assert any((loaded.folder / "locks").glob(f"{version}.*")), name
    assert Wanted(load_runners()["jco-node"], None).label == "jco-node"


def test_a_program_on_path_is_not_passed_off_as_another_version(tmp_path: Path, own_cache: Path) -> None:
    parts = {"parts": {"x": {"command": ["/bin/echo", "1.2.3"]}}}
    loaded = load_runner(write_runner(tmp_path, version=parts))
    assert bring(Wanted(loaded, "1.2.3")).label == "stand-in@1.2.3"
    with pytest.raises(Unprovided, match=r"the program on this machine is version 1\.2\.3"):
        bring(Wanted(loaded, "1.2.4"))
