"""Reports: what is written is what is read, and a report that is not whole is never taken for one."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import WORDS, headers, records

from conformance.errors import IncompleteReport, Malformed
from conformance.report import (
    SCHEMA,
    Footer,
    Header,
    Platform,
    Record,
    Report,
    Writer,
    on_platform,
    read_report,
    split_label,
    this_platform,
    write_report,
)

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


# ------------------------------------------------------------------------------------------------- kept reports


@given(st.data())
def test_a_compressed_report_is_the_same_report_and_the_same_bytes_each_time(data: st.DataObject) -> None:
    header = data.draw(headers())
    report = read(written(header, data.draw(st.lists(records(header), max_size=4))))
    with tempfile.TemporaryDirectory() as folder:
        plain, compressed, again = (Path(folder, name) for name in ("r.jsonl", "r.jsonl.gz", "again.jsonl.gz"))
        for file in (plain, compressed, again):
            write_report(file, report)
        assert read_report(compressed) == read_report(plain) == report
        assert gzip.decompress(compressed.read_bytes()) == plain.read_bytes()
        assert compressed.read_bytes() == again.read_bytes()
        assert sorted(Path(folder).iterdir()) == [again, plain, compressed]


def test_the_bytes_say_whether_a_report_is_compressed_and_not_the_name() -> None:
    assert read(gzip.compress(H + R + footer(1))).records == (RECORD,)


@given(st.data())
def test_a_compressed_report_that_was_damaged_on_its_way_is_refused(data: st.DataObject) -> None:
    whole = gzip.compress(H + R + footer(1), mtime=0)
    cut = data.draw(st.integers(2, len(whole) - 1))
    with pytest.raises(Malformed, match="compressed and damaged"):
        read(whole[:cut], allow_incomplete=True)
    at = data.draw(st.integers(10, len(whole) - 9))  # between gzip's header and its check sum
    broken = whole[:at] + bytes([whole[at] ^ 1 << data.draw(st.integers(0, 7))]) + whole[at + 1 :]
    try:
        report = read(broken)
    except (Malformed, IncompleteReport):
        return
    assert report == read(whole)  # some bits mean nothing


def test_a_few_bytes_that_unpack_to_endless_ones_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.report._LONGEST", 2**20)
    with pytest.raises(Malformed, match=":2: error: is longer than 1048576 bytes"):
        read(gzip.compress(H + b" " * 2**25 + b"\n" + footer(0)))


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "r.jsonl.gz"
    write_report(file, read(H + footer(0)))
    monkeypatch.setattr("conformance.report._write_entries", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_report(file, read(H + R + footer(1)))
    assert read_report(file).records == ()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("wasmtime@49.0.4", ("wasmtime@49.0.4", "")),
        ("wasmtime@49.0.4 (linux-x86_64)", ("wasmtime@49.0.4", "linux-x86_64")),
        ("wasmtime@49.0.4 (nightly)", ("wasmtime@49.0.4 (nightly)", "")),
    ],
)
def test_a_label_says_on_which_platform_where_that_is_told(label: str, parts: tuple[str, str]) -> None:
    assert split_label(label) == parts


@given(WORDS, st.text(), st.text())
def test_platforms_have_names_that_labels_can_be_split_at(label: str, system: str, machine: str) -> None:
    key = Platform(system=system, machine=machine, release="", python="").key
    assert split_label(on_platform(label, key)) == (label, key)
