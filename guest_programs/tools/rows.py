"""The rows of a table as the C header that a guest walks: `#include "rows.h"` includes it.

A row is a few bytes, one for each axis and one for the answer; names of checks are put together from labels when they
are reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conformance.case import TableUse, as_bytes
from conformance.content import Bytes
from conformance.errors import SuiteError
from conformance.tables import AxisSpec, Row, Table, Tables
from guest_programs.tools.errors import ToolError

NAME = "table.h"
_PLAIN = re.compile(rb"[ !#->@-\[\]-~]")  # neither a quote nor a backslash, nor what could begin a trigraph


def header(tables: Tables, use: TableUse) -> str:
    """The text of the header; raises ToolError for a table that cannot be read or expanded."""
    try:
        _, table = tables.table(use.name)
        rows = tables.rows(use)
    except SuiteError as problem:
        raise ToolError(str(problem)) from None
    return "\n".join(_lines(use, table, rows)) + "\n"


def _lines(use: TableUse, table: Table, rows: Sequence[Row]) -> Iterator[str]:
    wants = list(dict.fromkeys(row.allowed[0] for row in rows if len(row.allowed) == 1))
    if len(wants) > 254:
        raise ToolError(f"table {use.name}: more than 254 different answers")
    yield f"// The rows of guest_programs/tables/{use.name}.yaml that one case reports. Generated when it is built."
    for axis in table.axes:
        yield from _axis(table, axis)
    yield f"struct row {{ uint8_t {', '.join(map(_word, table.axes))}, want; }};"
    yield "// What is wanted is counted from 1; 0 leaves the answer to the judge."
    yield f"static const char table_wants[] = {_texts(wants)};"
    yield "static const struct row table_rows[] = {"
    for row in rows:
        values = [*(_value(table, axis, row.labels[axis]) for axis in table.axes)]
        want = wants.index(row.allowed[0]) + 1 if len(row.allowed) == 1 else 0
        yield f"    {{{', '.join(map(str, (*values, want)))}}},  // {_one_line(row.name, *row.allowed)}"
    yield "};"
    yield from _naming(table, table.shown(use.select))


def _one_line(name: str, *answers: str) -> str:
    """A comment that says what is wanted of a row; nothing in it can end the comment."""
    return f"{name}: {' or '.join(answers)}".encode("unicode_escape").decode()


def _axis(table: Table, axis: str) -> Iterator[str]:
    """Constants for the values of an axis: bits for flags, otherwise the place of a label."""
    spec = table.axes[axis]
    flags = isinstance(spec, AxisSpec) and bool(spec.flags)
    names = spec.flags if isinstance(spec, AxisSpec) and spec.flags else table.labels(axis)
    values = (f"{_word(axis)}_{_word(name)}".upper() + f" = {1 << i if flags else i}" for i, name in enumerate(names))
    yield f"enum {{ {', '.join(values)} }};"
    if isinstance(spec, AxisSpec) and spec.texts:
        yield f"static const struct row_text table_{_word(axis)}_texts[] = {{"
        for label, text in spec.texts.items():
            piece, times = _repeated(text)
            yield f"    {{{_literal(piece)}, {len(piece)}, {times}}},  // {label}"
        yield "};"


def _naming(table: Table, shown: Sequence[str]) -> Iterator[str]:
    """The function that gives a row the name that the corpus gives it."""
    yield "OUTLINED const char *table_name(const struct row *row) {"
    yield "    wasi_string name = {0, 0};"
    for axis in shown:
        spec = table.axes[axis]
        if isinstance(spec, AxisSpec) and spec.flags:
            label = f"row_flags({_texts(spec.flags)}, {_literal(spec.empty.encode())}, row->{_word(axis)})"
        else:
            label = f"text_of_case({_texts(table.labels(axis))}, row->{_word(axis)})"
        yield f"    name = row_then(name, {label});"
    yield '    return text_join(name, (wasi_string){(char *)"", 1}).ptr;'
    yield "}"


def _value(table: Table, axis: str, label: str) -> int:
    spec = table.axes[axis]
    if isinstance(spec, AxisSpec) and spec.flags:
        return spec.mask(label)
    return table.labels(axis).index(label)


def _repeated(text: str | Bytes) -> tuple[bytes, int]:
    """A text as the piece that is repeated, and how often: a long one shall not make the guest long."""
    if isinstance(text, Bytes) and text.repeat is not None:
        return text.repeat.encode(), text.times
    return as_bytes(text), 1


def _word(label: str) -> str:
    """A label as a part of a C name."""
    return re.sub(r"[^A-Za-z0-9]", "_", label)


def _texts(labels: Sequence[str]) -> str:
    """Texts one behind the other, each ended by NUL, as `text_of_case` wants them."""
    return " ".join(_literal(label.encode() + b"\0") for label in labels) or '""'


def _literal(data: bytes) -> str:
    """A C string with these bytes; octal escapes end after three digits, whatever follows."""
    return '"' + "".join(chr(b) if _PLAIN.match(bytes((b,))) else f"\\{b:03o}" for b in data) + '"'
