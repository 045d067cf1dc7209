"""``runtimes``: which runtimes there are; bringing them, removing them, and the versions that could be had."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from conformance.cli.options import (
    each_major_option,
    format_option,
    plain_style,
    print_json,
    runner_option,
    runtimes_option,
    schema_option,
    tell,
    wanted_runtimes,
)
from conformance.cli.subverbs import Subverbs
from conformance.errors import EXIT_EXPECTED, EXIT_INCOMPLETE, BadOption, Unprovided
from conformance.publish.matrix import UNVERIFIED
from conformance.publish.tables import table
from conformance.runtimes.environments import megabytes, place_of
from conformance.runtimes.installed import Installed, installed, remove_all, select_installed, unneeded
from conformance.runtimes.locks import committed_versions
from conformance.runtimes.runtime import Runtime, bring_each
from conformance.runtimes.spec import Runner, Wanted, load_runners


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
    unverified: str = ""
    """What its runner.yaml was written after, where nobody has tried it with the real program."""


class KnownRuntime(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime that ``-r`` can name, whether it is on this machine or not."""

    name: str
    title: str
    family: str
    optional: bool
    """Whether it is used only when it is asked for by name."""
    provided: str
    """``PyPI``, ``npm``, or the program that has to be on PATH."""
    default: str = ""
    """The version that a plain name means; that of the program, where it is not given."""
    variants: tuple[str, ...] = ()
    """Words for chosen parts: ``NAME:WORD``."""
    installed: tuple[str, ...] = ()
    """The versions that have an environment on this machine."""
    program: str = ""
    """Where the program lies that has to be on PATH, if it is there."""
    unverified: str = ""
    """What its runner.yaml was written after, where nobody has tried it with the real program."""


class AvailableVersion(msgspec.Struct, frozen=True, kw_only=True):
    """A version that the registry has."""

    version: str
    default: bool
    lock: bool
    """Whether a lock for it is committed."""
    installed: bool


@click.group("runtimes", cls=Subverbs, invoke_without_command=True)
@runtimes_option
@each_major_option
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[RuntimeStatus])
@click.pass_context
def runtimes_command(
    ctx: click.Context, runtimes: tuple[str, ...], each_major: bool, style: str, runner_folders: tuple[Path, ...]
) -> int:
    """Which runtimes are there, with the version of every part, or why not. Installs what is missing.

    \b
    wasi-conformance runtimes install 'wasmtime@>=46,<50' --each-major
    wasi-conformance runtimes list
    wasi-conformance runtimes prune --dry-run
    """
    if ctx.invoked_subcommand is not None:
        if runtimes or each_major or runner_folders:
            raise BadOption(f"runtimes {ctx.invoked_subcommand}", "", "its options and names go after it")
        return EXIT_EXPECTED
    return _bring(wanted_runtimes(runtimes, runner_folders, each_major=each_major), style, need_all=False)


@runtimes_command.command("install")
@click.argument("selections", nargs=-1, required=True, metavar="NAME[@VERSION]...")
@each_major_option
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[RuntimeStatus])
def install_command(selections: tuple[str, ...], each_major: bool, style: str, runner_folders: tuple[Path, ...]) -> int:
    """Bring runtimes to this machine, in these versions.

    NAME, NAME@VERSION, NAME@latest, 'NAME@>=46,<50' (the newest that matches), NAME@RELEASE+PARTVERSION. Exits with 3
    when one of them could not be had.

    \b
    wasi-conformance runtimes install wasmtime@46.0.1 jco-node@1.35.0+shim0.25.0
    wasi-conformance runtimes install 'wasmtime@>=46,<50' --each-major
    """
    return _bring(wanted_runtimes(selections, runner_folders, each_major=each_major), style, need_all=True)


def _bring(wanted: Sequence[Wanted], style: str, *, need_all: bool) -> int:
    results = bring_each(wanted, tell)
    statuses = [_status(one, result) for one, result in zip(wanted, results, strict=True)]
    if style == "json":
        print_json(statuses)
    else:
        _show(statuses, style)
    there = [status.available for status in statuses]
    return EXIT_EXPECTED if (all(there) if need_all else any(there)) else EXIT_INCOMPLETE


