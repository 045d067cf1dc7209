"""Reports: what is written is what is read, and a report that is not whole is never taken for one."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import headers, records

from conformance.errors import IncompleteReport, Malformed
from conformance.report import SCHEMA, Footer, Header, Record, Report, Writer, read_report, this_platform

HEADER = Header(
    schema=SCHEMA,
    suite_version="0",
    corpus_sha256="0",
    started="2026-01-01T00:00:00Z",
    platform=this_platform(),
    runtimes={"a@1": {"a": "1"}},
)
RECORD = Record(
    case="io/poll",
    area="io",
    level="must",
    runtime="a@1",
    family="a",
    outcome="pass",
    reason="",
    checks=(),
    duration_s=0.1,
    command=("a",),
    component_sha256="0",
    attempt=1,
)


def written(header: Header, some: list[Record], *, finish: bool = True) -> bytes:
    stream = io.BytesIO()
    writer = Writer(stream, header)
    for record in some:
        writer.record(record)
    if finish:
        writer.finish()
    return stream.getvalue()


def line(entry: Header | Record | Footer, **changes: Any) -> bytes:
    """A line of a report with some of its fields changed, or taken away where the change is None."""
    fields = {**json.loads(msgspec.json.encode(entry)), **changes}
    return json.dumps({name: value for name, value in fields.items() if value is not None}).encode() + b"\n"


def footer(count: int) -> bytes:
    return line(Footer(finished="2026-01-01T00:00:01Z", records=count))


def read(data: bytes, *, allow_incomplete: bool = False) -> Report:
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        Path(file.name).write_bytes(data)
        return read_report(Path(file.name), allow_incomplete=allow_incomplete)


@given(st.data())
def test_what_is_written_is_what_is_read(data: st.DataObject) -> None:
    header = data.draw(headers())
    some = data.draw(st.lists(records(header), max_size=5))
    report = read(written(header, some))
    assert report.header == header
    assert list(report.records) == some
    assert report.footer is not None
    assert report.footer.records == len(some)


@given(st.data())
def test_a_report_that_was_cut_anywhere_is_incomplete_and_loses_no_whole_record(data: st.DataObject) -> None:
    header = data.draw(headers())
    some = data.draw(st.lists(records(header), max_size=4))
    whole = written(header, some)
    cut = data.draw(st.integers(whole.index(b"\n") + 1, len(whole) - 1))
    with pytest.raises(IncompleteReport):
        read(whole[:cut])
    kept = list(read(whole[:cut], allow_incomplete=True).records)
    assert kept == some[: whole[:cut].count(b"\n") - 1]


@given(st.data())
def test_a_report_with_any_line_missing_is_refused(data: st.DataObject) -> None:
    header = data.draw(headers())
    lines = written(header, data.draw(st.lists(records(header), max_size=4))).splitlines(keepends=True)
    del lines[data.draw(st.integers(0, len(lines) - 1))]
    with pytest.raises((Malformed, IncompleteReport)):
        read(b"".join(lines))


def test_every_record_is_on_disk_before_the_next(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    with file.open("wb") as stream:
        writer = Writer(stream, HEADER)
        for count in range(1, 4):
            writer.record(RECORD)
            assert len(read_report(file, allow_incomplete=True).records) == count


def test_an_incomplete_report_says_how_far_it_came(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_bytes(line(HEADER) + line(RECORD))
    with pytest.raises(IncompleteReport) as raised:
        read_report(file)
    assert f"{file}: the report has no footer after 1 records" in str(raised.value)
    assert "--allow-incomplete" in str(raised.value)


H, R = line(HEADER), line(RECORD)


@pytest.mark.parametrize(
    ("data", "number", "field", "words"),
    [
        (b"", None, None, "is empty"),
        (b"\n\n", None, None, "is empty"),
        (R + footer(1), 1, "kind", "the first line is not a header"),
        (footer(0), 1, "kind", "the first line is not a header"),
        (H + R + H + footer(1), 3, "kind", "a second header"),
        (H + footer(0) + H + footer(0), 3, None, "something follows the footer"),
        (H + R + footer(2), 3, "records", "the footer counts 2 records, of which 1 are there"),
        (H + R + footer(0), 3, "records", "the footer counts 0 records, of which 1 are there"),
        (H + R + b"{nonsense\n" + footer(1), 3, None, "not JSON"),
        (H + b"\xff\xfe\n" + footer(1), 2, None, "not JSON"),
        (H + b"[]\n" + footer(1), 2, None, "Expected `object`, got `array`"),
        (H + b'{"case": "a/b"}\n' + footer(1), 2, None, "missing required field `kind`"),
        (H + b'{"kind": "poem"}\n' + footer(1), 2, "kind", "Invalid value 'poem'"),
        (H + line(RECORD, outcome=None) + footer(1), 2, None, "missing required field `outcome`"),
        (H + line(RECORD, outcome="splendid") + footer(1), 2, "outcome", "Invalid enum value 'splendid'"),
        (H + line(RECORD, checks=[{"name": "a"}]) + footer(1), 2, "checks[0]", "missing required field"),
        (H + line(RECORD, duration_s="long") + footer(1), 2, "duration_s", "Expected `float`, got `str`"),
        (H + line(RECORD, runtime="b@1") + footer(1), 2, "runtime", "b@1 is not among the header's runtimes"),
        (line(HEADER, schema="wasi-conformance/report/9") + footer(0), 1, "schema", "expected 'wasi-conformance/repo"),
        (line(HEADER, runtimes=None) + footer(0), 1, None, "missing required field `runtimes`"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_field(
    data: bytes, number: int | None, field: str | None, words: str
) -> None:
    with pytest.raises(Malformed) as raised:
        read(data)
    error = raised.value
    assert words in error.problem
    assert (error.line, error.field) == (number, field)
    assert str(error.file) in str(error)


@pytest.mark.parametrize("name", ["gone.jsonl", "."])
def test_a_report_that_cannot_be_read_is_told_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(Malformed, match="cannot be read"):
        read_report(tmp_path / name)


@given(st.binary(max_size=200))
def test_no_bytes_whatever_pass_for_a_report(noise: bytes) -> None:
    for data in (noise, H + noise + b"\n" + footer(0), H + R + noise):
        if data.strip() != (H + footer(0)).strip():
            try:
                report = read(data)
            except (Malformed, IncompleteReport):
                continue
            assert not noise.strip()
            assert not report.records


def test_fields_of_a_later_minor_version_are_passed_over() -> None:
    assert read(line(HEADER, colour="red") + line(RECORD, mood="good") + footer(1)).records == (RECORD,)
