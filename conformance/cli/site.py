"""``site``: the pages that are published."""

from __future__ import annotations

import time
from pathlib import Path

import click

from conformance.cli.options import corpus_option, expectations_option, tell
from conformance.cli.reports import named_reports, reports_argument
from conformance.corpus import load_corpus
from conformance.errors import BadOption
from conformance.expectations import Expectations, expectation_files, read_file
from conformance.resources import ROOT

FINDINGS = ROOT / "reports" / "findings"
"""The suite's own findings, in a checkout."""
STARTUP = ROOT / "reports" / "startup" / "startup.json"
"""What runtimes cost to start, if it was measured in this checkout."""


@click.command("site")
@reports_argument
@click.option("-o", "--into", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--findings",
    "findings_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of findings, Markdown files FAMILY-what.md.  [default: the suite's own]",
)
@click.option(
    "--startup",
    "startup_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What `bench-runtimes` wrote, startup.json; its picture lies beside it.  [default: the suite's own, if any]",
)
@click.option(
    "--other-corpus", is_flag=True, help="Show results made with another state of the corpus, marked, beside this one."
)
@expectations_option
@corpus_option
def site_command(
    places: tuple[Path, ...],
    folder: Path,
    findings_folder: Path | None,
    startup_file: Path | None,
    other_corpus: bool,
    expectation_places: tuple[str, ...],
    corpus_folder: Path,
) -> int:
    """Write the site of complete reports: static pages that need no server. REPORT is a file, or a folder of reports.

    Of several reports about one version of a runtime the newest counts; several versions are shown side by side.

    \b
    wasi-conformance site conformance-report.jsonl -o site
    wasi-conformance site reports/published -o site
    """
    from conformance.publish.results import Results
    from conformance.publish.site import site, write_site  # the templates take a while, which --help need not
    from conformance.publish.site.findings import read_findings
    from conformance.publish.site.model import World
    from conformance.publish.site.startup import read_startup

    began = time.perf_counter()
    named = named_reports(places)
    results = Results([report for _, report in named], [name for name, _ in named])
    corpus = load_corpus(corpus_folder)
    if corpus.sha256 != results.corpus_sha256 and not other_corpus:
        problem = f"the reports are over another state of the corpus than {corpus_folder} ({corpus.sha256[:12]})"
        raise BadOption("REPORT", results.corpus_sha256[:12], f"{problem}; --other-corpus shows them all the same")
    expectations = Expectations(one for file in expectation_files(expectation_places) for one in read_file(file))
    findings = read_findings(findings_folder or FINDINGS, results.families, corpus.ids)
    bench = startup_file or (STARTUP if STARTUP.is_file() else None)
    startup = read_startup(bench) if bench is not None else None
    files, size = write_site(site(World(corpus, results, findings, expectations, startup)), folder)
    tell(f"wrote {files} files, {size / 1e6:.1f} MB, in {time.perf_counter() - began:.1f} s: {folder / 'index.html'}")
    return 0
