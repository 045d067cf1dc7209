"""bench-runtimes, from the command line to the files that it writes, on stand-ins and on one real runtime."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Cli
from provided import environment_of
from stand_ins import cli_process, eventually, none_alive, write_runner
from startup_stand_ins import write_measured

from conformance.errors import Unprovided
from conformance.startup.model import read_results

INSIDE = ("--phase", "compile", "--phase", "instantiate", "--phase", "call", "--phase", "load")
with_runtime = {
    name: pytest.mark.skipif(isinstance(environment_of(name), Unprovided), reason=f"{name} cannot be had here")
    for name in ("wasmtime", "wasmtime-py")
}


def quick(folder: Path, *more: object, rounds: int = 2) -> tuple[object, ...]:
    """Arguments for a run that is over soon."""
    return "bench-runtimes", "--quick", "--rounds", rounds, "--out", folder / "out", "--format", "json", *more


def stand_in(folder: Path, *vices: str, **more: Any) -> tuple[object, ...]:
    """Arguments that choose the stand-in."""
    return "--runner", write_measured(folder / "measured", *vices, **more), "-r", "measured"


def rows_of(results: dict[str, Any]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The rows of the stand-in, by phase, variant and guest."""
    return {
        (row["key"]["phase"], row["key"]["variant"], row["key"]["guest"]): row
        for row in results["rows"]
        if not row["key"]["baseline"]
    }


