"""Trends: which cell changed in which version, from plain reports; as text, as a plot, and as a feed."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import jsonschema
import pytest
from conftest import Cli
from hostile_reports import is_harmless, reports
from hypothesis import given
from hypothesis import strategies as st
from site_worlds import changed, record, report, some_report, write_report

from conformance.judge import GOOD, OUTCOMES
from conformance.publish.atom import NAMESPACE, atom, entry_id, moment
from conformance.publish.plots import describe, life_svg, scale, trend_svg
from conformance.publish.tables import Style
from conformance.publish.trend_tables import trends_document
from conformance.publish.trends import Changed, Trend, direction, trends
from conformance.report import Report

CASE, OTHER = "filesystem/link-at", "filesystem/link-open"
SAYS_NOTHING = {"skip", "error", "unknown"}


def run(started: str = "2026-01-01", corpus: str = "c0ffee", **outcomes: str) -> Report:
    """A report of one case on versions of one runtime, ``v1_0="pass"``, on that day."""
    found = {f"alpha@{name[1:].replace('_', '.')}": outcome for name, outcome in outcomes.items()}
    some = [record(CASE, label, outcome) for label, outcome in found.items()]
    return report(some, list(found), started=f"{started}T00:00:00Z", corpus_sha256=corpus)


def alpha(*some: Report) -> Trend:
    return next(one for one in trends(some).runtimes if one.name == "alpha")


def steps(*some: Report) -> list[tuple[str, str, str, str]]:
    return [(one.before.version, one.after.version, one.was, one.is_now) for one in alpha(*some).changes]


# ------------------------------------------------------------------------------------------------- what changed


def test_a_cell_is_followed_through_the_versions_whatever_report_they_are_in() -> None:
    one = run(v10_0="pass", v9_0="fail", v11_0="pass")
    assert steps(one) == [("9.0", "10.0", "fail", "pass")]
    apart = [run(v11_0="pass"), run(v9_0="fail"), run(v10_0="pass")]
    assert steps(*apart) == [("9.0", "10.0", "fail", "pass")]


def test_a_version_is_followed_through_its_reports() -> None:
    found = alpha(run("2026-01-02", v1="trap"), run("2026-01-01", v1="pass")).changes[0]
    assert (found.was, found.is_now, found.direction) == ("pass", "trap", "worse")
    assert (found.before.started[:10], found.after.started[:10]) == ("2026-01-01", "2026-01-02")


@pytest.mark.parametrize("outcome", sorted(SAYS_NOTHING))
def test_what_a_report_cannot_say_neither_is_an_end_nor_hides_one(outcome: str) -> None:
    assert steps(run(v1="fail", v2=outcome, v3="pass", v4=outcome)) == [("1", "3", "fail", "pass")]
    assert steps(run(v1="pass", v2=outcome, v3="pass")) == []


def test_reports_over_several_corpora_are_compared_where_the_component_is_the_same() -> None:
    before, after = run(v1="pass"), run(corpus="f00d", v2="fail")
    assert steps(before, after) == [("1", "2", "pass", "fail")]
    another = Report(after.header, tuple(changed(one, component_sha256="other") for one in after.records), None)
    assert steps(before, another) == [], "the case was changed, and proves nothing about the runtime"


def test_the_reason_is_that_of_the_worse_end() -> None:
    worse, better = alpha(run(v1="pass", v2="fail", v3="pass")).changes
    assert worse.reason == better.reason == "ran: got fail, want yes"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("pass", "fail", "worse"), ("fail", "pass", "better"), ("unsupported", "pass", "better"),
        ("unsupported", "fail", "worse"), ("flaky", "pass", "better"), ("fail", "trap", "otherwise"),
        ("pass", "allowed", "otherwise"),
    ],
)  # fmt: skip
def test_a_change_has_a_direction(before: Any, after: Any, found: str) -> None:
    assert direction(before, after) == found


@given(st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_changes_lead_from_the_first_end_to_the_last_in_whatever_order_reports_come(
    outcomes: list[str], random: Any
) -> None:
    some = [run(**{f"v{number}": outcome}) for number, outcome in enumerate(outcomes)]
    told = [outcome for outcome in outcomes if outcome not in SAYS_NOTHING]
    random.shuffle(some)
    found = alpha(*some, *some[:1])
    ends = [one.was for one in found.changes[:1]] + [one.is_now for one in found.changes]
    assert ends == [o for n, o in enumerate(told) if n == 0 or told[n - 1] != o][: len(ends)]
    assert len(found.changes) == sum(one != other for one, other in pairwise(told))
    assert [point.version for point in found.points] == [str(n) for n, o in enumerate(outcomes) if o in told]


def test_points_are_about_the_cases_that_every_version_has() -> None:
    some = [record(CASE, "alpha@1", "fail"), record(OTHER, "alpha@1"), record(CASE, "alpha@2")]
    found = alpha(report(some, ["alpha@1", "alpha@2"]))
    assert found.cases == 1
    assert [(point.count("must").good, point.count("must").failed) for point in found.points] == [(0, 1), (1, 0)]


# ------------------------------------------------------------------------------------------------- as text


def test_the_history_is_told_in_words_and_as_data(cli: Cli, tmp_path: Path) -> None:
    write_report(tmp_path / "one.jsonl", run(v1="fail", v2="pass"))
    write_report(tmp_path / "two.jsonl", run("2026-02-01", v2="crash"))
    said = cli("export", "history", tmp_path)
    assert (said.code, said.err) == (0, "")
    assert "alpha@1 → alpha@2\n  better    ✗ fail → ✓ pass  filesystem/link-at (must): ran: got fail" in said.out
    assert "alpha@2, run of 2026-01-01T00:00:00Z → run of 2026-02-01T00:00:00Z\n  worse     ✓ pass → ☠ c" in said.out
    markdown = cli("export", "history", tmp_path, "--format", "markdown").out
    assert "- **better** ✗ fail → ✓ pass `filesystem/link-at` (must)" in markdown
    schema = json.loads(cli("export", "history", "--schema").out)
    data = json.loads(cli("export", "history", tmp_path, "--format", "json").out)
    jsonschema.Draft202012Validator(schema).validate(data)
    assert [one["direction"] for one in data["runtimes"][0]["changes"]] == ["better", "worse"]


def test_a_report_that_is_none_is_named_with_its_line(cli: Cli, tmp_path: Path) -> None:
    write_report(tmp_path / "a.jsonl", run(v1="pass"))
    (tmp_path / "b.jsonl").write_text('{"tool": "another"}\n')
    said = cli("export", "history", tmp_path)
    assert said.code == 4
    assert "b.jsonl:1: error" in said.err


# ------------------------------------------------------------------------------------------------- as a plot


def test_a_plot_says_what_it_shows_to_whoever_cannot_see_it() -> None:
    found = alpha(run(v1="fail", v2="pass", v3="unsupported"))
    tree = ElementTree.fromstring(trend_svg(found, alone=True))
    space = "{http://www.w3.org/2000/svg}"
    assert (tree.get("role"), tree.get("aria-labelledby")) == ("img", "plot-title plot-desc")
    assert tree.findtext(f"{space}title") == "Must cases that do not hold on alpha, by version"
    assert tree.findtext(f"{space}desc") == describe(found)
    assert "1: 0 hold, 1 failed, 0 could not be tried; 2: 1 hold" in describe(found)
    texts = [element.text for element in tree.iter(f"{space}text")]
    assert {"1", "2", "3", "do not hold", "failed"} <= set(texts)
    assert "prefers-color-scheme: dark" in (tree.findtext(f"{space}style") or "")


def test_there_is_no_plot_of_one_version_or_of_nothing() -> None:
    assert trend_svg(alpha(run(v1="fail"))) == ""
    assert trend_svg(alpha(report([record(CASE, "alpha@1"), record(OTHER, "alpha@2")], ["alpha@1", "alpha@2"]))) == ""


@pytest.mark.parametrize("count", [2, 5, 6, 16, 17, 60])
def test_versions_are_named_below_the_axis_the_newest_one_always(count: int) -> None:
    drawn = trend_svg(alpha(run(**{f"v{n}_0_{'9' * 20}": "pass" for n in range(count)})))
    named = re.findall(r">(\d+\.0\.9*…)<", drawn)
    assert named[-1].startswith(f"{count - 1}.0.")
    assert 2 <= len(named) <= 16
    assert all(0 <= float(x) <= 720 for x in re.findall(r' x="([\d.-]+)"', drawn))


@given(st.integers(0, 10**7))
def test_an_axis_holds_all_and_has_few_round_numbers(most: int) -> None:
    top, step = scale(most)
    assert most <= top <= most + step
    assert top // step <= 5
    assert str(step).rstrip("0") in ("1", "2", "5")


@given(st.lists(st.sampled_from(OUTCOMES), min_size=1, max_size=12))
def test_the_life_of_a_cell_has_a_column_for_each_version(outcomes: list[Any]) -> None:
    columns = list(ElementTree.fromstring(life_svg(outcomes)))
    assert [one.get("class") == "good" for one in columns] == [outcome in GOOD for outcome in outcomes]


def test_plots_are_drawn_into_a_folder(cli: Cli, tmp_path: Path) -> None:
    write_report(tmp_path / "one.jsonl", some_report())
    said = cli("export", "history", tmp_path / "one.jsonl", "--plots", "plots")
    assert said.err == "wrote plots/alpha.svg\n"
    ElementTree.parse("plots/alpha.svg")


# ------------------------------------------------------------------------------------------------- as a feed


def checked(feed: bytes) -> Any:
    """A feed as a reader has it, which is what Atom 1.0 demands (RFC 4287, section 4)."""
    tree = ElementTree.fromstring(feed)
    name = f"{{{NAMESPACE}}}".__add__
    assert tree.tag == name("feed")
    for element in (tree, *tree.iter(name("entry"))):
        children = [child.tag for child in element]
        assert [children.count(name(one)) for one in ("id", "title", "updated")] == [1, 1, 1]
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(name("id")) or "")
        assert moment(element.findtext(name("updated")) or "") == element.findtext(name("updated"))
        assert children.count(name("link")) or element.find(name("content")) is not None or element is tree
    assert tree.find(f"{name('author')}/{name('name')}") is not None  # so that entries need none
    ids = [element.findtext(name("id")) for element in tree.iter() if element.find(name("id")) is not None]
    assert len(set(ids)) == len(ids)
    found = feedparser.parse(feed)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def test_the_feed_has_an_entry_for_each_changed_cell_newest_first() -> None:
    made = trends([run(v1="fail", v2="pass"), run("2026-02-01", v2="crash")])
    found = checked(atom(made, link=lambda case: f"https://example.org/{case}", home="https://example.org/"))
    assert [entry.title for entry in found.entries] == [
        "worse: filesystem/link-at on alpha 2, run of 2026-02-01: pass → crash",
        "better: filesystem/link-at on alpha 1 → 2: fail → pass",
    ]
    assert found.entries[0].link == "https://example.org/filesystem/link-at"
    assert found.feed.updated == found.entries[0].updated == "2026-02-01T00:00:00Z"
    assert {tag.term for tag in found.entries[1].tags} == {"better", "alpha", "filesystem", "must"}
    assert "got crash" in found.entries[0].summary or "got crash" in found.entries[0].content[0].value


def test_a_change_keeps_its_id_whatever_else_is_reported() -> None:
    def ids(*some: Report) -> list[str]:
        return [entry_id(change) for change in alpha(*some).changes]

    first = run(v1="fail", v2="pass")
    more = run("2026-03-01", v3="trap")
    assert ids(first) == ids(first) == ids(first, more)[:1]
    assert len(set(ids(first, more))) == 2


def test_a_feed_without_changes_is_a_feed() -> None:
    found = checked(atom(trends([run(v1="pass", v2="pass")])))
    assert (found.entries, found.feed.updated) == ([], "2026-01-01T00:00:00Z")


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01"])
def test_what_is_no_time_is_the_beginning_of_time(text: str) -> None:
    assert moment(text) == "1970-01-01T00:00:00Z"


def test_the_feed_is_written_with_the_addresses_of_a_site(cli: Cli, tmp_path: Path) -> None:
    file = write_report(tmp_path / "one.jsonl", some_report())
    said = cli("export", "atom", file, "--home", "https://example.org/wasi")
    found = checked(said.out.encode())
    assert found.entries[0].link.startswith("https://example.org/wasi/cases/")
    wrong = cli("export", "atom", file, "--home", "javascript:alert(1)")
    assert (wrong.code, "expected an address" in wrong.err) == (4, True)


# ------------------------------------------------------------------------------------------------- hostile reports


@given(reports(), reports())
def test_whatever_reports_say_is_told_harmlessly(one: Report, other: Report) -> None:
    made = trends([one, other])
    checked(atom(made))
    styles: tuple[Style, ...] = ("simple", "markdown")
    for style in styles:
        assert is_harmless(trends_document(made, style))
    for trend in made.runtimes:
        drawn = trend_svg(trend, alone=True)
        if drawn:
            ElementTree.fromstring(drawn)
            assert is_harmless(drawn)
            assert "<script" not in drawn


def test_ids_are_made_of_all_that_a_change_is() -> None:
    found = alpha(run(v1="fail", v2="pass")).changes[0]
    other = Changed(**{name: getattr(found, name) for name in found.__struct_fields__} | {"case": "another"})
    assert entry_id(other) != entry_id(found)
