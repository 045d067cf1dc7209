"""``matrix.json``: since when what works, no more than the reports say, in a form that its schema describes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from conftest import Cli
from hostile_reports import is_harmless, reports
from hypothesis import given, settings
from hypothesis import strategies as st
from site_worlds import LINK, OPEN, corpus, record, report, some_report, write_report

from conformance.coverage import facts, sections
from conformance.errors import BadOption
from conformance.judge import GOOD, OUTCOMES
from conformance.publish.compat import COMPAT, CompatData, Statement, compat_data, compat_json, place_of, statements
from conformance.publish.results import Results
from conformance.report import Report
from conformance.schemas import schema_file

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema_file("compat").read_text()))
CASES = ("filesystem/link-at", "filesystem/link-open")


def told(*versions: Mapping[str, str], numbers: Sequence[str] = ("1.0", "2.0", "10.0", "11.0")) -> Any:
    """The statement, or statements, about a runtime whose versions came to this: case → outcome."""
    labels = [f"alpha@{number}" for number, _ in zip(numbers, versions, strict=False)]
    some = [record(case, label, how) for label, one in zip(labels, versions, strict=True) for case, how in one.items()]
    found = statements(CASES, Results([report(some, labels)]))["alpha"]
    return json.loads(msgspec.json.encode(found))


def both(outcome: str) -> dict[str, str]:
    return dict.fromkeys(CASES, outcome)


def data(*reports: Report) -> CompatData:
    return compat_data([(f"{n}.jsonl", one) for n, one in enumerate(reports)], corpus())


# ------------------------------------------------------------------------------------------------- statements


def test_what_always_worked_is_there_since_the_oldest_version_at_the_latest() -> None:
    assert told(both("pass"), both("allowed")) == {"version_added": "≤1.0"}


def test_what_works_since_a_version_is_there_since_then() -> None:
    assert told(both("fail"), both("pass"), both("pass")) == {"version_added": "2.0"}


def test_versions_are_numbers_and_no_texts() -> None:
    assert told(both("pass"), both("fail"), numbers=("10.0", "9.0")) == {"version_added": "10.0"}


def test_what_went_away_and_came_back_has_a_statement_for_each_time_newest_first() -> None:
    assert told(both("pass"), both("trap"), both("pass")) == (
        [{"version_added": "10.0"}, {"version_added": "≤1.0", "version_removed": "2.0"}]
    )


def test_what_went_away_is_not_there_and_the_first_statement_says_so() -> None:
    now, before = told(both("fail"), both("pass"), {CASES[0]: "pass", CASES[1]: "crash"})
    assert before == {"version_added": "2.0", "version_removed": "10.0"}
    assert now["version_added"] is False
    assert now["partial_implementation"] is True
    assert now["notes"] == [f"10.0: 1 of 2 cases hold; 1 crash: {CASES[1]}"]


@pytest.mark.parametrize("outcome", ["fail", "trap", "crash", "timeout", "flaky", "unsupported"])
def test_whatever_does_not_hold_is_not_supported(outcome: str) -> None:
    found = told(both(outcome))
    assert found == {"version_added": False, "notes": [f"1.0: 0 of 2 cases hold; 2 {outcome}: {', '.join(CASES)}"]}


@pytest.mark.parametrize("outcome", ["skip", "error", "unknown"])
def test_what_says_nothing_about_the_runtime_is_unknown(outcome: str) -> None:
    assert told(both(outcome)) == {"version_added": None}
    assert told({CASES[0]: "pass", CASES[1]: outcome}) == {"version_added": None}, "half is not all"
    assert told({CASES[0]: "fail", CASES[1]: outcome})["version_added"] is False, "and one failure is enough"


def test_a_version_without_an_answer_neither_begins_nor_ends_anything() -> None:
    gap = told(both("fail"), both("pass"), both("skip"), both("pass"))
    assert gap == {"version_added": "2.0"}
    end = told(both("fail"), both("pass"), both("skip"))
    assert end == {"version_added": "2.0", "notes": ["the reports do not answer it for 10.0"]}
    assert told(both("skip"), both("pass")) == {"version_added": "≤2.0"}


def test_a_build_of_ones_own_stands_for_no_version() -> None:
    assert told(both("fail"), both("pass"), numbers=("my build", "2.0")) == {"version_added": "≤2.0"}
    assert told(both("pass"), numbers=("my build",)) == {"version_added": "≤my build"}


@given(st.lists(st.lists(st.sampled_from(OUTCOMES), min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_statement_never_says_more_than_the_reports(outcomes: list[list[str]]) -> None:
    found = told(*(dict(zip(CASES, row, strict=True)) for row in outcomes))
    some: list[dict[str, Any]] = found if isinstance(found, list) else [found]
    numbers = ["1.0", "2.0", "10.0", "11.0"][: len(outcomes)]
    whole = [number for number, row in zip(numbers, outcomes, strict=True) if set(row) <= GOOD]
    for one in some:
        if one["version_added"]:
            assert one["version_added"].removeprefix("≤") in whole
            assert one.get("version_removed") not in whole
    assert bool(whole) == any(one["version_added"] for one in some)
    if set(outcomes[-1]) & {"fail", "trap", "crash", "timeout", "flaky", "unsupported"}:
        assert some[0]["version_added"] is False


# ------------------------------------------------------------------------------------------------- the tree


def test_every_item_of_the_texts_has_a_place_of_its_own() -> None:
    items = [one.item for one in facts().functions] + [one.item for one in facts().error_codes]
    items += [one.item for one in sections().sections]
    places = [place_of(item) for item in items]
    assert len(set(places)) == len(items)
    assert not [place for place in places if place[0] not in ("wasi", "component-model")]
    assert place_of(LINK) == ("wasi", "filesystem", "types", "descriptor", "link-at")
    assert place_of("wasi:io/poll#[resource-drop]pollable") == ("wasi", "io", "poll", "pollable", "resource-drop")
    assert place_of("wasi:http/types#[constructor]fields") == ("wasi", "http", "types", "fields", "constructor")
    assert place_of("wasi:io/streams#stream-error.closed") == ("wasi", "io", "streams", "stream-error", "closed")


def test_an_item_tells_its_cases_and_an_inner_one_those_of_all_in_it() -> None:
    types = data(some_report()).wasi["filesystem"]["types"]
    link = types["descriptor"]["link-at"][COMPAT]
    assert link.item == LINK
    assert link.cases == {"must": CASES}
    assert link.spec_url.endswith("/proposals/filesystem/wit/types.wit#L" + link.spec_url.rpartition("L")[2])
    assert types["descriptor"]["open-at"][COMPAT].counts == {"must": 1, "may": 1}
    assert types["descriptor"][COMPAT].counts == types[COMPAT].counts == {"must": 2, "may": 1}
    assert types[COMPAT].cases == {}, "they are told where they belong"
    assert link.support["alpha"].version_added is False


def test_should_is_kept_apart_from_must() -> None:
    poll = data(some_report()).wasi["io"]["poll"]["poll"][COMPAT]
    assert poll.support["alpha"] == Statement(version_added="2.0")
    assert poll.recommended["alpha"] == Statement(version_added="≤1.0")
    assert poll.support["beta"] == Statement(version_added="≤0.9.0.dev1")
    assert poll.recommended["beta"].version_added is False


def test_what_no_case_asserts_is_unknown() -> None:
    item = data(some_report()).wasi["clocks"]["wall-clock"]["now"][COMPAT]
    assert item.cases == item.counts == {}
    assert {one.version_added for one in item.support.values()} == {None}


def test_it_tells_where_it_comes_from() -> None:
    made = data(some_report())
    assert made.meta.corpus_sha256 == corpus().sha256
    assert [(one.name, one.started) for one in made.meta.reports] == [("0.jsonl", "2026-01-02T03:04:05Z")]
    assert list(made.runtimes["alpha"].versions) == ["1.0", "2.0"]
    assert made.runtimes["alpha"].family == made.runtimes["beta"].family == "one"


def test_several_reports_are_seen_together() -> None:
    old = report([record(CASES[0], "alpha@1.0", "fail")], ["alpha@1.0"])
    new = report([record(CASES[0], "alpha@2.0")], ["alpha@2.0"], started="2026-02-01T00:00:00Z")
    for order in ([old, new], [new, old]):
        assert statements(CASES[:1], Results(order)) == {"alpha": Statement(version_added="2.0")}


def test_a_report_over_another_corpus_is_refused_or_counts_for_the_cases_that_both_have() -> None:
    some = [record(CASES[0], "alpha@1"), record(CASES[0], "alpha@1", case="filesystem/gone")]
    other = report(some, ["alpha@1"], corpus_sha256="f00d")
    with pytest.raises(BadOption, match="--other-corpus"):
        data(other)
    made = compat_data([("r", other)], corpus(), other_corpus=True)
    link = made.wasi["filesystem"]["types"]["descriptor"]["link-at"][COMPAT]
    assert link.cases == {"must": CASES[:1]}
    assert link.support["alpha"] == Statement(version_added="≤1")
    assert made.meta.unplaced == ("filesystem/gone",)


# ------------------------------------------------------------------------------------------------- the file


def test_it_is_as_its_schema_says() -> None:
    found = json.loads(compat_json(data(some_report())))
    VALIDATOR.validate(found)
    assert found["wasi"]["io"]["poll"]["poll"]["__compat"]["support"]["alpha"] == {"version_added": "2.0"}


@pytest.mark.parametrize("support", [{}, {"version_added": True}, {"version_added": ""}, "yes", [7]])
def test_what_is_no_statement_is_not(support: Any) -> None:
    found = json.loads(compat_json(data(some_report())))
    found["wasi"]["io"]["poll"]["poll"]["__compat"]["support"]["alpha"] = support
    assert not VALIDATOR.is_valid(found)


def test_publish_writes_it_beside_the_table(cli: Cli) -> None:
    file = write_report(corpus().cases[0].source.parents[1] / "r.jsonl", some_report())
    said = cli("publish", file, "--into", "out", "--corpus", file.parent)
    assert said.code == 0, said.err
    assert said.err == "wrote out/COMPATIBILITY.md\nwrote out/matrix.json\nwrote 9 badges: out/badges\n"
    found = json.loads(Path("out/matrix.json").read_bytes())
    VALIDATOR.validate(found)
    assert found["__meta"]["reports"][0]["name"] == "r.jsonl"
    other = write_report(
        file.with_name("o.jsonl"), report([record(CASES[0], "alpha@1")], ["alpha@1"], corpus_sha256="f")
    )
    assert "the corpus has changed since" in cli("publish", other, "--into", "out", "--corpus", file.parent).err


def test_two_items_in_one_resource_do_not_share_their_cases() -> None:
    descriptor = data(some_report()).wasi["filesystem"]["types"]["descriptor"]
    assert descriptor["open-at"][COMPAT].item == OPEN
    assert descriptor["open-at"][COMPAT].cases == {"must": ("filesystem/link-open",), "may": ("filesystem/open-may",)}


@settings(max_examples=8)  # to validate the whole tree takes a second
@given(reports())
def test_whatever_a_report_says_the_file_is_valid_and_harmless(what: Report) -> None:
    made = compat_json(compat_data([("\x1b[1mname\n", what)], corpus()))
    VALIDATOR.validate(json.loads(made))
    assert is_harmless(made.decode())
