"""runner.yaml and the environments it asks for: what is read, what is refused, and how a runtime comes to the machine.

Nothing is installed here: stand-ins take the places of uv, npm and node. test_real_runtimes.py uses the real ones.
"""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import PYTHON, ROOT, RUN_COPY, stand_in, write_copier, write_runner

from conformance.errors import BadOption, Malformed, Unprovided
from conformance.runtimes import environments, interpreters, tools
from conformance.runtimes.environments import Environment, provide, stop_using
from conformance.runtimes.runtime import bring_all
from conformance.runtimes.spec import Runner, Wanted, load_runner, load_runners, split_selection

GOOD: dict[str, Any] = {
    "name": "a-runtime",
    "title": "A runtime",
    "family": "a",
    "provide": {"path": {"program": PYTHON}},
    "process": {"run": ["{program}", {"each": "arguments", "add": ["{value}"]}], "endings": []},
}


def load(folder: Path, text: str) -> Runner:
    (folder / "runner.yaml").write_text(text)
    return load_runner(folder).runner


def changed(path: str, value: Any) -> str:
    """``GOOD`` as YAML with the value at a dotted path put in, or the field taken out where it is None."""
    document = json.loads(json.dumps(GOOD))
    *way, last = path.split(".")
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    if value is None:
        del place[last]
    return yaml.safe_dump(document, sort_keys=False)


def test_the_suites_own_runners_are_read() -> None:
    assert {"wasmtime", "wasmtime-py", "jco-node", "wamr", "wasmer"} <= set(load_runners())


@pytest.mark.parametrize(
    ("path", "value", "field", "words"),
    [
        ("name", None, None, "missing required field `name`"),
        ("name", "A Runtime", None, "Expected a name of lower-case letters"),
        ("provide", {}, "provide", "exactly one of `uv`, `npm`, `path`"),
        ("provide.uv", {"packages": ["x"]}, "provide", "exactly one of `uv`, `npm`, `path`"),
        ("provide.path.program", 7, "provide.path.program", "Expected `str`, got `int`"),
        ("process", None, None, "Expected `process`, `worker` or both"),
        ("process.run", "{program}", "process.run", "Expected `array`, got `str`"),
        (
            "process.run",
            ["{programme}"],
            "process",
            "Unknown variable {programme} in '{programme}': here are {artifacts}",
        ),
        ("process.run", ["{"], "process", "a brace that is meant is doubled"),
        ("process.run", ["{}"], "process", "Unknown variable {}"),
        ("process.run", ["{program.real}"], "process", "Unknown variable {program.real}"),
        ("process.run", [{"add": ["x"]}], "process.run[0]", "exactly one of `each`, `when`"),
        ("process.run", [{"each": "preopens", "add": ["{value}"]}], "process.run[0]", "Unknown variable {value}"),
        ("process.run", [{"when": "weather", "add": []}], "process.run[0].when", "Invalid enum value 'weather'"),
        ("process.environment", {"A": "{component}"}, "process", "Unknown variable {component}"),
        ("process.endings", [{"is": "bored", "exit": [1], "stderr": ""}], "process.endings[0].is", "Invalid enum"),
        (
            "process.endings",
            [{"is": "trapped", "exit": [1], "stderr": "("}],
            "process.endings[0]",
            "regular expression",
        ),
        ("process.serve", {"command": [], "address": "x"}, "process.serve", "two groups, host and port"),
        ("process.prepare", {"command": ["{timeout}"]}, "process.prepare", "Unknown variable {timeout}"),
        ("worker", {"command": ["{component}"]}, "worker", "Unknown variable {component}"),
        ("program", "{program}", None, "Unknown variable {program}"),
        ("version", {"parts": {"x": {}}}, "version.parts[...]", "exactly one of `distribution`, `npm`, `command`"),
        ("version", {"parts": {"x": {"command": ["x"], "pattern": "["}}}, "version.parts[...]", "regular expression"),
        ("processes", {"run": []}, "processes", "unknown field"),
    ],
)
def test_a_mistake_in_a_runner_is_told_with_file_line_and_field(
    tmp_path: Path, path: str, value: Any, field: str | None, words: str
) -> None:
    text = changed(path, value)
    with pytest.raises(Malformed) as raised:
        load(tmp_path, text)
    error = raised.value
    assert words in error.problem
    assert error.field == field
    assert error.line is not None
    if field is not None:
        key = field.rpartition(".")[2].partition("[")[0]
        assert f"{key}:" in text.splitlines()[error.line - 1] or "[" in field
    assert str(error).startswith(f"{tmp_path}/runner.yaml:{error.line}: error")


@given(st.text(max_size=100))
def test_no_text_whatever_makes_the_reader_stumble(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "runner.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(Malformed):
        load_runner(folder)


def test_a_folder_without_a_runner_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"runner.yaml: error: cannot be read: .*No such file"):
        load_runner(tmp_path)


