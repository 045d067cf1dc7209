"""What is published belongs to the raw reports beside it, and whoever changes either without the other is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest
from conftest import Cli
from stand_ins import good_guests, write_copier, write_corpus
from test_report import HEADER, RECORD

from conformance.cli.reports import named_reports
from conformance.corpus import load_corpus
from conformance.expectations import name_of
from conformance.publish.document import BEGIN, END, differences, documents
from conformance.publish.matrix import build_matrix, newest
from conformance.report import Report
from conformance.resources import ROOT
from conformance.runtimes.spec import default_names

PUBLISHED = ROOT / "reports" / "published"


@pytest.fixture(scope="module")
def named() -> list[tuple[str, Report]]:
    return named_reports([PUBLISHED])


def test_the_published_tables_are_those_of_the_raw_reports(named: list[tuple[str, Report]]) -> None:
    made = documents(named, load_corpus(), ROOT / "reports", ROOT / "README.md", default_names())
    found = differences(made)
    told = "\n".join(f"{file}: {difference}" for file, difference in found.items())
    assert not found, f"make them again with `nox -s published -- --write`\n{told}"
    left = {file for file in (ROOT / "reports" / "badges").rglob("*.json") if file not in made}
    assert not left, f"no report makes these any more: delete them\n{left}"


def test_they_are_of_a_whole_run_over_all_default_runtimes_and_four_versions_of_one(
    named: list[tuple[str, Report]],
) -> None:
    labels = {label for _, report in named for label in report.labels}
    assert {name_of(label) for label in labels} >= {"jco-node", "wamr", "wasmer", "wasmtime", "wasmtime-py"}
    assert len({label for label in labels if name_of(label) == "wasmtime"}) >= 4
    for name, report in named:
        assert name == f"{report.header.platform.key}.jsonl.gz"
        assert (report.header.selection, report.header.shard, report.header.unavailable) == ((), None, {})
        assert len(report.records) == report.header.cases * len(report.labels)


def test_no_published_report_tells_where_it_was_made(named: list[tuple[str, Report]]) -> None:
    place = re.compile(r"(?<![\w.])/(root|Users|home/(?!user\b)\w+)/")
    for _, report in named:
        for record in report.records:
            found = place.search(" ".join((*record.command, *record.bare_command, record.stderr, record.reason)))
            assert found is None, f"{record.case} on {record.runtime}: {found}"


# ------------------------------------------------------------------------------------------------- the command


@pytest.fixture
def tables(cli: Cli, tmp_path: Path) -> tuple[str, ...]:
    """The command that wrote the tables of a small run."""
    corpus, runner = write_corpus(tmp_path / "corpus", good_guests(2)), write_copier(tmp_path / "runner")
    options = ("--corpus", str(corpus))
    cli("run", *options, "--runner", runner, "-r", "copier", "--report", "there/r.jsonl")
    Path("README.md").write_text(f"# Mine\n{BEGIN}\n{END}\nmore\n")
    command = ("publish", "there", "--into", "tables", "--readme", "README.md", *options)
    assert cli(*command).code == 0
    return command


def test_tables_that_belong_to_their_reports_pass(cli: Cli, tables: tuple[str, ...]) -> None:
    before = {file: file.stat().st_mtime_ns for file in Path().glob("*/*")}
    said = cli(*tables, "--check")
    assert (said.code, said.out) == (0, "")
    assert {file: file.stat().st_mtime_ns for file in Path().glob("*/*")} == before


@pytest.mark.parametrize("name", ["tables/COMPATIBILITY.md", "tables/matrix.json", "README.md"])
def test_a_table_that_was_changed_is_told_with_the_line(cli: Cli, tables: tuple[str, ...], name: str) -> None:
    file = Path(name)
    whole = file.read_text()
    line = next(n for n, text in enumerate(whole.splitlines(), start=1) if "copier@unknown" in text)
    lines = whole.splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace("copier@unknown", "better@9")
    file.write_text("".join(lines))
    said = cli(*tables, "--check")
    assert said.code == 1
    assert f"{name} is not what the reports make, from line {line} on:" in said.out
    assert re.search(r"^-.*better@9", said.out, re.MULTILINE)
    assert re.search(r"^\+.*copier@unknown", said.out, re.MULTILINE)
    assert "make them again" in said.err
    assert "better@9" in file.read_text()  # nothing was written
    file.unlink()
    if name != "README.md":
        assert cli(*tables, "--check").code == 1
    else:
        assert cli(*tables, "--check").code == 4


def test_a_report_that_was_changed_is_told_too(cli: Cli, tables: tuple[str, ...]) -> None:
    file = Path("there/r.jsonl")
    lines = file.read_text().splitlines()
    lines[1] = json.dumps({**json.loads(lines[1]), "outcome": "fail", "reason": "tampered"})
    file.write_text("\n".join(lines) + "\n")
    said = cli(*tables, "--check")
    assert (said.code, "tables/COMPATIBILITY.md is not what" in said.out) == (1, True)


def test_the_readme_has_the_newest_version_of_each_runtime_or_of_some() -> None:
    labels = ("a@9", "a@10", "a@10.1-rc1", "b@1", "a@2 (linux-x86_64)", "a@1 (linux-x86_64)", "c@unknown")
    header = msgspec.structs.replace(HEADER, runtimes={label: {} for label in labels})
    some = tuple(msgspec.structs.replace(RECORD, runtime=label) for label in labels)
    matrix = newest(build_matrix([Report(header, some, None)]))
    assert [column.label for column in matrix.runtimes] == ["a@10.1-rc1", "b@1", "a@2 (linux-x86_64)", "c@unknown"]
    some_of_them = newest(matrix, {"a", "nobody"})
    assert [column.label for column in some_of_them.runtimes] == ["a@10.1-rc1", "a@2 (linux-x86_64)"]
    assert newest(matrix, {"nobody"}) == matrix
