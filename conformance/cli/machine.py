"""``runtimes`` and ``doctor``: what this machine has."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from conformance.cli.options import (
    format_option,
    plain_style,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    wanted_runtimes,
)
from conformance.corpus import load_corpus, verify_components
from conformance.coverage import check_items
from conformance.engine import machine_lacks
from conformance.errors import EXIT_INCOMPLETE, SuiteError, Unprovided
from conformance.publish.tables import Style, table
from conformance.resources import cache_dir
from conformance.runtimes.interpreters import find_node
from conformance.runtimes.runtime import bring_all
from conformance.runtimes.spec import load_runners
from conformance.runtimes.tools import find_uv


class RuntimeStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime that was looked for."""

    name: str
    title: str
    family: str
    available: bool
    reason: str = ""
    """Why it is not available."""
    parts: dict[str, str] = {}
    cannot: dict[str, str] = {}
    lanes: tuple[str, ...] = ()


@click.command("runtimes")
@runtimes_option
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[RuntimeStatus])
def runtimes_command(runtimes: tuple[str, ...], style: str, runner_folders: tuple[Path, ...]) -> int:
    """Which runtimes are there, with the version of every part, or why not. Installs what is missing."""
    wanted = wanted_runtimes(runtimes, runner_folders)
    missing: dict[str, str] = {}

    def note(absent: Unprovided) -> None:
        missing[absent.runtime] = absent.reason

    found = {runtime.label: runtime for runtime in bring_all(wanted, tell, note)}
    statuses = []
    for one in wanted:
        runner = one.loaded.runner
        runtime = found.get(one.label) or next((r for r in found.values() if r.name == runner.name), None)
        statuses.append(
            RuntimeStatus(
                name=runtime.label if runtime else one.label,
                title=runner.title,
                family=runner.family,
                available=runtime is not None,
                reason=missing.get(one.label, ""),
                parts=runtime.parts if runtime else {},
                cannot=runtime.cannot if runtime else {},
                lanes=tuple(name for name, lane in (("process", runner.process), ("worker", runner.worker)) if lane),
            )
        )
    if style == "json":
        print_json(statuses)
    else:
        _show(statuses, plain_style(style))
    return 0 if found else EXIT_INCOMPLETE


def _show(statuses: list[RuntimeStatus], style: Style) -> None:
    rows = []
    for status in statuses:
        parts = ", ".join(f"{name} {version}" for name, version in status.parts.items())
        rows.append((status.name, status.family, "✓ available" if status.available else "✗ unavailable", parts))
    click.echo(table(rows, ("runtime", "family", "state", "parts"), style))
    for status in statuses:
        if status.reason:
            click.echo(f"\n{status.name} is unavailable: {status.reason}")
        for need, why in status.cannot.items():
            click.echo(f"\n{status.name} cannot do {need}: {why}")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the doctor looked at."""

    what: str
    ok: bool
    found: str
    advice: str = ""


@click.command("doctor")
@format_option("pretty", "json")
@schema_option(list[Finding])
def doctor_command(style: str) -> int:
    """Check that this machine can run the suite: interpreter, uv, Node.js, cache, loopback, corpus, runners."""
    findings = [
        _look("Python", lambda: platform.python_version()),
        _look("uv", find_uv, "pip install uv"),
        _look("cache", _cache, "set XDG_CACHE_HOME to a folder that can be written"),
        _look("corpus", _corpus, "nox -s guests"),
        _look("runners", lambda: ", ".join(load_runners())),
    ]
    node = find_node(">=22")
    found = str(node) if node else "none >= 22 on PATH: one from PyPI will be used"
    findings.append(Finding(what="Node.js", ok=True, found=found))
    lacking = machine_lacks()
    for need in ("ipv6", "symlinks"):
        found = lacking.get(need, "there")
        findings.append(
            Finding(what=need, ok=True, found=found + (": such cases are skipped" if need in lacking else ""))
        )
    if style == "json":
        print_json(findings)
    else:
        for finding in findings:
            advice = f"\n      way out: {finding.advice}" if finding.advice and not finding.ok else ""
            click.echo(f"{'✓ ok ' if finding.ok else '✗ not ok'}  {finding.what}: {finding.found}{advice}")
    return 0 if all(finding.ok for finding in findings) else EXIT_INCOMPLETE


def _look(what: str, probe: Callable[[], str], advice: str = "") -> Finding:
    try:
        return Finding(what=what, ok=True, found=probe())
    except (SuiteError, OSError) as error:
        return Finding(what=what, ok=False, found=str(error), advice=advice)


def _cache() -> str:
    folder = cache_dir()
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} cannot be written")
    return f"{folder}, {shutil.disk_usage(folder).free // 2**30} GiB free"


def _corpus() -> str:
    corpus = load_corpus()
    verify_components(corpus.cases)
    for case in corpus.cases:
        check_items(case)
    return f"{len(corpus.cases)} cases, every component as its manifest says; interpreter {sys.executable}"
