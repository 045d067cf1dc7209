"""Versions of a runtime side by side: what a selection means, programs of one's own, and what a version has."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from stand_ins import PYTHON, stand_in, write_runner
from wheels import of_wheel

from conformance.errors import BadOption, Malformed, UnknownName, Unprovided
from conformance.needs import RUNTIME_NEEDS
from conformance.runtimes import registry
from conformance.runtimes.features import conditioned
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


def test_a_program_on_path_is_not_passed_off_as_another_version(tmp_path: Path, own_cache: Path) -> None:
    parts = {"parts": {"x": {"command": ["/bin/echo", "1.2.3"]}}}
    loaded = load_runner(write_runner(tmp_path, version=parts))
    assert bring(Wanted(loaded, "1.2.3")).label == "stand-in@1.2.3"
    with pytest.raises(Unprovided, match=r"the program on this machine is version 1\.2\.3"):
        bring(Wanted(loaded, "1.2.4"))


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


def test_a_driver_may_not_name_needs_that_there_are_not(tmp_path: Path, own_cache: Path) -> None:
    driver = tmp_path / "driver.py"
    driver.write_text(
        "import json, sys\nfor line in sys.stdin:\n    seq = json.loads(line)['seq']\n"
        "    print(json.dumps({'seq': seq, 'protocol': 1, 'cannot': {'networks': 'why'}}), flush=True)\n"
    )
    with pytest.raises(Unprovided, match=r"cannot do 'networks', which is no need: did you mean network\?"):
        stand_in(write_runner(tmp_path / "runner", worker={"command": [PYTHON, "-S", str(driver)]}))
