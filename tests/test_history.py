"""The history of releases: what is confirmed is told with its reason and finding, what flakes is told as such."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Cli
from stand_ins import good_report, write_corpus
from upgrades import NAME, build, write_upgradable

from conformance.errors import Malformed
from conformance.publish.history import main, read_steps

IDS = tuple(f"area/{name}" for name in "abcdefg")
OLD = {"area/b": ["fail"], "area/d": ["refuse"], "area/e": ["fail"], "area/f": ["refuse"]}
NEW = {"area/a": ["fail"], "area/c": ["refuse"], "area/e": ["fail otherwise"], "area/g": ["fail", "pass"]}


@pytest.fixture
def gates(cli: Cli, tmp_path: Path) -> Path:
    """One step: a got worse, b better, c is refused now, d and f no longer, e fails otherwise, g flaked."""
    options = ["--corpus", write_corpus(tmp_path / "corpus", {case: good_report(case) for case in IDS})]
    options += ["--runner", write_upgradable(tmp_path / "runner")]
    versions = [build(tmp_path / "builds", "1", OLD), build(tmp_path / "builds", "2", NEW)]
    folder = tmp_path / "gates" / "01"
    for way, (before, after) in (("there", versions), ("back", versions[::-1])):
        cli("gate", "--from", before, "--to", after, "--report-dir", folder / way, *options)
    return folder.parent


def test_each_change_is_told_with_its_reason_and_its_finding(
    gates: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    version = read_steps(gates)[0].one.after.label.partition("@")[2]
    for name, text in {
        f"{NAME}-fails": f"`area/a`, `area/d`, since {version}.",
        f"{NAME}-failed": f"`area/a`, until {version}.1",
        "another-fails": f"`area/a`, since {version}",
    }.items():
        (tmp_path / f"{name}.md").write_text(f"# Title\n\n{text}\n")
    capfd.readouterr()
    main([str(gates), "--findings", str(tmp_path)])
    told = capfd.readouterr().out
    assert [cell.strip() for cell in told.splitlines()[2].split("|")[2:-1]] == ["1", "1", "1", "2", "1", "1"]
    for words in (
        f"- **worse**, pass → fail: `area/a`: ran: got fail, want yes ([{NAME}-fails](findings/{NAME}-fails.md))\n",
        "- **better**, fail → pass: `area/b`: before: ran: got fail, want yes\n",
        "- **cannot be run any more**, pass → unsupported: `area/c`: refused at load: no such import\n",
        "- **can be run now**, unsupported → pass: `area/d`, `area/f`: before: refused at load: no such import\n",
        "- fails for another reason (not run again): `area/e`\n",
        "- unsteady: `area/g`\n",
    ):
        assert words in told, told


def test_a_step_needs_both_ways(gates: Path) -> None:
    shutil.rmtree(gates / "01" / "back")
    with pytest.raises(Malformed, match="cannot be read"):
        read_steps(gates)
    shutil.copytree(gates / "01" / "there", gates / "01" / "back")
    with pytest.raises(Malformed, match="not back from"):
        read_steps(gates)
