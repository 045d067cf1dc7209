"""``runtimes`` and ``doctor``: what this machine has."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable

import click
import msgspec

from conformance.cli.options import (
    format_option,
    print_json,
    schema_option,
)
from conformance.corpus import load_corpus, verify_components
from conformance.coverage import check_items
from conformance.engine import machine_lacks
from conformance.errors import EXIT_INCOMPLETE, SuiteError
from conformance.resources import cache_dir
from conformance.runtimes.interpreters import find_node
from conformance.runtimes.spec import load_runners
from conformance.runtimes.tools import find_uv


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
