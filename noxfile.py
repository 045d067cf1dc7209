"""The sessions that people and CI run. `nox -l` lists them; each has an environment of its own."""

from __future__ import annotations

import platform
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["conformance"]
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")
LOCAL = "reports/local"
REPORT = f"{LOCAL}/conformance.jsonl"
PUBLISHED = "reports/published"
PUBLISHED_RUNTIMES = (
    *("jco-node", "wamr", "wasmer", "wasmtime-py"),
    *("jco-deno", "jco-bun", "jco-workerd", "node-wasi", "wasmer-sdk"),
    *(f"wasmtime@{version}" for version in ("46.0.1", "47.0.3", "48.0.2", "49.0.4")),
)
STEPS = "conformance/ci/steps.sh"
EXAMPLES = "conformance/ci/examples"


def group(name: str) -> list[str]:
    """The requirements of a dependency group in pyproject.toml."""
    return list(nox.project.dependency_groups(PROJECT, name))


@nox.session
def conformance(session: nox.Session) -> None:
    """Provide the runtimes, run the corpus, print the matrix, write reports/local/. Arguments go to `run`.

    Failing cases are what the matrix is for, so exit code 1 (unexpected results) does not fail the session. What is
    published beside that folder stays as it is.
    """
    session.install("-e", ".")
    session.run("wasi-conformance", "run", "--report", REPORT, *session.posargs, success_codes=[0, 1])
    if not session.posargs:
        session.run("wasi-conformance", "publish", REPORT, "--into", LOCAL)


@nox.session
def gate(session: nox.Session) -> None:
    """May this upgrade go through? `-- --from wasmtime@45.0.2 --to wasmtime@46.0.1`, by the steps that CI takes."""
    session.install("-e", ".")
    session.run("sh", STEPS, "gate", *session.posargs, external=True)


@nox.session
def expected(session: nox.Session) -> None:
    """The default runtimes are as our expectations say: green today, red when anything changes, for good or ill.

    What is known to waver has an expectation that says so; nothing is tried again. An attempt has twice its usual
    limit: a busy machine is no news about a runtime.
    """
    session.install("-e", ".")
    strictly = ("--expectations", "suite", "--strict", "--timeout", "20", "--report", f"{LOCAL}/expected.jsonl")
    session.run("wasi-conformance", "run", *strictly, *session.posargs)


@nox.session
def published(session: nox.Session) -> None:
    """Prove that the tables in reports/ and the README are those of the raw reports in reports/published/.

    `-- --write` makes them of those reports; `-- --run` makes the report of this platform first, on all runtimes.
    """
    session.install("-e", ".")
    if "--run" in session.posargs:
        raw, here = f"{LOCAL}/published.jsonl", f"{platform.system()}-{platform.machine()}".lower()
        runtimes = [word for runtime in PUBLISHED_RUNTIMES for word in ("-r", runtime)]
        session.run("wasi-conformance", "run", *runtimes, "--report", raw, success_codes=[0, 1])
        session.run("wasi-conformance", "combine", raw, "-o", f"{PUBLISHED}/{here}.jsonl.gz", "--without-places")
    proving = () if {"--run", "--write"} & set(session.posargs) else ("--check",)
    session.run("wasi-conformance", "publish", PUBLISHED, "--into", "reports", "--readme", "README.md", *proving)


@nox.session
def site(session: nox.Session) -> None:
    """Build the site of the last run into reports/site/, or of what `-- REPORT... -o DIR` names; then look at one in a
    browser, where there is a Chromium."""
    session.install("-e", ".", *group("site"))
    session.run("wasi-conformance", "site", *(session.posargs or [REPORT, "-o", "reports/site"]))
    session.run("pytest", "tests/site")


@nox.session
def tests(session: nox.Session) -> None:
    """The suite's own tests. Arguments go to pytest; without any, every branch of the ABI's model must be reached.

    What corpora and random runs reach of it by themselves is shown at the end (tests/abi/reached.py).
    """
    session.install("-e", ".", *group("test"), *group("guests"))
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    on_all_processors = ("-n", "auto", "--dist", "worksteal")
    session.run("pytest", *on_all_processors, "--ignore", "tests/abi")
    session.run("pytest", *on_all_processors, "--cov", "--cov-report", "term", "--cov-fail-under", "100", "tests/abi")


@nox.session
def mutants(session: nox.Session) -> None:
    """Change each operator of the ABI's model, and list what no case, vector or test notices: half an hour, not in CI.

    `-- MODULE…` takes only some; `-- --listed`, only what is known not to be noticed.
    """
    session.install("-e", ".", *group("test"))
    session.run("python", "tests/abi/mutants.py", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it in this clean environment, and use it far from the checkout."""
    session.install("build")
    out = session.create_tmp()
    session.run("python", "-m", "build", "--wheel", "--outdir", out, str(ROOT), silent=True)
    built = max(Path(out).glob("*.whl"), key=lambda path: path.stat().st_mtime)
    session.install("--force-reinstall", str(built))
    with session.chdir(out):
        session.run("wasi-conformance", "doctor")
        session.run("wasi-conformance", "run", "cli", "-r", "wasmtime", "--report", "wheel.jsonl", success_codes=[0, 1])


@nox.session
def guests(session: nox.Session) -> None:
    """Rebuild the guest programs that changed; `-- --check` proves the committed bytes instead."""
    session.install(*group("guests"))
    session.run("python", "-m", "guest_programs.tools", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff and mypy, strictly; shellcheck; the action and the examples for CI against their schemas."""
    session.install("-e", ".", *group("lint"), *group("test"), *group("guests"))
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("mypy")
    session.run("shellcheck", STEPS, ".ci/run")
    for schema, file in (
        ("github-actions", "action.yml"),
        ("github-workflows", f"{EXAMPLES}/github.yml"),
        ("gitlab-ci", f"{EXAMPLES}/gitlab.yml"),
    ):
        session.run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", file)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the harness against the bare runtimes, in one run; without arguments also how fast campaigns are."""
    session.install("-e", ".")
    session.run("python", "-m", "conformance.bench", *session.posargs)
    if not session.posargs:
        campaigns = ("python", "-m", "conformance.fuzz.bench", "-r", "wasmtime-py")
        session.run(*campaigns, "-r", "jco-node")
        session.run(*campaigns, "--campaign", "20000")


@nox.session
def startup(session: nox.Session) -> None:
    """Measure what runtimes cost to start, into reports/startup/. Leave the machine alone for half an hour."""
    session.install("-e", ".[bench]")
    session.run("wasi-conformance", "bench-runtimes", *session.posargs)


@nox.session
def schemas(session: nox.Session) -> None:
    """Rewrite the JSON Schemas in conformance/schemas/ from the types."""
    session.install("-e", ".")
    session.run("python", "-m", "conformance.schemas")