@pytest.fixture(autouse=True)
def few_programs(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A machine without containers and load generators: their own tests try those."""
    folder = tmp_path_factory.mktemp("bin")
    for name in ("true", "sh", "busybox", "env"):
        found = shutil.which(name)
        if found is not None:
            (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))


def test_everything_is_measured_and_written(cli: Cli, tmp_path: Path) -> None:
    said = cli(*quick(tmp_path, *stand_in(tmp_path)))
    assert said.code == 0, said.err
    assert "50 % of" in said.err, "who sees no bar is told how far it is"
    results = json.loads(said.out)
    jsonschema.validate(results, json.loads(cli("bench-runtimes", "--schema").out))
    assert results["complete"] is True
    rows = rows_of(results)
    for guest in ("empty", "hello", "compute", "large"):
        for found in (rows["start", "run", guest], rows["cached-start", "again", guest]):
            assert len(found["samples"]) == 2
            assert all(0 < sample < 600 for sample in found["samples"])
    assert rows["instantiate", "repeated", "hello"]["summary"]["median"] == pytest.approx(1e-6)
    assert rows["call", "warm", "compute"]["loops"] == 1000
    assert rows["http", "throughput", "http"]["samples"][0] > 0
    assert rows["http", "first byte", "http"]["samples"][0] > 0
    assert rows["memory", "3", "wait"]["samples"][0] > rows["memory", "1", "wait"]["samples"][0] > 10_000
    assert rows["load", "compiled code", ""]["unavailable"] == "it has nothing to load"
    assert rows["instantiate", "pooled", ""]["unavailable"] == "its driver does not measure it"
    assert results["noise"]["process_s"] >= 0
    assert results["load"]["ceiling"] > 0
    for name in ("startup.json", "STARTUP.md", "startup.svg", "startup.png"):
        assert (tmp_path / "out" / name).stat().st_size > 500, name
    assert os.uname().nodename not in said.out
    assert str(tmp_path) not in said.out


def test_what_was_written_can_be_shown_and_written_anew(cli: Cli, tmp_path: Path) -> None:
    cli(*quick(tmp_path, *stand_in(tmp_path), "--phase", "start"))
    file = tmp_path / "out" / "startup.json"
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    said = cli("bench-runtimes", "--from", file, "--out", tmp_path / "again")
    assert said.code == 0
    assert "native, again" in said.out
    assert "Noise floor: one and the same native program" in said.out
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == before
    markdown = cli("bench-runtimes", "--from", file, "--out", tmp_path / "again", "--format", "markdown").out
    assert "| WebAssembly runtimes in general" in markdown
    assert "measured@" in next(
        one for one in markdown.splitlines() if one.startswith("| WebAssembly runtimes in general")
    )


@pytest.mark.parametrize(
    ("vice", "reason"),
    [
        ("dies", "was ended by signal 11"),
        ("fails", "exited with code 1: \x1b]0;title\x07no such luck"),
        ("prints", r"printed b'what nobody asked for\n', and not b''"),
    ],
)
def test_a_runtime_that_fails_over_one_guest_loses_the_rows_of_that_guest(
    vice: str, reason: str, cli: Cli, tmp_path: Path
) -> None:
    said = cli(*quick(tmp_path, *stand_in(tmp_path, f"compute={vice}"), "--phase", "start"))
    assert said.code == 0
    rows = rows_of(json.loads(said.out))
    assert rows["start", "run", "compute"]["unavailable"] == reason
    assert rows["start", "run", "compute"]["samples"] == []
    assert len(rows["start", "run", "hello"]["samples"]) == 2
    shown = cli("bench-runtimes", "--from", tmp_path / "out" / "startup.json", "--out", tmp_path / "again")
    assert "\x1b" not in shown.out + (tmp_path / "out" / "STARTUP.md").read_text()


def test_a_cold_start_finds_nothing_that_an_earlier_one_left_at_home_and_a_cached_one_does(
    cli: Cli, tmp_path: Path
) -> None:
    phases = ("--phase", "start", "--phase", "cached-start")
    said = cli(*quick(tmp_path, *stand_in(tmp_path, "hello=remembers"), *phases))
    rows = rows_of(json.loads(said.out))
    assert len(rows["start", "run", "hello"]["samples"]) == 2
    assert rows["start", "run", "hello"]["unavailable"] is None
    assert rows["cached-start", "again", "hello"]["unavailable"] == "exited with code 1: been here before"


def test_a_runtime_that_hangs_is_killed_at_the_limit(cli: Cli, tmp_path: Path) -> None:
    arguments = stand_in(tmp_path, "large=hangs")
    said = cli(*quick(tmp_path, *arguments, "--phase", "start", "--timeout", 8, rounds=1))
    assert rows_of(json.loads(said.out))["start", "run", "large"]["unavailable"] == "still running after 8 s, killed"


@pytest.mark.parametrize(
    ("vice", "reason"),
    [
        ("dies", "its driver: the runtime crashed: the driver exited with code 3; it said nothing"),
        ("refuses", "not today"),
        ("miscounts", "its driver made 2 turns of 1"),
        ("negative", "its driver gave no measurement"),
        ("nonsense", "its driver: the driver answered with nonsense"),
        ("escapes", "\x1b[31m<b>|red|</b>\u202e"),
    ],
)
def test_a_driver_that_fails_over_one_phase_loses_the_rows_of_that_phase(
    vice: str, reason: str, cli: Cli, tmp_path: Path
) -> None:
    said = cli(*quick(tmp_path, *stand_in(tmp_path, drives=(f"instantiate={vice}",)), *INSIDE))
    assert said.code == 0, said.err
    rows = rows_of(json.loads(said.out))
    for guest in ("empty", "hello", "large"):
        lost = rows["instantiate", "repeated", guest]
        assert lost["unavailable"].startswith(reason)
        assert lost["samples"] == []
    assert len(rows["call", "warm", "hello"]["samples"]) == 2
    markdown = (tmp_path / "out" / "STARTUP.md").read_text()
    assert "\x1b" not in markdown
    assert "\u202e" not in markdown
    assert "<b>" not in markdown.replace("\\<b", "")


def test_more_instances_than_fit_are_left_out_and_the_others_counted(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.startup.memory.available_bytes", lambda: 1000)
    said = cli(*quick(tmp_path, *stand_in(tmp_path), "--phase", "memory"))
    assert said.code == 0, said.err
    rows = rows_of(json.loads(said.out))
    assert rows["memory", "1", "wait"]["summary"]["median"] > 10_000
    assert rows["memory", "peak of 1", "wait"]["summary"]["median"] > 10_000
    assert rows["memory", "3", "wait"]["samples"] == []
    assert rows["memory", "3", "wait"]["unavailable"].startswith("3 would take about")


def test_a_driver_that_cannot_be_started_is_a_reason(cli: Cli, tmp_path: Path) -> None:
    folder = write_measured(tmp_path / "measured", driver=["/nowhere/at/all"])
    said = cli(*quick(tmp_path, "--runner", folder, "-r", "measured", *INSIDE))
    rows = rows_of(json.loads(said.out))
    assert rows["call", "warm", ""]["unavailable"].startswith("its driver could not be started")
    assert said.code == 5


def test_a_runtime_that_refuses_the_smallest_component_says_so_in_every_phase(cli: Cli, tmp_path: Path) -> None:
    folder = write_measured(tmp_path / "measured", "empty=fails")
    said = cli(*quick(tmp_path, "--runner", folder, "-r", "measured", "--phase", "start", "--phase", "http"))
    rows = rows_of(json.loads(said.out))
    assert {key[0] for key in rows} == {"start", "http"}
    assert all(row["unavailable"] == "the empty component exited with code 1" for row in rows.values())
    assert said.code == 5


def test_a_runtime_without_a_driver_and_a_way_to_serve_says_so(cli: Cli, tmp_path: Path) -> None:
    folder = write_measured(tmp_path / "measured")
    (folder / "startup.yaml").unlink()
    lane = {"run": [str(shutil.which("true"))]}
    write_runner(folder, "measured", process=lane)
    said = cli(*quick(tmp_path, "--runner", folder, "-r", "measured", "--phase", "http", "--phase", "call"))
    rows = rows_of(json.loads(said.out))
    assert rows["call", "warm", ""]["unavailable"] == "its folder has no driver that measures"
    assert rows["http", "", "http"]["unavailable"] == "its runner.yaml has no way to serve a component"


def test_what_cannot_be_had_is_told_and_exits_with_three(cli: Cli, tmp_path: Path) -> None:
    absent = write_runner(tmp_path / "absent", "absent", provide={"path": {"program": "no-such-program"}})
    chosen = ("--runner", absent, *stand_in(tmp_path), "-r", "absent", "--phase", "start")
    said = cli(*quick(tmp_path, *chosen))
    assert said.code == 3
    assert "no-such-program" in json.loads(said.out)["absent"]["absent"]
    assert rows_of(json.loads(said.out))["start", "run", "hello"]["samples"]


def test_mistakes_on_the_command_line_are_told(cli: Cli, tmp_path: Path) -> None:
    assert cli("bench-runtimes", "--phase", "strat").code == 4
    said = cli("bench-runtimes", "-r", "wasmtme")
    assert (said.code, "did you mean wasmtime" in said.err) == (4, True)
    said = cli(*quick(tmp_path, *stand_in(tmp_path), "--load-generator", "oha"))
    assert (said.code, "oha is not on PATH" in said.err) == (4, True)
    file = tmp_path / "other.json"
    for text, words in (("[]", "is no result"), ('{"schema": 99}', "is 99, and this version reads 1"), ("", "is no")):
        file.write_text(text)
        said = cli("bench-runtimes", "--from", file)
        assert said.code == 4
        assert words in said.err
        assert str(file) in said.err


def test_interrupted_it_keeps_what_is_done(tmp_path: Path) -> None:
    marks, out = tmp_path / "marks", tmp_path / "out"
    folder = write_measured(tmp_path / "measured", marks=marks)
    chosen = ["--runner", folder, "-r", "measured", "--phase", "start", "--rounds", 1_000_000, "--out", out]
    env = {"WASI_CONFORMANCE_CACHE": str(tmp_path / "cache")}
    with cli_process("bench-runtimes", *chosen, env=env) as process:
        assert eventually(lambda: marks.is_dir() and len(list(marks.iterdir())) > 25, 300)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=300)
    assert process.returncode == 2, err
    results = read_results(out / "startup.json")
    assert not results.complete
    assert any(row.samples for row in results.rows if not row.key.baseline)
    assert "Interrupted" in (out / "STARTUP.md").read_text()
    assert none_alive(str(folder), patience_s=20)


@with_runtime["wasmtime"]
@with_runtime["wasmtime-py"]
def test_a_real_runtime_is_measured_in_every_phase_that_it_has(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from conformance.cli import main

    monkeypatch.chdir(tmp_path)
    words = quick(tmp_path, "-r", "wasmtime", "-r", "wasmtime-py", rounds=1)
    monkeypatch.setattr("sys.argv", ["wasi-conformance", *map(str, words)])
    with pytest.raises(SystemExit) as exited:
        main()
    out, err = capfd.readouterr()
    assert exited.value.code == 0, err
    results = json.loads(out)
    found = {
        (row["key"]["subject"].partition("@")[0], row["key"]["phase"], row["key"]["variant"])
        for row in results["rows"]
        if row["samples"]
    }
    for phase, variant in (
        ("start", "run"),
        ("start", "pooling-allocator"),
        ("cached-start", "precompiled"),
        ("compile", "precompiled"),
        ("http", "first byte"),
        ("http", "throughput"),
        ("memory", "3"),
    ):
        assert ("wasmtime", phase, variant) in found
    for phase, variant in (
        ("start", "run"),
        ("compile", "in process"),
        ("load", "compiled code"),
        ("instantiate", "first"),
        ("instantiate", "repeated"),
        ("instantiate", "pooled"),
        ("call", "first"),
        ("call", "warm"),
        ("memory", "3 in one process"),
        ("overhead", "empty loop"),
    ):
        assert ("wasmtime-py", phase, variant) in found
