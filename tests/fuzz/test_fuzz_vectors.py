"""The test vectors on real runtimes: what disagrees is what is listed, and vectors that are wrong are noticed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from provided import environment_of

from conformance.abi.vectors import FOLDER
from conformance.abi.wit import parse_type
from conformance.errors import Unprovided
from conformance.fuzz.calls import Caller
from conformance.fuzz.vectors import DISAGREEMENTS, Findings, check, claims, main, questions, read_vectors
from conformance.runtimes.runtime import bring, close_all
from conformance.runtimes.selection import select
from conformance.runtimes.spec import load_runners

RUNTIMES = ("wasmtime-py", "jco-node")
VECTORS = read_vectors()
SCHEMA = json.loads((DISAGREEMENTS / "disagreements.schema.json").read_text())


def caller(name: str) -> Caller:
    """A way to call components on a runtime of the suite's."""
    there = environment_of(name)
    if isinstance(there, Unprovided):
        pytest.skip(str(there))
    return Caller(bring(select(name, load_runners())))


@pytest.fixture(autouse=True)
def no_driver_is_left() -> Iterator[None]:
    yield
    close_all()


@pytest.mark.parametrize("name", RUNTIMES)
def test_what_disagrees_is_what_is_listed(name: str) -> None:
    with caller(name) as one:
        found = check(one, f"{name}@{load_runners()[name].runner.version.default}", VECTORS)
    assert claims(found.render()) == claims((DISAGREEMENTS / f"{name}.json").read_text())


@pytest.mark.parametrize("name", RUNTIMES)
def test_files_keep_to_the_schema_and_count_every_vector_once(name: str) -> None:
    data = json.loads((DISAGREEMENTS / f"{name}.json").read_text())
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    known = {v["id"] for file in VECTORS.values() for group in file["groups"] for v in group["vectors"]}
    listed = [vector_id for one in data["disagreements"] for vector_id in one["ids"]]
    assert len(set(listed)) == len(listed) == data["disagreeing"] and set(listed) <= known
    assert data["agreed"] + data["disagreeing"] + sum(one["vectors"] for one in data["untried"]) == len(known)


def test_no_two_runtimes_disagree_with_the_same_vector() -> None:
    """Where they do, the model is read again first: it may be the one that is wrong."""
    files = [json.loads((DISAGREEMENTS / f"{name}.json").read_text()) for name in RUNTIMES]
    one, other = ({vector_id for one in data["disagreements"] for vector_id in one["ids"]} for data in files)
    assert one & other == set()


def test_each_vector_is_asked_once() -> None:
    for file in VECTORS.values():
        for group in file["groups"]:
            asked = list(questions(parse_type(group["wit"]), group["vectors"]))
            assert sorted(i for question in asked for i in question.ids) == sorted(v["id"] for v in group["vectors"])


def other_flats(vector: dict[str, Any]) -> None:
    vector["flats"][-1] = hex(int(vector["flats"][-1], 16) ^ 1)


def other_log(vector: dict[str, Any]) -> None:
    vector["log"][0][3] += 1


def other_memory(vector: dict[str, Any]) -> None:
    vector["memory"]["bytes"] = f"{int(vector['memory']['bytes'][:2], 16) ^ 1:02x}{vector['memory']['bytes'][2:]}"


def padded_where_it_is_written(vector: dict[str, Any]) -> None:
    vector["memory"]["bytes"] = f"--{vector['memory']['bytes'][2:]}"


def trapping(vector: dict[str, Any]) -> None:
    vector.pop("flats" if vector["kind"] == "lower" else "value")
    vector["trap"] = "list-too-long"


def tame(vector: dict[str, Any]) -> None:
    del vector["trap"]
    vector |= {"flats": ["0x0", "0x0"]} if vector["kind"] == "lower" else {"value": '""'}


def other_value(vector: dict[str, Any]) -> None:
    vector["value"] = '"something else"'


WRONG: dict[str, tuple[str, str, Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], None]]] = {
    "core values": ("flats", "strings", lambda v: v["kind"] == "lower" and "trap" not in v, other_flats),
    "calls of realloc": ("log", "strings", lambda v: v["kind"] == "lower" and "trap" not in v, other_log),
    "memory": ("memory", "strings", lambda v: "memory" in v and v["value"] == '"a"' and "log" in v, other_memory),
    "padding": (
        "padding",
        "strings",
        lambda v: "memory" in v and v["value"] == '"a"' and "log" in v,
        padded_where_it_is_written,
    ),
    "a value": ("value", "strings", lambda v: v["kind"] == "lift" and "value" in v, other_value),
    "a trap when lifting": ("no-trap", "strings", lambda v: v["kind"] == "lift" and "value" in v, trapping),
    "a trap when lowering": ("no-trap", "strings", lambda v: v["kind"] == "lower" and "flats" in v, trapping),
    "no trap when lifting": ("trap", "strings", lambda v: v["kind"] == "lift" and "trap" in v, tame),
    "no trap when lowering": ("trap", "misbehaved", lambda v: v["kind"] == "lower" and "trap" in v, tame),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_vector_is_noticed_and_no_other(what: str) -> None:
    told, file, admits, spoil = WRONG[what]
    group = deepcopy(VECTORS[file]["groups"][0])
    spoilt = next(vector for vector in group["vectors"] if admits(vector))
    group["vectors"] = [spoilt, *(v for v in group["vectors"] if not alike(v, spoilt))]
    spoil(spoilt)
    with caller("wasmtime-py") as one:
        found = check(one, "wasmtime-py@1", {file: {"groups": [group]}})
    assert [(one["ids"], one["what"]) for one in found.disagreements] == [([spoilt["id"]], told)]
    assert found.agreed == len(group["vectors"]) - 1


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a host may choose between two vectors."""
    keys = ("kind", "value", "encoding", "area", "realloc-returns")
    return one is other or (one["kind"] == "lower" and all(one.get(key) == other.get(key) for key in keys))


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["-r", "wasmtime"], "cannot be called|has no driver"),
        (["-r", "nobody"], "nobody"),
        (["--guest", "list<"], "unknown type"),
        (["--guest", "string", "--encoding", "ebcdic"], "ebcdic"),
    ],
)
def test_what_cannot_be_asked_is_an_error_of_usage(
    arguments: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and re.search(problem, capsys.readouterr().err)


def test_the_guest_that_is_shown_is_the_one_that_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--guest", "string"]) == 0
    assert capsys.readouterr().out == (FOLDER / "guest.wat").read_text()


def test_what_is_written_is_found_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["-r", "wasmtime-py", "--into", str(tmp_path / "new")]
    environment_of("wasmtime-py")
    assert main(arguments) == 0 and "changed: wasmtime-py.json" in capsys.readouterr().out
    (tmp_path / "new" / "wasmtime-py.json").write_text(Findings("wasmtime-py@1").render())
    assert main([*arguments, "--check"]) == 1 and "stale: wasmtime-py.json" in capsys.readouterr().out
