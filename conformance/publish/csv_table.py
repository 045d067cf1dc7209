"""Reports as CSV, a row for each record, which spreadsheets may open: no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from conformance.expectations import name_of
from conformance.publish.shown import line
from conformance.publish.standing import Stood

COLUMNS = (
    "case", "area", "level", "runtime", "name", "family", "outcome", "standing", "why", "failing checks",
    "seconds", "attempt", "lane", "platform", "started", "corpus", "component",
)  # fmt: skip
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
"""What spreadsheets take for the beginning of a formula, blanks or not."""
_MOST = 8000
"""Characters of a cell: spreadsheets take 32,767."""


def csv_table(stood: Sequence[Stood]) -> str:
    """The table, as RFC 4180 has it: lines end in CR LF, the first one names the columns."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in _row(one)] for one in stood)
    return text.getvalue()


def _row(one: Stood) -> tuple[object, ...]:
    record, header = one.record, one.header
    failing = [check.name for check in record.checks if not check.ok]
    return (
        record.case, record.area, record.level, record.runtime, name_of(record.runtime), record.family, record.outcome,
        one.standing, one.why, " ".join(failing), round(record.duration_s, 3), record.attempt, record.lane or "",
        ", ".join(header.platform_keys), header.started, header.corpus_sha256,
        record.component_sha256,
    )  # fmt: skip


def cell(value: object) -> str:
    """A value as a cell: on one line, harmless, and with an apostrophe before what would else be a formula."""
    if not isinstance(value, str):
        return str(value)
    text = line(value)
    text = text if len(text) <= _MOST else f"{text[:_MOST]}… and {len(text) - _MOST} characters more"
    return f"'{text}" if _FORMULA.match(text) else text
