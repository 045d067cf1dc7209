"""The verb `fuzz`: on stand-ins that die, lie and cannot, and on real runtimes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import Cli
from provided import environment_of
from stand_ins import driver_lane, none_alive, write_runner

from conformance.errors import Unprovided
from conformance.fuzz.reproduction import FINDING, read_finding

GUEST = ("--path", "guest-to-guest")


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert none_alive(str(tmp_path))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def runner(folder: Path, vice: str) -> Path:
    """A runtime whose driver has this vice."""
    return write_runner(folder / "runner", worker=driver_lane("driver_calls", vice, str(folder)))


def need(name: str) -> None:
    absent = environment_of(name)
    if isinstance(absent, Unprovided):
        pytest.skip(str(absent))


def known(folder: Path, *causes: str) -> Path:
    file = folder / "known.toml"
    entries = (f'[[known]]\ncause = "{cause}"\nreason = "it is a villain"\n' for cause in causes)
    file.write_text('runtime = "stand-in"\n' + "".join(entries))
    return file


def test_a_runtime_that_lies_is_found_out_and_written_down(cli: Cli, tmp_path: Path) -> None:
    folder = runner(tmp_path, "behaves")
    said = cli(
        "fuzz", "--runner", folder, "-r", "stand-in", "--path", "guest-to-host", "--examples", 300, "--seed", 1,
        "--format", "json",
    )  # fmt: skip
    assert said.code == 1, said.err
    (result,) = json.loads(said.out)["campaigns"]
    assert result["seed"] == 1 and result["covered"]["examples"] >= 300 and result["found"]
    for found in result["found"]:
        place = Path(found["folder"])
        assert {file.name for file in place.iterdir()} == {
            "component.wat", "component.wasm", "requests.jsonl", FINDING, "README.md",
        }  # fmt: skip
        assert (place / "component.wasm").read_bytes()[:4] == b"\0asm"
        kept, example = read_finding(place)
        assert (kept.cause, kept.runtime.split("@")[0]) == (found["cause"], "stand-in")
        assert kept.evidence.want and kept.evidence.got
        assert kept.evidence.want.get("value") or kept.evidence.want.get("trap")
        assert found["cause"] in (place / "README.md").read_text()
        assert [str(t) for t in example.types] == list(kept.example.types)
        requests = [json.loads(line) for line in (place / "requests.jsonl").read_text().splitlines()]
        assert [request["verb"] for request in requests] == ["hello", "call"]


def test_what_was_found_is_tried_again(cli: Cli, tmp_path: Path) -> None:
    folder = runner(tmp_path, "behaves")
    options = ("fuzz", "--runner", folder, "-r", "stand-in", "--path", "guest-to-host", "--examples", 100, "--seed", 1)
    first = json.loads(cli(*options, "--database", "db", "--format", "json").out)["campaigns"][0]
    again = json.loads(cli(*options, "--database", "db", "--format", "json").out)["campaigns"][0]
    assert first["replayed"] == 0 and again["replayed"] == len(first["found"])
    replayed = cli("fuzz", "replay", first["found"][0]["folder"], "--runner", folder, "-r", "stand-in")
    assert replayed.code == 1 and "still fails" in replayed.out


def test_a_runtime_that_dies_over_every_call_has_a_finding_and_no_end(cli: Cli, tmp_path: Path) -> None:
    folder = runner(tmp_path, "behaves")  # it has no answer to a call without arguments, and goes
    said = cli(
        "fuzz", "--runner", folder, "-r", "stand-in", "--path", "guest-to-import", "--examples", 12, "--seed", 2,
        "--format", "json",
    )  # fmt: skip
    (result,) = json.loads(said.out)["campaigns"]
    crashes = [found for found in result["found"] if found["about"] == "process"]
    assert said.code == 1 and crashes and all("/crashed/" in found["cause"] for found in crashes)
    assert result["covered"]["endings"]["crashed"] >= 1


def test_what_is_known_is_no_news(cli: Cli, tmp_path: Path) -> None:
    folder = runner(tmp_path, "behaves")
    options = ("fuzz", "--runner", folder, "-r", "stand-in", "--path", "guest-to-host", "--examples", 50)
    said = cli(*options, "--known", known(tmp_path, "guest-to-host/*/*"))
    assert said.code == 0 and "it is a villain" in said.out and "0 new causes" in said.out
    (folder / "known-causes.toml").write_bytes((tmp_path / "known.toml").read_bytes())
    assert cli(*options).code == 0


def test_a_file_about_nobody_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text('runtime = "nobody"\n')
    said = cli("fuzz", "-r", "wasmtime", "--known", "known.toml")
    assert said.code == 4 and "nobody" in said.err


@pytest.mark.parametrize("vice", ["never-heard-of-it", "cannot"])
def test_a_runtime_that_cannot_be_called_says_so_and_the_way_out(cli: Cli, tmp_path: Path, vice: str) -> None:
    said = cli("fuzz", "--runner", runner(tmp_path, vice), "-r", "stand-in", "--path", "host-to-guest")
    assert said.code == 4 and "--path guest-to-guest" in said.err


def test_gate_is_bounded_by_examples(cli: Cli) -> None:
    said = cli("fuzz", "-r", "wasmtime", "--profile", "gate", "--seconds", 3)
    assert said.code == 4 and "--examples" in said.err


@pytest.mark.parametrize("verb", [(), ("replay",), ("promote",)])
def test_every_verb_explains_itself(cli: Cli, verb: tuple[str, ...]) -> None:
    said = cli("fuzz", *verb, "--help")
    assert said.code == 0 and "Usage:" in said.out


def test_a_folder_that_is_no_finding_is_told(cli: Cli, tmp_path: Path) -> None:
    assert cli("fuzz", "replay", tmp_path).code == 4
    (tmp_path / FINDING).write_text("{}")
    said = cli("fuzz", "promote", tmp_path, "--id", "abi/x")
    assert said.code == 4 and FINDING in said.err


def test_an_interruption_ends_it_with_all_that_was_found(here: Path) -> None:
    folder = runner(here, "behaves")
    command = [
        sys.executable, "-m", "conformance", "fuzz", "--runner", str(folder), "-r", "stand-in",
        "--path", "guest-to-host", "--seconds", "600", "--format", "json", "--database", "db",
    ]  # fmt: skip
    env = {**os.environ, "WASI_CONFORMANCE_CACHE": str(here / "cache")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=here, env=env)
    try:
        while not list(here.glob("fuzz-findings/*/*/README.md")) and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 2, err
    (result,) = json.loads(out)["campaigns"]
    assert result["interrupted"] and result["found"]
    assert all(Path(here, found["folder"], "README.md").is_file() for found in result["found"])


def test_the_same_gate_is_the_same_on_a_real_runtime(cli: Cli) -> None:
    need("wasmtime-py")
    results = []
    for _ in range(2):
        said = cli("fuzz", "-r", "wasmtime-py", "--profile", "gate", "--examples", 400, "--format", "json")
        assert said.code == 0, said.out
        (result,) = json.loads(said.out)["campaigns"]
        results.append({key: value for key, value in result.items() if key != "seconds"})
    assert results[0] == results[1]
    assert set(results[0]["covered"]["paths"]) == {
        "host-to-guest", "guest-to-host", "guest-to-import", "import-to-guest", "guest-to-guest",
        "guest-to-guest-result",
    }  # fmt: skip
    assert results[0]["covered"]["traps"] and not results[0]["found"]
    schema = json.loads(cli("fuzz", "--schema").out)
    jsonschema.validate(json.loads(said.out), schema)


def test_a_finding_between_guests_becomes_a_case(cli: Cli, tmp_path: Path) -> None:
    need("wamr")
    (tmp_path / "bare").mkdir()
    said = cli("fuzz", "-r", "wamr", *GUEST, "--examples", 60, "--seed", 4, "--format", "json")
    (result,) = json.loads(said.out)["campaigns"]
    assert said.code == 0 and result["covered"]["examples"] >= 60, "all that differs on wamr is known"
    example = {"leg": "take", "types": ["list<u16>"], "values": ["[1, 2]"], "sender": "utf16"}
    finding = {
        "cause": "guest-to-guest/memory/list", "about": "abi", "runtime": "wamr", "parts": {}, "seed": 1, "detail": "",
        "example": example, "evidence": {},
    }  # fmt: skip
    place = tmp_path / "finding"
    place.mkdir()
    (place / FINDING).write_text(json.dumps(finding))
    printed = cli("fuzz", "promote", place, "--id", "abi/list-of-two", "--dry-run")
    assert printed.code == 0
    _, front, data = printed.out.split("---\n")
    assert yaml.safe_load(front)["checks"] == ["r0"]
    assert yaml.safe_load(data) == {"take": ["list<u16>"], "from": "utf16", "rows": {"r0": {"wave": ["[1, 2]"]}}}
    made = cli("fuzz", "promote", place, "--id", "abi/list-of-two", "--corpus", tmp_path / "bare")
    assert made.code == 0 and (tmp_path / "bare" / "abi" / "list-of-two.yaml").read_text() == printed.out
    assert cli("fuzz", "promote", place, "--id", "abi/list-of-two", "--corpus", tmp_path / "bare").code == 4
    assert cli("fuzz", "promote", place, "--id", "io/list", "--corpus", tmp_path / "bare").code == 4
