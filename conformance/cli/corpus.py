"""``list`` and ``coverage``: what is claimed. No runtime is touched."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from conformance.case import Case, Level, World
from conformance.cli.options import (
    corpus_option,
    format_option,
    patterns_argument,
    plain_style,
    print_json,
    schema_option,
)
from conformance.corpus import load_corpus
from conformance.coverage import Coverage, coverage
from conformance.errors import EXIT_NOTHING_RAN
from conformance.publish.tables import table


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A case as ``list --format json`` shows it."""

    id: str
    area: str
    title: str
    spec: tuple[str, ...]
    clause: str
    level: Level
    since: str
    world: World
    needs: tuple[str, ...]
    checks: tuple[str, ...]
    functions: tuple[str, ...]
    """The WIT items that the case asserts."""
    errors: tuple[str, ...]


def listed(case: Case) -> Listed:
    """What is known of a case without running it."""
    front = case.front
    return Listed(
        id=case.id,
        area=case.area,
        title=front.title,
        spec=case.functions,
        clause=front.clause.strip(),
        level=front.level,
        since=front.since,
        world=front.world,
        needs=case.needs,
        checks=case.check_names,
        functions=case.functions,
        errors=front.errors,
    )


@click.command("list")
@patterns_argument
@format_option("pretty", "json", "markdown", "ids")
@corpus_option
@schema_option(list[Listed])
def list_command(patterns: tuple[str, ...], style: str, corpus_folder: Path) -> int:
    """List the cases: all, or those with these ids, areas or prefixes."""
    cases = load_corpus(corpus_folder).select(patterns)
    if style == "json":
        print_json([listed(case) for case in cases])
    elif style == "ids":
        click.echo("\n".join(case.id for case in cases))
    else:
        rows = [(case.id, case.front.level, len(case.check_names), case.front.title) for case in cases]
        click.echo(table(rows, ("case", "level", "checks", "title"), plain_style(style)))
        if style == "pretty":
            click.echo(f"\n{len(cases)} cases, {sum(len(case.check_names) for case in cases)} checks")
    return 0 if cases else EXIT_NOTHING_RAN


@click.command("coverage")
@format_option("pretty", "json", "markdown")
@click.option("--gaps", is_flag=True, help="Only what no case asserts.")
@corpus_option
@schema_option(Coverage)
def coverage_command(style: str, gaps: bool, corpus_folder: Path) -> int:
    """Which functions and error codes of WASI 0.2 which cases assert; the lists come from the WIT text."""
    covered = coverage(load_corpus(corpus_folder).cases)
    if gaps:
        covered = msgspec.structs.replace(
            covered,
            functions={item: ids for item, ids in covered.functions.items() if not ids},
            error_codes={item: ids for item, ids in covered.error_codes.items() if not ids},
            sections={item: ids for item, ids in covered.sections.items() if not ids},
        )
    if style == "json":
        print_json(covered)
        return 0
    wasi = f"WASI {covered.wasi}"
    for what, whole, items in (
        ("function", wasi, covered.functions),
        ("error code", wasi, covered.error_codes),
        ("section", "the Canonical ABI", covered.sections),
    ):
        rows = [(item, len(ids), ", ".join(ids) or "no case") for item, ids in items.items()]
        click.echo(table(rows, (what, "cases", "which"), plain_style(style)))
        asserted = sum(1 for ids in items.values() if ids)
        if not gaps:
            click.echo(f"\n{asserted} of {len(items)} {what}s of {whole} are asserted by a case\n")
    return 0
