"""``export``: reports in the formats of other programs."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from conformance.cli.options import (
    corpus_option,
    expectations_option,
    format_option,
    plain_style,
    print_json,
    schema_option,
    tell,
)
from conformance.cli.reports import allow_incomplete_option, named_reports, reports_argument
from conformance.cli.subverbs import Subverbs
from conformance.corpus import load_corpus
from conformance.errors import BadOption
from conformance.expectations import expectation_files, read_file
from conformance.publish.standing import Stood, standings
from conformance.publish.trends import Trends, trends
from conformance.report import Report

F = TypeVar("F", bound=Callable[..., Any])


def out_option(function: F) -> F:
    """``-o FILE``."""
    return click.option(
        "-o",
        "--out",
        "out",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The file to write.  [default: standard output]",
    )(function)


def strict_option(function: F) -> F:
    """``--strict``."""
    text = "What passes against an expectation, or only when it was tried again, counts as failed."
    return click.option("--strict", is_flag=True, help=text)(function)


def other_corpus_option(function: F) -> F:
    """``--other-corpus``."""
    text = "Take results made with another state of the corpus, too, for the cases that both have."
    return click.option("--other-corpus", is_flag=True, help=text)(function)


def compat_schema_option(function: F) -> F:
    """``--schema``: the schema of a tree, which no type can tell."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            from conformance.schemas import schema_file

            click.echo(schema_file("compat").read_text(encoding="utf-8"), nl=False)
            ctx.exit(0)

    text = "Print the JSON Schema of the output."
    return click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=show, help=text)(function)


@click.group("export", cls=Subverbs)
def export_command() -> None:
    """Write reports in the formats of other programs. REPORT is a file, or a folder of reports.

    \b
    wasi-conformance export compat report.jsonl -o matrix.json
    wasi-conformance export badges report.jsonl -o badges
    wasi-conformance export junit report.jsonl --expectations suite
    wasi-conformance export history reports/ --plots plots
    """


# ------------------------------------------------------------------------------------------------- records


def records_options(function: F) -> F:
    """``REPORT...``, ``-o``, ``--expectations``, ``--allow-incomplete``: how records stand, as ``stood``."""

    @functools.wraps(function)
    def gathered(
        *, places: Sequence[Path], expectation_places: Sequence[str], allow_incomplete: bool, **others: Any
    ) -> Any:
        expectations = [one for file in expectation_files(expectation_places) for one in read_file(file)]
        stood = standings(_reports(places, allow_incomplete=allow_incomplete), expectations)
        return function(stood=stood, **others)

    made: Any = gathered
    for option in (allow_incomplete_option, expectations_option, out_option, reports_argument):
        made = option(made)
    return cast(F, made)


@export_command.command("junit", short_help="JUnit's XML, for Jenkins, GitLab and GitHub.")
@strict_option
@records_options
def junit_command(stood: Sequence[Stood], out: Path | None, strict: bool) -> int:
    """JUnit's XML, for Jenkins, GitLab and GitHub: every case named, expected failures skipped with their reason.

    \b
    wasi-conformance export junit report.jsonl --expectations suite -o junit.xml
    """
    from conformance.publish.junit_report import junit_of

    return _write(out, junit_of(stood, strict=strict))


@export_command.command("tap", short_help="TAP 14, the Test Anything Protocol.")
@strict_option
@records_options
def tap_command(stood: Sequence[Stood], out: Path | None, strict: bool) -> int:
    """TAP 14: a test point for each case, expected failures as TODO, what could not be tried as SKIP.

    \b
    wasi-conformance export tap report.jsonl | tee report.tap
    """
    from conformance.publish.tap import tap

    return _write(out, tap(stood, strict=strict).encode())


@export_command.command("csv", short_help="CSV, a row for each record.")
@records_options
def csv_command(stood: Sequence[Stood], out: Path | None) -> int:
    """CSV, a row for each record. A cell that a spreadsheet would take for a formula begins with an apostrophe.

    \b
    wasi-conformance export csv report.jsonl -o report.csv
    """
    from conformance.publish.csv_table import csv_table

    return _write(out, csv_table(stood).encode())


def _reports(places: Sequence[Path], *, allow_incomplete: bool = False) -> list[Report]:
    return [report for _, report in named_reports(places, allow_incomplete=allow_incomplete)]


# ------------------------------------------------------------------------------------------------- the newest state


@export_command.command("compat", short_help="matrix.json: since when each item of WASI works.")
@reports_argument
@out_option
@other_corpus_option
@corpus_option
@compat_schema_option
def compat_command(places: tuple[Path, ...], out: Path | None, other_corpus: bool, corpus_folder: Path) -> int:
    """matrix.json: for each item of WASI and each runtime the first version of which every must case holds.

    \b
    wasi-conformance export compat report.jsonl -o matrix.json
    wasi-conformance export compat --schema
    """
    from conformance.publish.compat import compat_data, compat_json

    made = compat_data(named_reports(places), load_corpus(corpus_folder), other_corpus=other_corpus)
    return _write(out, compat_json(made))


@export_command.command("badges", short_help="Badges for shields.io, per runtime and area.")
@reports_argument
@click.option("-o", "--into", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@corpus_option
def badges_command(places: tuple[Path, ...], folder: Path, corpus_folder: Path) -> int:
    """Badges for shields.io: DIR/RUNTIME.json about all areas, DIR/RUNTIME/AREA.json about one.

    Where such a file can be fetched, https://img.shields.io/endpoint?url=ADDRESS-OF-THE-FILE is its picture.

    \b
    wasi-conformance export badges report.jsonl -o badges
    """
    from conformance.publish.badges import badge_json, badges
    from conformance.publish.results import Results

    made = list(badges(Results(_reports(places)), load_corpus(corpus_folder)))
    for path, badge in made:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(badge_json(badge))
    tell(f"wrote {len(made)} badges: {folder}")
    return 0


@export_command.command("features", short_help="A patch for webassembly.org's table of features.")
@reports_argument
@out_option
@click.option(
    "--base",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The table: features.json of a checkout of WebAssembly/website.",
)
@click.option("--row", "rows", multiple=True, metavar="RUNTIME=NAME", help="What the table calls a runtime.")
@click.option(
    "--threshold",
    type=click.FloatRange(min=0, min_open=True, max=1),
    default=0.9,
    show_default=True,
    help="The share of all must cases that has to pass.",
)
@click.option("--whole", is_flag=True, help="Print the whole table with the proposal in it; needs --base.")
@corpus_option
def features_command(
    places: tuple[Path, ...],
    out: Path | None,
    base: Path | None,
    rows: tuple[str, ...],
    threshold: float,
    whole: bool,
    corpus_folder: Path,
) -> int:
    """A proposal for webassembly.org's table of features: its rows for the component model and for WASI 0.2.

    Printed as a JSON merge patch (RFC 7396). The table has no feature for WASI 0.2: the patch brings one.

    \b
    wasi-conformance export features report.jsonl --base website/features.json
    wasi-conformance export features report.jsonl --row wasmtime=Wasmtime --threshold 1
    """
    from conformance.publish.feature_table import merged, proposal, read_table
    from conformance.publish.results import Results

    if whole and base is None:
        raise BadOption("--whole", "", "of which table? --base FILE names it")
    table = read_table(base) if base is not None else None
    corpus = load_corpus(corpus_folder)
    found = proposal(Results(_reports(places)), corpus, table=table, rows=_rows(rows), threshold=threshold)
    tell(f"a feature is supported where at least {threshold:.0%} of all its must cases pass; each note has the count")
    for feature, info in found.features.items():
        tell(f"the table has no feature {feature}: proposed as {info.description!r}")
    if found.unlisted:
        tell(f"not in the table: {', '.join(found.unlisted)}; --row RUNTIME=NAME says which row is theirs")
    if whole and table is not None:
        tell("the layout is not the table's own: run Prettier over it, as that repository does")
        return _write(out, merged(table, found).encode())
    from conformance.report import pretty_json

    return _write(out, f"{pretty_json(found.patch)}\n".encode())


def _rows(texts: Sequence[str]) -> dict[str, str]:
    """What ``--row`` says. Raises :class:`BadOption`."""
    found = {}
    for text in texts:
        runtime, equals, name = text.partition("=")
        if not (runtime and equals and name):
            raise BadOption("--row", text, "expected RUNTIME=NAME, such as wasmtime=Wasmtime")
        found[runtime] = name
    return found


# ------------------------------------------------------------------------------------------------- over time


@export_command.command("atom", short_help="A feed of changed cells.")
@reports_argument
@out_option
@click.option("--home", metavar="URL", help="Where the site is published: entries link to its pages.")
@allow_incomplete_option
def atom_command(places: tuple[Path, ...], out: Path | None, home: str | None, allow_incomplete: bool) -> int:
    """A feed of changed cells: cases that came to another end in the next version, or in the next report about one.

    \b
    wasi-conformance export atom reports/ --home https://example.org/wasi/ -o feed.atom
    """
    from conformance.publish.atom import atom
    from conformance.publish.site.places import case_page

    if home is not None and not home.startswith(("https://", "http://")):
        raise BadOption("--home", home, "expected an address, https://…")
    found = trends(_reports(places, allow_incomplete=allow_incomplete))
    if home is None:
        return _write(out, atom(found))
    base = f"{home.rstrip('/')}/"
    return _write(out, atom(found, link=lambda case: base + case_page(case), home=base))


@export_command.command("history", short_help="Which cell changed in which version.")
@reports_argument
@format_option("pretty", "json", "markdown")
@click.option(
    "--plots",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Also draw a plot for each runtime with two versions or more: DIR/RUNTIME.svg.",
)
@allow_incomplete_option
@schema_option(Trends)
def history_command(places: tuple[Path, ...], style: str, plots: Path | None, allow_incomplete: bool) -> int:
    """Which cell changed in which version of a runtime, from plain reports, over whatever corpora.

    A cell is a case on a runtime. Only results of the very same component are compared.

    \b
    wasi-conformance export history reports/
    wasi-conformance export history reports/ --format markdown --plots plots
    """
    from conformance.publish.trend_tables import trends_document

    found = trends(_reports(places, allow_incomplete=allow_incomplete))
    if plots is not None:
        _draw(found, plots)
    if style == "json":
        print_json(found)
    else:
        click.echo(trends_document(found, plain_style(style)))
    return 0


def _draw(found: Trends, folder: Path) -> None:
    from conformance.publish.plots import trend_svg
    from conformance.publish.slugs import safe_slug

    folder.mkdir(parents=True, exist_ok=True)
    for trend in found.runtimes:
        drawn = trend_svg(trend, alone=True)
        if drawn:
            file = folder / f"{safe_slug(trend.name)}.svg"
            file.write_text(drawn + "\n", encoding="utf-8")
            tell(f"wrote {file}")


def _write(out: Path | None, data: bytes) -> int:
    """To a file, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        return 0
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(data)
    tell(f"wrote {out}")
    return 0
