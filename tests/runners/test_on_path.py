"""Runners of programs on PATH, against scripted stand-ins: the command lines say what is meant, and endings are told.

The stand-ins behave as the programs' documentation says (``stand_in_programs.py``). That is no proof that the programs
do: their runner.yaml says `unverified` until somebody has run `smoke` with the real one.
"""

from __future__ import annotations

import hashlib
import json
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from stand_in_programs import PROGRAMS
from stand_ins import write_corpus

from conformance.observation import Crashed, Ending, Exited, Launch, Observation, Preopen, Refused, Trapped
from conformance.resources import RUNNERS
from conformance.runtimes.process_lane import NeverServed
from conformance.runtimes.runtime import Runtime, bring
from conformance.runtimes.spec import Wanted, load_runner, load_runners

SCRIPT = Path(__file__).with_name("stand_in_programs.py")
FOLDERS = {"wasmer": "wasmer-cli"}
"""Programs whose runner has another name."""
CORE_ONLY = ("iwasm", "wazero", "wasmi", "wasmer")
SERVING = tuple(name for name, program in PROGRAMS.items() if program.serving)
RUNNING = tuple(name for name in PROGRAMS if name != "spin")

Bring = Callable[[str], Runtime]


@pytest.fixture
def stood_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_cache: Path) -> Bring:
    """A runtime whose program on PATH is a stand-in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def brought(name: str) -> Runtime:
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{SCRIPT}" {name} "$@"\n')
        program.chmod(0o755)
        return bring(Wanted(load_runner(RUNNERS / FOLDERS.get(name, name)), None))

    return brought


def launch(folder: Path, script: dict[str, Any], **more: Any) -> Launch:
    component = folder / "guest.wasm"
    data = json.dumps(script).encode()
    component.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return Launch(component=component, sha256=digest, working_directory=folder, timeout_s=60.0, **more)


def run(runtime: Runtime, folder: Path, script: dict[str, Any], **more: Any) -> Observation:
    return runtime.run(launch(folder, script, **more), "process")


def ending(runtime: Runtime, folder: Path, script: dict[str, Any]) -> Ending:
    return run(runtime, folder, script).ending


def test_every_runner_that_is_not_verified_has_a_stand_in_here() -> None:
    unverified = {name for name, loaded in load_runners().items() if loaded.runner.unverified is not None}
    assert unverified == {FOLDERS.get(name, name) for name in PROGRAMS}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_version_is_what_the_program_says_it_is(stood_in: Bring, name: str) -> None:
    said = PROGRAMS[name].version
    version = stood_in(name).version
    assert version in said[1] if said is not None else version == "unknown"
    assert said is None or version[0].isdigit()


@pytest.mark.parametrize("name", RUNNING)
def test_arguments_environment_and_stdin_reach_the_program(stood_in: Bring, tmp_path: Path, name: str) -> None:
    runtime = stood_in(name)
    arguments = ("", "--dir", "with space", "-v", "--", "a=b", "ü")
    environment = {} if name == "viceroy" else {"EMPTY": "", "GREETING": "hello = world"}
    seen = run(
        runtime, tmp_path, {"do": "report"}, arguments=arguments, environment=environment, stdin=b"what is written"
    )
    assert seen.ending == Exited(0), seen
    report = json.loads(seen.stdout.data)
    assert report["arguments"] == list(arguments)
    assert report["environment"] == environment
    assert report["stdin"] == "what is written"


@pytest.mark.parametrize("name", [name for name in RUNNING if name != "viceroy"])
def test_directories_of_the_host_keep_their_guest_names(stood_in: Bring, tmp_path: Path, name: str) -> None:
    runtime = stood_in(name)
    preopens = (Preopen(host=str(tmp_path), guest="here"), Preopen(host="/tmp", guest="/there"))
    report = json.loads(run(runtime, tmp_path, {"do": "report"}, preopens=preopens).stdout.data)
    guests = [str(tmp_path), "/tmp"] if name == "wasmi" else ["here", "/there"]  # it has no other names than the host's
    assert report["preopens"] == [[str(tmp_path), guests[0], False], ["/tmp", guests[1], False]]


@pytest.mark.parametrize("name", ["jsco", "wazero"])
def test_a_directory_may_be_read_only_where_the_program_can(stood_in: Bring, tmp_path: Path, name: str) -> None:
    preopens = (Preopen(host="/tmp", guest="a", readonly=True), Preopen(host="/tmp", guest="b"))
    report = json.loads(run(stood_in(name), tmp_path, {"do": "report"}, preopens=preopens).stdout.data)
    assert report["preopens"] == [["/tmp", "a", True], ["/tmp", "b", False]]


@pytest.mark.parametrize("name", [name for name in RUNNING if name not in ("jsco", "wazero", "iwasm")])
def test_whoever_cannot_have_read_only_directories_says_so(name: str) -> None:
    assert "readonly-preopens" in load_runner(RUNNERS / FOLDERS.get(name, name)).runner.cannot


@pytest.mark.parametrize("name", RUNNING)
@pytest.mark.parametrize("code", [0, 1, 2, 42, 101])
def test_the_exit_code_of_a_guest_is_its_own(stood_in: Bring, tmp_path: Path, name: str, code: int) -> None:
    assert ending(stood_in(name), tmp_path, {"do": "exit", "code": code}) == Exited(code)


@pytest.mark.parametrize("name", RUNNING)
def test_a_trap_is_told_from_an_exit(stood_in: Bring, tmp_path: Path, name: str) -> None:
    found = ending(stood_in(name), tmp_path, {"do": "trap"})
    assert isinstance(found, Trapped)
    assert "unreachable" in found.message


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_component_that_is_not_loaded_is_refused(stood_in: Bring, tmp_path: Path, name: str) -> None:
    found = ending(stood_in(name), tmp_path, {"do": "refuse"})
    assert isinstance(found, Refused)
    assert found.message


@pytest.mark.parametrize("name", RUNNING)
def test_a_command_line_that_the_program_does_not_know_is_no_pass(stood_in: Bring, tmp_path: Path, name: str) -> None:
    """A stand-in ends with 64 for options that its documentation does not have."""
    runtime = stood_in(name)
    (tmp_path / "bin" / name).write_text("#!/bin/sh\necho 'error: unexpected argument' >&2\nexit 64\n")
    found = ending(runtime, tmp_path, {"do": "report"})
    assert isinstance(found, Crashed) or found == Exited(64)


@pytest.mark.parametrize("name", SERVING)
def test_a_server_is_found_where_it_says_it_listens(stood_in: Bring, tmp_path: Path, name: str) -> None:
    environment = {} if name == "viceroy" else {"VILLAIN": "Moriarty"}
    asked = launch(tmp_path, {"do": "serve"}, environment=environment)
    with (
        stood_in(name).serve(asked, "process") as serving,
        urllib.request.urlopen(f"http://{serving.host}:{serving.port}/", timeout=60) as answer,
    ):
        assert json.loads(answer.read()) == environment
    assert serving.observation is not None and serving.observation.ending == Exited(0)


@pytest.mark.parametrize("name", SERVING)
def test_a_server_that_refuses_its_component_never_served(stood_in: Bring, tmp_path: Path, name: str) -> None:
    with (
        pytest.raises(NeverServed) as never,
        stood_in(name).serve(launch(tmp_path, {"do": "refuse"}), "process"),
    ):
        raise AssertionError("it serves")
    assert isinstance(never.value.observation.ending, Refused)


@pytest.mark.parametrize("name", CORE_ONLY)
def test_the_matrix_says_that_a_runtime_refuses_components(
    stood_in: Bring, tmp_path: Path, cli: Cli, name: str
) -> None:
    """Neither a failure, nor a runtime that is not there, nor a need: each component was handed to it, and refused."""
    runtime = stood_in(name)
    corpus = write_corpus(tmp_path / "corpus", {f"a/{i}": json.dumps({"do": "refuse", "n": i}).encode() for i in "12"})
    report = tmp_path / "report.jsonl"
    said = cli("run", "--corpus", corpus, "-r", runtime.name, "-r", "zwasm", "--report", report)
    assert "refuses components" in said.out
    assert f"Refuses components: {runtime.label}, refused at load: " in said.out
    assert f"Not verified against the real program: {runtime.label}. written in" in said.out
    assert "unavailable: zwasm: the program 'zwasm' is not on PATH" in said.out
    assert "unsupported" not in said.out
