"""The history of releases: what is confirmed is told with its reason and finding, what flakes is told as such."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import Cli
from stand_ins import good_report, write_corpus
from upgrades import NAME, build, write_upgradable

from conformance.errors import Malformed
from conformance.publish.history import EXCERPT, STEPS, main, read_steps

ROOT = Path(__file__).parent.parent

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


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")[1:-1]]


def rows(file: Path, markers: tuple[str, str]) -> dict[str, list[str]]:
    """Step → the other cells, of the first table between markers."""
    table = file.read_text().partition(markers[0])[2].partition(markers[1])[0].strip().partition("\n\n")[0]
    return {row[0]: row[1:] for row in map(cells, table.splitlines()[2:])}


def test_the_history_goes_between_markers_and_nowhere_else(gates: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("history", "readme")}
    for name, markers in (("history", STEPS), ("readme", EXCERPT)):
        files[name].write_text(f"before\n{markers[0]}\nold\n{markers[1]}\nafter\n")
    for _ in range(2):  # the second time it finds what it has written
        main(
            [str(gates), "--findings", str(tmp_path), "--into", str(files["history"]), "--readme", str(files["readme"])]
        )
    (step,) = read_steps(gates)
    assert rows(files["history"], STEPS) == {step.title: ["1", "1", "1", "2", "1", "1"]}
    assert rows(files["readme"], EXCERPT) == {step.title: ["1", "1", "1", ""]}
    for file in files.values():
        text = file.read_text()
        assert (text.startswith("before\n<!--"), text.endswith("-->\nafter\n"), "old" in text) == (True, True, False)
    files["readme"].write_text("no place\n")
    with pytest.raises(Malformed, match="has no place for the history"):
        main(
            [str(gates), "--findings", str(tmp_path), "--into", str(files["history"]), "--readme", str(files["readme"])]
        )


def test_the_parts_that_came_along_are_told(gates: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for way, versions in (("there", ("1.2", "1.3")), ("back", ("1.3", "1.2"))):
        file = gates / "01" / way / "gate.json"
        gate = json.loads(file.read_text())
        for side, version in zip(("before", "after"), versions, strict=True):
            gate["diff"]["comparisons"][0][side]["parts"]["shim"] = version
        file.write_text(json.dumps(gate))
    capfd.readouterr()
    main([str(gates)])
    assert "shim 1.2 → 1.3.\n\n- **worse**" in capfd.readouterr().out


def test_the_readme_has_the_figures_of_the_history() -> None:
    """Both are written by one command, but people edit."""
    history, excerpt = rows(ROOT / "reports" / "HISTORY.md", STEPS), rows(ROOT / "README.md", EXCERPT)
    worse = {
        step: [found[0], found[1], found[2]] for step, found in history.items() if (found[0], found[2]) != ("·", "·")
    }
    assert len(worse) > 5
    assert {step: found[:3] for step, found in excerpt.items()} == worse
    links = re.findall(r"\]\((reports/[^)]+)\)", " ".join(cell for found in excerpt.values() for cell in found))
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []
