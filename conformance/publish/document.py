"""The published table: ``reports/COMPATIBILITY.md``, the matrix as data beside it, and the excerpt in the README."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from conformance.combine import by_platform
from conformance.corpus import Corpus
from conformance.errors import Malformed
from conformance.publish.badges import badge_json, badges
from conformance.publish.compat import compat_data, compat_json
from conformance.publish.matrix import GLYPHS, UNVERIFIED, Matrix, area_table, build_matrix, case_table, newest, notes
from conformance.publish.results import Results
from conformance.publish.unexpected import result_markdown
from conformance.report import Report
from conformance.unexpected import unexpected

BEGIN = "<!-- begin matrix: written by `wasi-conformance publish` -->"
END = "<!-- end matrix -->"
_SHOWN = 20
"""Lines of a difference that are shown of each side."""
_WIDE = 240
"""Characters of each of them."""


def documents(
    named: Sequence[tuple[str, Report]],
    corpus: Corpus,
    folder: Path,
    readme: Path | None,
    in_readme: Collection[str] = (),
) -> dict[Path, bytes]:
    """What is made of reports, which are given with their names: COMPATIBILITY.md, matrix.json and badges for
    ``folder``, and ``readme`` with the area table between markers. ``matrix.json`` needs the corpus, since it is about
    items, not cases, and badges do, since what was not run counts. ``in_readme`` names the runtimes that the README is
    to have; where none of them is there, it has all.
    """
    matrix = build_matrix([report for _, report in named])
    made = {
        folder / "COMPATIBILITY.md": compatibility_markdown(matrix, named).encode(),
        folder / "matrix.json": compat_json(compat_data(named, corpus, other_corpus=True)),
    }
    results = Results([report for _, report in named])
    made |= {folder / "badges" / path: badge_json(badge) for path, badge in badges(results, corpus)}
    if readme is not None:
        shown = newest(matrix, in_readme)
        table = "\n\n".join((area_table(shown, "markdown"), *notes(shown)))
        made[readme] = embedded(readme, table).encode()
    return made


def write_documents(made: Mapping[Path, bytes]) -> None:
    """Write what was made of reports."""
    for file, content in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def differences(made: Mapping[Path, bytes]) -> dict[Path, str]:
    """The files that are not what reports make, with the beginning of the difference; empty when all are."""
    found = {}
    for file, content in made.items():
        there = file.read_bytes() if file.exists() else b""
        if there != content:
            found[file] = _difference(there.decode("utf-8", "replace"), content.decode("utf-8", "replace"))
    return found


def _difference(there: str, made: str) -> str:
    """A few lines from the first on that differ; all of them might be thousands."""
    old, new = there.splitlines(), made.splitlines()
    pairs = enumerate(zip(old, new, strict=False))
    first = next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))
    sides = (old[first : first + _SHOWN], new[first : first + _SHOWN])
    lines = difflib.unified_diff(*sides, "there", "made of the reports", n=0, lineterm="")
    return f"from line {first + 1} on:\n" + "\n".join(line[:_WIDE] for line in lines)


def compatibility_markdown(matrix: Matrix, named: Sequence[tuple[str, Report]]) -> str:
    """The whole document."""
    reports = [report for _, report in named]
    platforms = {f"{run.platform.system} {run.platform.machine}" for report in reports for run in report.header.runs}
    results = [one for report in by_platform(reports) for one in unexpected(report.records)]
    sections = [
        "# Compatibility of runtimes with WASI 0.2",
        f"{len(matrix.cases)} cases, suite {matrix.suite_version}, corpus `{matrix.corpus_sha256[:12]}`, "
        f"{', '.join(sorted(platforms))}, {matrix.started}. Written by `wasi-conformance publish`.",
        f"Made of {', '.join(f'`{name}`' for name, _ in named)}, which has the record behind each cell: "
        "`wasi-conformance explain CASE --report FILE` shows it.",
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
    file.write_text(embedded(file, text, begin, end), encoding="utf-8")


def embedded(file: Path, text: str, begin: str = BEGIN, end: str = END) -> str:
    """A Markdown file's content with ``text`` between two markers. Raises :class:`Malformed` when it has none."""
    content = file.read_text(encoding="utf-8")
    before, begins, rest = content.partition(begin)
    _, ends, after = rest.partition(end)
    if not begins or not ends:
        what = begin.removeprefix("<!-- begin ").partition(":")[0]
        raise Malformed(file, None, None, f"has no place for the {what}", f"it goes between {begin} and {end}")
    return f"{before}{begin}\n\n{text}\n\n{end}{after}"