def _status(wanted: Wanted, result: Runtime | Unprovided) -> RuntimeStatus:
    there = isinstance(result, Runtime)
    runner = result.loaded.runner if isinstance(result, Runtime) else wanted.loaded.runner
    return RuntimeStatus(
        name=result.label if isinstance(result, Runtime) else wanted.label,
        title=runner.title,
        family=runner.family,
        available=there,
        reason=result.reason if isinstance(result, Unprovided) else "",
        parts=result.parts if isinstance(result, Runtime) else {},
        cannot=result.cannot if isinstance(result, Runtime) else {},
        lanes=tuple(name for name, lane in (("process", runner.process), ("worker", runner.worker)) if lane),
        unverified=runner.unverified or "",
    )


def _show(statuses: Sequence[RuntimeStatus], style: str) -> None:
    rows = []
    for status in statuses:
        parts = ", ".join(f"{name} {version}" for name, version in status.parts.items())
        rows.append((status.name, status.family, "✓ available" if status.available else "✗ unavailable", parts))
    click.echo(table(rows, ("runtime", "family", "state", "parts"), plain_style(style)))
    for status in statuses:
        if status.reason:
            click.echo(f"\n{status.name} is unavailable: {status.reason}")
        if status.unverified:
            click.echo(f"\n{status.name} is {UNVERIFIED.lower()}: {status.unverified}")
        for need, why in status.cannot.items():
            click.echo(f"\n{status.name} cannot do {need}: {why}")


@runtimes_command.command("list")
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[Installed])
def list_command(style: str, runner_folders: tuple[Path, ...]) -> int:
    """What is installed: size, where its lock comes from, when it was used last, and why it stays. Installs nothing.

    \b
    wasi-conformance runtimes list --format json
    """
    entries = installed(load_runners(runner_folders))
    if style == "json":
        print_json(entries)
        return EXIT_EXPECTED
    _show_installed(entries, style)
    others = sorted(set(load_runners(runner_folders)) - {entry.name for entry in entries})
    if others:
        tell(f"{len(others)} more can be asked for with -r: {', '.join(others)} (`runtimes known` tells of each)")
    total = sum(entry.bytes for entry in entries)
    count = f"{len(entries)} environment{'' if len(entries) == 1 else 's'}"
    tell(f"{count}, {megabytes(total)} (files that uv shares with its own cache count in full)")
    return EXIT_EXPECTED


def _show_installed(entries: Sequence[Installed], style: str, *, going: bool = False) -> None:
    """A line for each; of those that are going, none has a reason to stay."""
    headers = ("runtime", "size", "state", "lock", "last used", "stays because it")[: 5 if going else 6]
    rows = [
        (entry.label, megabytes(entry.bytes), _state(entry), entry.lock, entry.last_used[:16], entry.needed)
        for entry in entries
    ]
    click.echo(table([row[: len(headers)] for row in rows], headers, plain_style(style)))


def _state(entry: Installed) -> str:
    if entry.in_use:
        return "in use"
    if not entry.complete:
        return "unfinished"
    return "superseded" if entry.superseded else "complete"


@runtimes_command.command("known")
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[KnownRuntime])
def known_command(style: str, runner_folders: tuple[Path, ...]) -> int:
    """Every runtime that -r can name: how it is provided, whether it is here. Installs and starts nothing.

    \b
    wasi-conformance runtimes known
    wasi-conformance runtimes install jco-deno
    """
    runners = load_runners(runner_folders)
    there = installed(runners)
    found = [_known(loaded.runner, there) for loaded in runners.values()]
    if style == "json":
        print_json(found)
        return EXIT_EXPECTED
    rows = []
    for one in found:
        words = ["only when asked for"] if one.optional else []
        words += [UNVERIFIED.lower()] if one.unverified else []
        version = ", ".join(filter(None, (one.default, *(f":{word}" for word in one.variants))))
        here = one.program or _few(one.installed)
        rows.append((one.name, one.family, one.provided, version, here, "; ".join(words)))
    click.echo(table(rows, ("runtime", "family", "from", "version", "here", ""), plain_style(style)))
    return EXIT_EXPECTED


def _few(versions: Sequence[str], most: int = 3) -> str:
    """A few versions by name, more by their number."""
    return ", ".join(versions) if len(versions) <= most else f"{len(versions)} versions"


def _known(runner: Runner, there: Sequence[Installed]) -> KnownRuntime:
    ways = runner.provide
    names = (ways.path.program,) if ways.path is not None else runner.programs
    on_path = [found for name in names if "/" not in name and (found := shutil.which(name))]
    versions = dict.fromkeys(entry.version for entry in there if entry.name == runner.name and entry.complete)
    outside = [name for name in names if "/" not in name]
    program = f"{outside[0]} on PATH" if outside else ""
    registry = "PyPI" if ways.uv is not None else "npm" if ways.npm is not None else ""
    return KnownRuntime(
        name=runner.name,
        title=runner.title,
        family=runner.family,
        optional=runner.optional,
        provided=" and ".join(filter(None, (registry, program))),
        default=runner.version.default or "",
        variants=tuple(runner.version.variants),
        installed=tuple(versions),
        program=next(iter(on_path), ""),
        unverified=runner.unverified or "",
    )


