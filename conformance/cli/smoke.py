"""``smoke``: what is wrong with a runner folder, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from conformance.cli.options import format_option, print_json, runner_option, schema_option, tell, wanted_runtime
from conformance.corpus import load_corpus
from conformance.errors import EXIT_EXPECTED, EXIT_UNEXPECTED, BadOption
from conformance.runtimes.runtime import close_all
from conformance.runtimes.spec import Wanted, load_runner
from conformance.smoke import NO_FAULT, Step, smoke

_GLYPHS = {"ok": "✓ ok", "failed": "✗ failed", "not tried": "– not tried"}


@click.command("smoke")
@click.argument("target", metavar="DIR|NAME[@VERSION]")
@format_option("pretty", "json")
@runner_option
@schema_option(list[Step])
def smoke_command(target: str, style: str, runner_folders: tuple[Path, ...]) -> int:
    """Tell the author of a runner folder what is wrong with it, step by step, each with the way out.

    TARGET is a folder with a runner.yaml, or a runtime as -r takes it. Exits with 1 when a step failed, and with 4 when
    runner.yaml itself cannot be read.

    \b
    wasi-conformance smoke my-runner/
    wasi-conformance smoke wasmtime@46.0.1
    """
    wanted = _wanted(target, runner_folders)
    if style != "json" and Path(target).exists():
        click.echo(f"{_GLYPHS['ok']}  runner.yaml: {wanted.loaded.runner.title}")
    try:
        steps = _shown(smoke(wanted, load_corpus(), tell), style)
    finally:
        close_all()
    if style == "json":
        print_json(steps)
    failed = sum(step.state == "failed" for step in steps)
    tried = sum(step.state != "not tried" for step in steps)
    tell(
        f"{wanted.label}: {failed} of {tried} steps failed" if failed else f"{wanted.label}: all {tried} steps are well"
    )
    if wanted.loaded.runner.unverified is not None and style != "json":
        _tell_unverified(wanted, failed)
    if any(step.state == "failed" and step.lane for step in steps):
        tell(f"  hint: {NO_FAULT}")
    return EXIT_UNEXPECTED if failed else EXIT_EXPECTED


def _tell_unverified(wanted: Wanted, failed: int) -> None:
    """What there is to do about a runner.yaml that nobody has tried with the real program."""
    tell(f"{wanted.label}: not verified against the real program: {wanted.loaded.runner.unverified}")
    done = "mend what is wrong with it" if failed else "all is well"
    tell(f"  hint: with the real program, {done}; then take the line `unverified` out of its runner.yaml")


def _wanted(target: str, runner_folders: tuple[Path, ...]) -> Wanted:
    path = Path(target)
    if path.name == "runner.yaml" and path.is_file():
        path = path.parent
    if path.is_dir():
        if not (path / "runner.yaml").exists():
            raise BadOption("TARGET", target, "has no runner.yaml; runners/README.md says what is in one")
        loaded = load_runner(path)
        return Wanted(loaded, loaded.runner.version.default)
    if "/" in target.partition(":")[0]:
        raise BadOption("TARGET", target, "is no folder")
    return wanted_runtime(target, runner_folders, option="TARGET")


def _shown(steps: Iterator[Step], style: str) -> list[Step]:
    """All steps; each is shown as soon as it is there."""
    seen = []
    for step in steps:
        seen.append(step)
        if style != "json":
            click.echo(_text(step))
    return seen


def _text(step: Step) -> str:
    where = f" ({step.lane} lane)" if step.lane else ""
    lines = [f"{_GLYPHS[step.state]}  {step.name}{where}: {_indented(step.found.splitlines())}"]
    if step.advice:
        lines.append(f"      way out: {step.advice}")
    return "\n".join(lines)


def _indented(lines: Iterable[str]) -> str:
    return "\n      ".join(lines)