def test_a_runner_of_ones_own_may_replace_one_of_the_suites(tmp_path: Path) -> None:
    folder = write_copier(tmp_path, "wasmtime")
    assert load_runners([folder])["wasmtime"].folder == tmp_path
    assert load_runners()["wasmtime"].folder == ROOT / "runners" / "wasmtime"


@pytest.mark.parametrize(("text", "wanted"), [("a", ("a", None)), ("a@1.2", ("a", "1.2")), ("a@1@2", ("a", "1@2"))])
def test_a_selection_is_a_name_and_perhaps_a_version(text: str, wanted: tuple[str, str | None]) -> None:
    assert split_selection(text) == wanted


@pytest.mark.parametrize("text", ["", "@", "@1", "a@"])
def test_a_selection_that_is_none_is_told_so(text: str) -> None:
    with pytest.raises(BadOption, match="expected NAME or NAME@VERSION"):
        split_selection(text)


# ------------------------------------------------------------------------------------------------ on the machine


def part(*command: str, pattern: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"command": list(command)}
    return {"parts": {"x": made if pattern is None else {**made, "pattern": pattern}}}


def test_the_version_is_what_the_first_part_prints(tmp_path: Path) -> None:
    version = part("/bin/echo", "x 1.2.3-rc1 (abc 2026)")
    runtime = stand_in(write_runner(tmp_path, process={"run": RUN_COPY}, version=version))
    assert (runtime.label, runtime.parts, runtime.family) == ("stand-in@1.2.3-rc1", {"x": "1.2.3-rc1"}, "stand-in")


def test_a_pattern_picks_the_version_even_from_stderr(tmp_path: Path) -> None:
    version = part("/bin/sh", "-c", "echo build 77 >&2", pattern=r"build (\d+)")
    assert stand_in(write_runner(tmp_path, version=version)).label == "stand-in@77"


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (part("/bin/echo", "no number"), "printed 'no number', in which .* finds nothing"),
        (part("/nowhere/x"), "No such file"),
        ({"parts": {"x": {"distribution": "never-installed-anywhere"}}}, "never-installed-anywhere"),
        ({"parts": {"x": {"npm": "never-installed"}}}, "never-installed/package.json"),
    ],
)
def test_a_version_that_cannot_be_read_makes_the_runtime_unavailable(
    tmp_path: Path, version: dict[str, Any], words: str
) -> None:
    with pytest.raises(Unprovided, match=f"the version of its part 'x' cannot be read: .*{words}"):
        stand_in(write_runner(tmp_path, version=version))


def test_a_program_that_is_not_on_path_makes_the_runtime_unavailable(tmp_path: Path) -> None:
    runner = write_runner(tmp_path, provide={"path": {"program": "never-heard-of-it"}})
    with pytest.raises(Unprovided, match="the program 'never-heard-of-it' is not on PATH"):
        stand_in(runner)


def test_runtimes_come_side_by_side_and_each_that_cannot_is_reported(tmp_path: Path) -> None:
    missing: list[Unprovided] = []
    folders = [write_copier(tmp_path / "a", "a"), write_copier(tmp_path / "c", "c")]
    folders.insert(1, write_runner(tmp_path / "b", "b", provide={"path": {"program": "never-heard-of-it"}}))
    found = bring_all([Wanted(load_runner(folder), None) for folder in folders], lambda _: None, missing.append)
    assert [runtime.name for runtime in found] == ["a", "c"]
    assert [absent.runtime for absent in missing] == ["b"]


# ------------------------------------------------------------------------------------------------ made to measure


@pytest.fixture
def made(own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have installed something, and an empty cache of its own."""
    monkeypatch.setenv("WASI_CONFORMANCE_CACHE", str(tmp_path / "cache"))
    commands: list[list[str]] = []

    def pretend(label: str, command: list[str], environment: Any = None, *, given: str = "", tell: Any = None) -> str:
        commands.append([*command, *given.split()])
        if "venv" in command:
            (Path(command[-1]) / "lib/python3.11/site-packages").mkdir(parents=True)
        return given

    monkeypatch.setattr(tools, "run_tool", pretend)
    return commands


def of_uv(folder: Path, **fields: Any) -> Wanted:
    uv = {"uv": {"packages": ["thing=={version}"], **fields}}
    return Wanted(load_runner(write_runner(folder, provide=uv, version={"default": "1.0"})), None)


def test_an_environment_is_made_once_for_each_version(made: list[list[str]], tmp_path: Path) -> None:
    wanted = of_uv(tmp_path / "runner")
    first = provide(wanted.loaded, "1.0")
    assert [command[-1] for command in made] == ["thing==1.0", first.folder, f"{first.folder}/lock.txt"]
    assert Path(first.folder, "lock.txt").read_text() == "thing==1.0\n"
    assert provide(wanted.loaded, "1.0") == first
    assert len(made) == 3
    second = provide(wanted.loaded, "2.0")
    assert second.folder != first.folder
    assert made[-3][-1] == "thing==2.0"


def test_other_packages_are_another_environment(made: list[list[str]], tmp_path: Path) -> None:
    first = provide(of_uv(tmp_path / "a").loaded, "1.0")
    assert provide(of_uv(tmp_path / "b", packages=["thing=={version}", "more"]).loaded, "1.0").folder != first.folder


def test_an_environment_that_was_never_finished_is_made_again(made: list[list[str]], tmp_path: Path) -> None:
    wanted = of_uv(tmp_path / "runner")
    folder = Path(provide(wanted.loaded, "1.0").folder)
    stop_using()
    (folder.parent / "complete.json").unlink()
    (folder / "debris").touch()
    again = Path(provide(wanted.loaded, "1.0").folder)
    assert again.parent == folder.parent
    assert not folder.exists(), "another folder: who was killed may have left a uv behind that still writes to this one"
    assert len(made) == 5, "the lock was resolved before"


def test_two_who_want_the_same_environment_make_it_once(made: list[list[str]], tmp_path: Path) -> None:
    wanted = of_uv(tmp_path / "runner")
    threads = [threading.Thread(target=provide, args=(wanted.loaded, "1.0")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3


def test_who_comes_while_another_finishes_uses_what_is_there(
    made: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = of_uv(tmp_path / "runner")
    first = provide(wanted.loaded, "1.0")  # which this process goes on to use
    looks = iter([None])
    read = environments.Place.read
    monkeypatch.setattr(environments.Place, "read", lambda place: next(looks, read(place)))  # not there yet, at first
    found: list[Environment] = []
    late = threading.Thread(target=lambda: found.append(provide(wanted.loaded, "1.0")), daemon=True)
    late.start()
    late.join(20)
    assert found == [first], "it waits for the end of a use that has no end"


def test_a_python_that_nobody_has_makes_the_runtime_unavailable(
    made: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreters, "_python_candidates", lambda: iter([Path("/bin/false"), Path("/nowhere")]))
    with pytest.raises(Unprovided, match=r"its packages need a Python >=4.7, and none was found on this machine"):
        provide(of_uv(tmp_path / "runner", python=">=4.7").loaded, "1.0")
    assert made == []


def test_a_program_that_the_packages_do_not_bring_makes_the_runtime_unavailable(
    made: list[list[str]], tmp_path: Path
) -> None:
    uv = {"uv": {"packages": ["thing"]}}
    runner = write_runner(tmp_path / "runner", provide=uv, program="{env}/bin/thing")
    with pytest.raises(Unprovided, match=r"its program is not where runner\.yaml says"):
        provide(load_runner(runner), "1.0")


def test_a_program_without_its_run_bit_gets_it(made: list[list[str]], tmp_path: Path) -> None:
    program = write_runner(tmp_path / "runner", provide={"uv": {"packages": []}}, program="{folder}/thing") / "thing"
    program.touch(mode=0o644)
    assert provide(load_runner(tmp_path / "runner"), "1.0").program == str(program)
    assert program.stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["/bin/sh", "-c", "echo out; echo no such package >&2; exit 3"], "exit code 3:\nno such package"),
        (["/bin/sh", "-c", "echo only out; exit 1"], "exit code 1:\nonly out"),
        (["/nowhere/uv"], "/nowhere/uv could not be started"),
    ],
)
def test_an_installation_that_fails_says_why(command: list[str], words: str) -> None:
    with pytest.raises(Unprovided) as raised:
        tools.run_tool("x@1", command)
    assert words in str(raised.value)


def test_an_installation_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "_INSTALL_TIMEOUT_S", 0.1)
    with pytest.raises(Unprovided, match=r"installing took more than 0\.1 s"):
        tools.run_tool("x@1", ["/bin/sleep", "60"])


def test_node_comes_from_the_machine_only_when_it_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v22.3.0\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert interpreters.find_node(">=22") == node
    assert interpreters.find_node(">=24") is None
    node.write_text("#!/bin/sh\nexit 1\n")
    assert interpreters.find_node(">=22") is None
    node.unlink()
    assert interpreters.find_node(">=22") is None


def test_an_interpreter_is_the_running_one_or_one_whose_word_is_tested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert interpreters.find_python(None) == Path(PYTHON)
    (tmp_path / "python3.99").write_text("#!/bin/sh\necho 3.99.1\n")
    (tmp_path / "python3.98").write_text("#!/bin/sh\nexit 127\n")
    for file in tmp_path.iterdir():
        file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/nowhere")
    assert interpreters.find_python(">=3.50") == tmp_path / "python3.99"
    assert interpreters.find_python("==3.98.*") is None


def test_the_suites_uv_can_be_started() -> None:
    assert subprocess.run([tools.find_uv(), "--version"], capture_output=True, check=True).stdout


def test_what_could_stand_there_instead_is_told(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"hint: did you mean process\?"):
        load(tmp_path, changed("processes", {"run": []}))
    with pytest.raises(Malformed, match=r"hint: one of .*name-lookup"):
        load(tmp_path, changed("process.run", [{"when": "weather", "add": []}]))
