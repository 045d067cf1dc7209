"""The vectors: what is committed is what the model gives, keeps to its schema, and says what it should."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import find, settings

from conformance.abi.catalogue import TYPES, edge_values
from conformance.abi.layout import validate
from conformance.abi.strategies import values
from conformance.abi.values import check_value
from conformance.abi.vectors import FOLDER, main
from conformance.abi.wave import parse_wave
from conformance.abi.wit import parse_type

FILES = sorted(path for path in FOLDER.glob("*.json") if "schema" not in path.name)
SCHEMA = json.loads((FOLDER / "vectors.schema.json").read_text())


def groups() -> list[dict[str, Any]]:
    return [group for path in FILES for group in json.loads(path.read_text())["groups"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_keep_to_the_schema(path: Path) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(path.read_text()))


def test_committed_files_are_what_the_model_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_stale_files_are_told_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", "--into", str(tmp_path)]) == 1
    assert "stale: scalars.json, " in capsys.readouterr().out
    assert main(["--into", str(tmp_path)]) == 0
    assert main(["--check", "--into", str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("stale: none\n")
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in FILES}


def test_there_are_enough_and_they_are_small() -> None:
    found = [vector for group in groups() for vector in group["vectors"]]
    assert len(found) >= 1000 and sum(path.stat().st_size for path in FILES) < 2_000_000
    assert len({vector["id"] for vector in found}) == len(found)
    kinds = Counter((vector["kind"], "trap" in vector) for vector in found)
    assert all(kinds[kind, trap] >= 40 for kind in ("lower", "lift") for trap in (False, True)), kinds


def test_every_trap_of_the_schema_occurs() -> None:
    wanted = set(SCHEMA["$defs"]["trap"]["enum"])
    assert {vector["trap"] for group in groups() for vector in group["vectors"] if "trap" in vector} == wanted


def test_types_and_values_can_be_read() -> None:
    for group in groups():
        t = parse_type(group["wit"])
        assert t == parse_type(group["type"])
        for vector in group["vectors"]:
            if "value" in vector:
                parse_wave(t, vector["value"])


def test_all_nine_pairs_of_encodings_are_there() -> None:
    pairs = {(v.get("from"), v.get("encoding")) for group in groups() for v in group["vectors"] if v["kind"] == "lower"}
    assert {
        (source, target)
        for source in ("utf8", "utf16", "latin1", "tagged-utf16")
        for target in ("utf8", "utf16", "latin1+utf16")
    } <= pairs


@pytest.mark.parametrize("text", [text for texts in TYPES.values() for text in texts])
def test_the_catalogue_has_values_of_its_types_and_so_have_strategies(text: str) -> None:
    t = parse_type(text)
    validate(t)
    for value in edge_values(t):
        check_value(t, value)
    check_value(t, find(values(t), lambda value: True, settings=settings(max_examples=5, database=None)))


def test_padding_and_leftovers_are_marked() -> None:
    images = [
        v["memory"]["bytes"] for group in groups() for v in group["vectors"] if v["kind"] == "lower" and "memory" in v
    ]
    assert any("--" in image for image in images) and any("??" in image for image in images)
