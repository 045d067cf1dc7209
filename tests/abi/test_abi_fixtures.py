"""Types for others to import: what is committed is what the catalogue gives, and WIT tools read it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conformance.abi.catalogue import TYPES
from conformance.abi.fixtures import FOLDER, GATED, PACKAGE, files, main
from conformance.abi.vectors import FOLDER as VECTORS
from conformance.component import wasm_tools


def wit(folder: Path) -> dict[str, Any]:
    """A package, as `wasm-tools` reads it."""
    command = [str(wasm_tools()), "component", "wit", "--json", str(folder)]
    read: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=120).stdout)
    return read


def functions(folder: Path) -> dict[str, Any]:
    """Functions by interface and name."""
    read = wit(folder)
    package = read["packages"][0]["name"]
    return {
        f"{package}/{face['name']}#{name}": f for face in read["interfaces"] for name, f in face["functions"].items()
    }


def test_committed_files_are_what_the_catalogue_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_stale_files_are_told_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "--into", str(tmp_path)]) == 1
    assert "stale: shapes.wit, gated/gated.wit" in capsys.readouterr().out
    assert main(["--into", str(tmp_path)]) == main(["--check", "--into", str(tmp_path)]) == 0
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.wit")} == {name for name, _ in files()}


def test_every_group_of_vectors_names_a_function_that_is_there() -> None:
    there = functions(FOLDER) | functions(FOLDER / "gated")
    paths = [path for path in VECTORS.glob("*.json") if "schema" not in path.name]
    named = [group["function"] for path in paths for group in json.loads(path.read_text())["groups"]]
    assert len(set(named)) == len(named) == sum(map(len, TYPES.values()))
    for name in named:
        (param,) = there[name]["params"]
        assert param["type"] == there[name]["result"]
    assert {f"{PACKAGE}/functions#flat17", f"{PACKAGE}/resources#[method]thing.rep"} <= there.keys()


def test_worlds_have_all_interfaces_on_their_side() -> None:
    for folder, wanted in ((FOLDER, {*TYPES, "functions", "resources"} - {GATED}), (FOLDER / "gated", {GATED})):
        read = wit(folder)
        names = [face["name"] for face in read["interfaces"]]
        for world in read["worlds"]:
            sides = {
                side: {names[item["interface"]["id"]] for item in world[side].values()}
                for side in ("imports", "exports")
            }
            called = {"caller": (True, False), "callee": (False, True), "between": (True, True)}[world["name"]]
            assert sides == {
                side: wanted if there else set() for side, there in zip(("imports", "exports"), called, strict=True)
            }