@runtimes_command.command("remove")
@click.argument("names", nargs=-1, required=True, metavar="NAME[@VERSION]...")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@format_option("pretty", "json", "markdown")
@schema_option(list[Installed])
def remove_command(names: tuple[str, ...], dry_run: bool, style: str) -> int:
    """Remove installed runtimes: one version, or all versions of a NAME. Exits with 3 when one of them is in use.

    The lock that was resolved for a version stays, so that it comes back as it was.

    \b
    wasi-conformance runtimes remove wasmtime@46.0.1
    wasi-conformance runtimes remove jco-node --dry-run
    """
    entries = installed(load_runners())
    chosen = {entry.folder: entry for name in names for entry in select_installed(entries, name)}
    return _remove(list(chosen.values()), style, dry_run=dry_run)


@runtimes_command.command("prune")
@click.option(
    "--days",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    help="What was used within so many days stays.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[Installed])
def prune_command(days: float, dry_run: bool, style: str, runner_folders: tuple[Path, ...]) -> int:
    """Remove what is neither a default version, nor has a committed lock, nor was used lately; and all debris.

    \b
    wasi-conformance runtimes prune --days 7 --dry-run
    """
    entries = unneeded(installed(load_runners(runner_folders)), days, time.time())
    return _remove(entries, style, dry_run=dry_run)


def _remove(entries: Sequence[Installed], style: str, *, dry_run: bool) -> int:
    gone: list[Installed] = list(entries) if dry_run else []
    refused = [] if dry_run else remove_all(entries, gone.append)
    if style == "json":
        print_json(gone)
    elif gone:
        _show_installed(gone, style, going=True)
    verb = "would be removed" if dry_run else "removed"
    tell(f"{len(gone)} {verb}, {megabytes(sum(entry.bytes for entry in gone))}")
    for error in refused:
        tell(str(error), fg="red")
    return EXIT_INCOMPLETE if refused else EXIT_EXPECTED


@runtimes_command.command("versions")
@click.argument("selection", metavar="NAME[@RANGE]")
@each_major_option
@format_option("pretty", "json", "markdown")
@runner_option
@schema_option(list[AvailableVersion])
def versions_command(selection: str, each_major: bool, style: str, runner_folders: tuple[Path, ...]) -> int:
    """The versions of a runtime that its registry has, newest first.

    \b
    wasi-conformance runtimes versions 'wasmtime@>=46'
    """
    from conformance.runtimes.selection import select_each_major, select_every

    select = select_each_major if each_major else select_every
    found = select(selection, load_runners(runner_folders), tell, option="NAME")
    locked = set(committed_versions(found[0].loaded))
    statuses = [_version(one, locked) for one in found]
    if style == "json":
        print_json(statuses)
        return EXIT_EXPECTED
    marks: list[Any] = []
    for status in statuses:
        words = (("default", status.default), ("locked", status.lock), ("installed", status.installed))
        marks.append((status.version, ", ".join(word for word, holds in words if holds)))
    click.echo(table(marks, ("version", ""), plain_style(style)))
    return EXIT_EXPECTED


def _version(wanted: Wanted, locked: set[str]) -> AvailableVersion:
    version = wanted.version or ""
    return AvailableVersion(
        version=version,
        default=version == wanted.loaded.runner.version.default,
        lock=version in locked,
        installed=place_of(wanted.loaded, version).read() is not None,
    )


@runtimes_command.command("lock")
@click.argument("selections", nargs=-1, required=True, metavar="NAME@VERSION...")
@each_major_option
@runner_option
def lock_command(selections: tuple[str, ...], each_major: bool, runner_folders: tuple[Path, ...]) -> int:
    """Resolve versions anew and write their locks into the runner's folder, to be committed.

    For who maintains a runner: whoever has the folder gets the same packages from then on.

    \b
    wasi-conformance runtimes lock wasmtime@49.0.4
    """
    from conformance.runtimes.environments import lock_anew

    for one in wanted_runtimes(selections, runner_folders, each_major=each_major):
        for file in lock_anew(one.loaded, one.version or "", tell):
            click.echo(file)
    return EXIT_EXPECTED
