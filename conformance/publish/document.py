"""The published table: ``reports/COMPATIBILITY.md``, the matrix as data beside it, and the excerpt in the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from conformance.combine import by_platform
from conformance.corpus import Corpus
from conformance.errors import Malformed
from conformance.publish.compat import compat_data, compat_json
from conformance.publish.matrix import GLYPHS, UNVERIFIED, Matrix, area_table, build_matrix, case_table, notes
from conformance.publish.unexpected import result_markdown, unexpected
from conformance.report import Report

BEGIN = "<!-- begin matrix: written by `wasi-conformance publish` -->"
END = "<!-- end matrix -->"


def write_documents(
    named: Sequence[tuple[str, Report]], corpus: Corpus, folder: Path, readme: Path | None
) -> list[Path]:
    """Write COMPATIBILITY.md and matrix.json into ``folder``, and the area table into ``readme``, between markers.

    The reports are given with their names. Only ``matrix.json`` needs the corpus: it is about items, not cases.
    """
    reports = [report for _, report in named]
    matrix = build_matrix(reports)
    folder.mkdir(parents=True, exist_ok=True)
    document, data = folder / "COMPATIBILITY.md", folder / "matrix.json"
    document.write_text(compatibility_markdown(matrix, reports), encoding="utf-8")
    data.write_bytes(compat_json(compat_data(named, corpus, other_corpus=True)))
    written = [document, data]
    if readme is not None:
        embed(readme, "\n\n".join((area_table(matrix, "markdown"), *notes(matrix))))
        written.append(readme)
    return written


def compatibility_markdown(matrix: Matrix, reports: Sequence[Report]) -> str:
    """The whole document."""
    platforms = {f"{run.platform.system} {run.platform.machine}" for report in reports for run in report.header.runs}
    results = [one for report in by_platform(reports) for one in unexpected(report.records)]
    sections = [
        "# Compatibility of runtimes with WASI 0.2",
        f"{len(matrix.cases)} cases, suite {matrix.suite_version}, corpus `{matrix.corpus_sha256[:12]}`, "
        f"{', '.join(sorted(platforms))}, {matrix.started}. Written by `wasi-conformance publish`.",
        area_table(matrix, "markdown"),
        *notes(matrix),
        "## Runtimes",
        runtimes_markdown(matrix),
        "## Cases",
        f"{' · '.join(f'{glyph} {outcome}' for outcome, glyph in GLYPHS.items())}",
        case_table(matrix, "markdown"),
        "## What did not pass",
        "\n".join(result_markdown(one, rerun=False) for one in results) or "Everything passed.",
    ]
    return "\n\n".join(sections) + "\n"


def runtimes_markdown(matrix: Matrix) -> str:
    """A line for each runtime with the version of every part, and for each that could not be had."""
    lines = []
    for column in matrix.runtimes:
        parts = ", ".join(f"{name} {version}" for name, version in column.parts.items())
        refuses = f"; refuses components ({column.refuses})" if column.refuses else ""
        unverified = f"; {UNVERIFIED.lower()}: {column.unverified}" if column.unverified else ""
        lines.append(f"- **{column.label}** ({column.family}): {parts}{refuses}{unverified}")
    lines += [f"- **{name}**: unavailable: {why}" for name, why in matrix.unavailable.items()]
    return "\n".join(lines)


def embed(file: Path, text: str, begin: str = BEGIN, end: str = END) -> None:
    """Put ``text`` between two markers of a Markdown file. Raises :class:`Malformed` when it has none."""
    content = file.read_text(encoding="utf-8")
    before, begins, rest = content.partition(begin)
    _, ends, after = rest.partition(end)
    if not begins or not ends:
        what = begin.removeprefix("<!-- begin ").partition(":")[0]
        raise Malformed(file, None, None, f"has no place for the {what}", f"it goes between {begin} and {end}")
    file.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
