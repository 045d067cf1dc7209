"""The data beside the pages: matrix.json, the feed, the badges, and the plots of versions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import jsonschema
from conftest import Cli
from hostile_reports import NASTY
from site_worlds import GUESTS, LABELS, Read, corpus, made, record, report, some_report, world, write_report


def test_the_data_is_beside_the_pages_and_a_page_tells_of_it() -> None:
    files = made(world())
    page = Read(files["data.html"])
    targets = {str(link["href"]) for link in page.all("a")}
    assert {"data/matrix.json", "data/matrix.schema.json", "feed.atom", "badges/alpha.json"} <= targets
    assert {f"badges/{one}/filesystem.json" for one in ("alpha", "beta", "gamma")} <= targets
    assert "img.shields.io/endpoint?url=" in page.text
    jsonschema.Draft202012Validator(json.loads(files["data/matrix.schema.json"])).validate(
        json.loads(files["data/matrix.json"])
    )


def test_the_badges_shown_are_those_of_the_files() -> None:
    files = made(world())
    text = Read(files["data.html"]).text
    badges = {path: json.loads(data) for path, data in files.items() if path.startswith("badges/")}
    assert len(badges) == 9
    for badge in badges.values():
        assert f"{badge['label']} {badge['message']}" in text
    assert f'class="{badges["badges/alpha.json"]["color"]}"'.encode() in files["data.html"]


def test_the_feed_leads_to_the_pages_of_its_cases() -> None:
    files = made(world())
    found = feedparser.parse(files["feed.atom"])
    assert not found.bozo
    assert [entry.title for entry in found.entries] == [
        "otherwise: filesystem/link-at on alpha 1.0 → 2.0: crash → fail",
        "better: filesystem/link-open on alpha 1.0 → 2.0: fail → pass",
        "otherwise: io/poll-none on alpha 1.0 → 2.0: pass → allowed",
        "better: io/poll-one on alpha 1.0 → 2.0: fail → pass",
    ]
    assert {entry.link for entry in found.entries} <= set(files)
    assert b'rel="alternate" href="../feed.atom"' in files["runtimes/alpha.html"]


def test_a_runtime_with_several_versions_has_a_plot_with_its_numbers() -> None:
    files = made(world())
    page = Read(files["runtimes/alpha.html"])
    assert "Must cases that do not hold on alpha, by version" in page.text
    assert "1.0: 0 hold, 3 failed, 0 could not be tried; 2.0: 2 hold, 1 failed" in page.text
    assert page.text.count("How many cases hold in each version") == 1
    assert b'class="plot"' not in files["runtimes/gamma.html"]


def test_a_cell_has_its_life_where_there_are_versions() -> None:
    page = made(world())["cases/io/poll-one.html"].decode()
    lives = re.findall(r'<svg class="life".*?</svg>', page)
    assert len(lives) == 1, "of alpha, which alone has two versions"
    assert re.findall(r'rect class="(\w+)"', lives[0]) == ["bad", "good"]


def test_hostile_names_of_runtimes_and_versions_are_shown_harmlessly() -> None:
    for nasty in NASTY:
        labels = [f"alpha{nasty}@1{nasty}", f"alpha{nasty}@2"]
        some = [record(case_id, label, "fail") for label in labels for case_id in GUESTS]
        files = made(world(report(some, labels)))
        assert not [fault for path, data in files.items() if path.endswith(".html") for fault in Read(data).faults]
        assert not [p for p, data in files.items() if p.endswith((".html", ".atom")) and b"<script>alert" in data]
        assert not feedparser.parse(files["feed.atom"]).bozo
        json.loads(files["data/matrix.json"])


def test_a_folder_of_reports_is_taken(cli: Cli, tmp_path: Path) -> None:
    folder = corpus().cases[0].source.parents[1]
    (tmp_path / "reports").mkdir()
    for label in LABELS[:2]:
        some = [one for one in some_report().records if one.runtime == label]
        write_report(tmp_path / "reports" / f"{label}.jsonl", report(some, [label]))
    assert cli("site", "reports", "-o", "out", "--corpus", folder).code == 0
    made_of = json.loads((tmp_path / "out" / "data" / "matrix.json").read_bytes())["__meta"]["reports"]
    assert [one["name"] for one in made_of] == ["alpha@1.0.jsonl", "alpha@2.0.jsonl"]
    assert "alpha 1.0 → 2.0" in (tmp_path / "out" / "feed.atom").read_text()


def test_the_files_do_not_depend_on_the_order_of_the_reports() -> None:
    parts = [report([one for one in some_report().records if one.runtime == label], [label]) for label in LABELS]
    forwards, backwards = made(world(*parts)), made(world(*reversed(parts)))
    assert {path for path in forwards if forwards[path] != backwards[path]} == set()
