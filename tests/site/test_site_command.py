"""``wasi-conformance site``: what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli
from site_worlds import corpus, record, report, some_report, write_report

from conformance.errors import BadOption
from conformance.publish.site import MARKER, write_site


@pytest.fixture
def folder() -> Path:
    return corpus().cases[0].source.parent.parent


def test_a_site_is_written_and_replaced(cli: Cli, folder: Path, tmp_path: Path) -> None:
    file = write_report(tmp_path / "r.jsonl", some_report())
    said = cli("site", file, "-o", "out", "--corpus", folder, "--findings", tmp_path)
    assert said.code == 0
    assert said.out == ""
    assert "wrote" in said.err
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert tmp_path / "out" / "index.html" in before
    (tmp_path / "out" / "cases" / "io" / "gone.html").write_text("of an earlier site")
    assert cli("site", file, "-o", "out", "--corpus", folder, "--findings", tmp_path).code == 0
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()} == before


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(BadOption, match="holds something else"):
        write_site([("index.html", b"")], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_links_in_the_folder_are_not_followed_when_it_is_replaced(tmp_path: Path) -> None:
    precious, out = tmp_path / "precious", tmp_path / "out"
    precious.mkdir()
    (precious / "file").write_text("mine")
    write_site([("index.html", b"1")], out)
    (out / "link").symlink_to(precious)
    assert write_site([("a/b.html", b"23")], out) == (1, 2)
    assert (precious / "file").read_text() == "mine"
    assert sorted(path.name for path in out.iterdir()) == [MARKER, "a"]


def _spoilt(good: bytes, how: str) -> bytes:
    lines = good.splitlines(keepends=True)
    header = json.loads(lines[0])
    if how == "truncated":
        return b"".join(lines[:-1])
    if how == "cut in a line":
        return good[:-20]
    if how == "foreign":
        return b'{"results": []}\n'
    if how == "empty":
        return b""
    header["schema"] = "wasi-conformance/report/0"
    return json.dumps(header).encode() + b"\n" + b"".join(lines[1:])


@pytest.mark.parametrize("how", ["truncated", "cut in a line", "foreign", "empty", "of an older schema"])
def test_a_report_that_is_none_is_refused_and_nothing_is_written(
    cli: Cli, folder: Path, tmp_path: Path, how: str
) -> None:
    file = write_report(tmp_path / "r.jsonl", some_report())
    file.write_bytes(_spoilt(file.read_bytes(), how))
    said = cli("site", file, "-o", "out", "--corpus", folder)
    assert said.code in (3, 4)
    assert "r.jsonl" in said.err
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def test_a_report_over_another_corpus_is_refused_unless_asked_for(cli: Cli, folder: Path, tmp_path: Path) -> None:
    other = report([record("io/poll-one", "alpha@1")], ["alpha@1"], corpus_sha256="f00d" * 16)
    file = write_report(tmp_path / "r.jsonl", other)
    said = cli("site", file, "-o", "out", "--corpus", folder)
    assert said.code == 4
    assert "--other-corpus" in said.err
    assert not (tmp_path / "out").exists()
    assert cli("site", file, "-o", "out", "--corpus", folder, "--other-corpus").code == 0
    assert "another state of the corpus" in (tmp_path / "out" / "index.html").read_text()
