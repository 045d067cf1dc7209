"""The search for the version that changed a case: its laws, and the verb over versions of a stand-in."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Cli, Said
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version
from stand_ins import (
    RUN_COPY,
    Guest,
    a_case,
    good_report,
    report_lines,
    write_corpus,
    write_runner,
)

from conformance.bisect import Span, between, search
from conformance.cli import bisect as verb
from conformance.errors import BadOption, Unprovided
from conformance.report import read_report
from conformance.runtimes import registry
from conformance.runtimes.runtime import Runtime, bring
from conformance.runtimes.spec import Wanted, load_runner

# ------------------------------------------------------------------------------------------------- laws


def searched(count: int, flip: int, untold: frozenset[int] = frozenset()) -> tuple[Span, list[int]]:
    """A search where everything from ``flip`` on is as the newer end; what was tried, too."""
    tried: list[int] = []

    def as_newer(index: int) -> bool | None:
        tried.append(index)
        return None if index in untold else index >= flip

    return search(count, as_newer), tried


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, int, frozenset[int]]:
    """How many versions there are, which changed it, and which cannot be told; the ends can."""
    count = draw(st.integers(2, 200))
    untold = draw(st.frozensets(st.integers(1, count - 2), max_size=count)) if count > 2 else frozenset()
    return count, draw(st.integers(1, count - 1)), untold


@given(histories())
def test_the_only_change_is_found(history: tuple[int, int, frozenset[int]]) -> None:
    count, flip, _ = history
    span, tried = searched(count, flip)
    assert list(span.remaining) == [flip]
    assert len(tried) <= math.log2(count) + 1


@given(histories())
def test_with_untestable_versions_the_answer_holds_it_and_no_more_than_it_must(
    history: tuple[int, int, frozenset[int]],
) -> None:
    count, flip, untold = history
    span, _ = searched(count, flip, untold)
    assert flip in span.remaining
    assert not {span.low, span.high} & untold
    assert set(range(span.low + 1, span.high)) <= untold, "what is left could have been tried"


@given(histories())
def test_an_untestable_version_costs_two_tries_at_most_and_nothing_is_tried_twice(
    history: tuple[int, int, frozenset[int]],
) -> None:
    count, flip, untold = history
    _, tried = searched(count, flip, untold)
    assert len(tried) == len(set(tried))
    assert len(tried) <= math.log2(count) + 1 + 2 * len(untold & set(tried))


def test_untestable_versions_in_a_row_are_jumped_over() -> None:
    span, tried = searched(100, 90, frozenset(range(40, 60)))
    assert list(span.remaining) == [90]
    assert len(tried) <= 12, "and not walked through"


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), unique=True, min_size=2), st.data())
def test_versions_between_two_are_in_order_with_both_ends(parts: list[tuple[int, ...]], data: st.DataObject) -> None:
    texts = [".".join(map(str, one)) for one in parts]
    good, bad = data.draw(st.permutations(texts))[:2]
    low, high = sorted((good, bad), key=Version)
    found = between(texts, good, bad, prereleases=False)
    assert found == sorted((text for text in texts if Version(low) <= Version(text) <= Version(high)), key=Version)
    assert found == between(texts, bad, good, prereleases=False)


def test_prereleases_count_only_when_asked_for_and_ends_always() -> None:
    there = ["1.0", "2.0rc1", "2.0", "3.0.dev1", "3.0", "not-a-version"]
    assert between(there, "1.0", "3.0", prereleases=False) == ["1.0", "2.0", "3.0"]
    assert between(there, "1.0", "3.0", prereleases=True) == ["1.0", "2.0rc1", "2.0", "3.0.dev1", "3.0"]
    assert between(there, "1.0", "3.0.dev1", prereleases=False) == ["1.0", "2.0", "3.0.dev1"]
    assert between([], "9", "7", prereleases=False) == ["7", "9"], "a yanked version is not listed"


@pytest.mark.parametrize(
    ("good", "bad", "words"), [("1.0", "1.0.0", "nothing between"), ("1.0", "newest", "--bad 'newest': is no version")]
)
def test_ends_without_anything_between_them_are_told(good: str, bad: str, words: str) -> None:
    with pytest.raises(BadOption, match=words):
        between([], good, bad, prereleases=False)


# ------------------------------------------------------------------------------------------------- the verb

PASS, FAIL, OTHER, ABSENT, CANNOT, WAVERS = "pass", "fail", "other", "absent", "cannot", "wavers"
CASE = "area/name"


def reporting(ok: bool, got: str) -> dict[str, Any]:
    """A process lane in which the case's one check comes out so, whatever the component says."""
    lines = [json.loads(line) for line in report_lines(a_case(CASE))]
    lines[1] |= {"ok": ok, "got": got}
    text = "".join(json.dumps(line) + "\n" for line in lines)
    return {"run": ["/bin/echo", "-n", text.replace("{", "{{").replace("}", "}}")]}


ONCE = 'mkdir "$0" 2>/dev/null || exec cat "{component}"'
KINDS: dict[str, dict[str, Any]] = {
    PASS: {"process": {"run": RUN_COPY}},
    FAIL: {"process": reporting(False, "no")},
    OTHER: {"process": reporting(False, "something else")},
    CANNOT: {"process": {"run": RUN_COPY}, "cannot": {"network": "this version has no network"}},
    WAVERS: {"process": {"run": ["/bin/sh", "-c", ONCE, "{folder}/once"]}},
}


@pytest.fixture
def bisect(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """The verb for ``thing``, whose versions 1.0, 2.0, … are of these kinds."""
    corpus = write_corpus(tmp_path / "corpus", {CASE: Guest(good_report(CASE), {"needs": ["network"]})})

    def call(kinds: list[str], *arguments: object) -> Said:
        versions = {f"{number}.0": kind for number, kind in enumerate(kinds, start=1)}
        runner = write_runner(tmp_path / "thing", "thing", version={"default": "1.0"})

        def one(wanted: Wanted, tell: Any = None) -> Runtime:
            kind = versions[wanted.version or ""]
            if kind == ABSENT:
                raise Unprovided(wanted.label, "no wheel for this machine")
            version = {"parts": {"x": {"command": ["/bin/echo", wanted.version]}}}
            folder = write_runner(tmp_path / f"{wanted.version}", "thing", version=version, **KINDS[kind])
            return bring(Wanted(load_runner(folder), wanted.version))

        monkeypatch.setattr(registry, "versions", lambda loaded, tell=None: list(versions))
        monkeypatch.setattr(verb, "bring", one)
        return cli("bisect", CASE, "-r", "thing", "--runner", runner, "--corpus", corpus, *arguments)

    return call


def ends(count: int) -> tuple[str, ...]:
    return ("--good", "1.0", "--bad", f"{count}.0")


def test_the_version_that_broke_a_case_is_found_and_shown(bisect: Callable[..., Said]) -> None:
    said = bisect([PASS] * 5 + [FAIL] * 3, *ends(8))
    assert said.code == 0
    assert "6.0 broke area/name on thing: 5.0 is the last before; 5 of 8 versions tried" in said.out
    assert "thing@5.0 → thing@6.0\n\n1 regression\n  ✓ pass → ✗ fail  area/name (must)" in said.out
    assert "ran      yes       yes           no" in said.out
    assert "rerun: wasi-conformance repro area/name -r thing@6.0 --runner" in said.out
    assert "only in the" not in said.out
    assert "8 versions from 1.0 to 8.0\n[1] thing@1.0: good, ✓ pass\n[2] thing@8.0: bad, ✗ fail" in said.err


def test_the_version_that_fixed_a_case_is_found_when_bad_is_the_older_one(bisect: Callable[..., Said]) -> None:
    said = bisect([FAIL] * 2 + [PASS] * 6, "--bad", "1.0", "--good", "8.0")
    assert said.code == 0
    assert "3.0 fixed area/name on thing: 2.0 is the last before" in said.out
    assert "thing@2.0 → thing@3.0\n\n1 fix" in said.out


@pytest.mark.parametrize("untestable", [ABSENT, CANNOT])
def test_untestable_versions_are_passed_over_and_what_remains_is_told(
    bisect: Callable[..., Said], untestable: str
) -> None:
    said = bisect([PASS, PASS, untestable, FAIL, FAIL], *ends(5), "--format", "json")
    assert said.code == 3
    found = json.loads(said.out)
    assert (found["last"], found["first"], found["candidates"]) == ("2.0", None, ["3.0", "4.0"])
    assert [one["side"] for one in found["tried"]] == ["good", "good", "skip", "bad", "bad"]
    assert "one of 3.0, 4.0 broke" in bisect([PASS, PASS, untestable, FAIL, FAIL], *ends(5)).out
    assert bisect([PASS, untestable, PASS, FAIL, FAIL], *ends(5)).code == 0, "where it does not matter"


def test_its_report_has_a_record_for_each_version_that_was_tried(bisect: Callable[..., Said]) -> None:
    bisect([PASS, PASS, ABSENT, FAIL, FAIL], *ends(5), "--report", "kept/here.jsonl")
    report = read_report(Path("kept/here.jsonl"))
    assert report.labels == ("thing@1.0", "thing@2.0", "thing@4.0", "thing@5.0")
    assert [record.outcome for record in report.records] == ["pass", "pass", "fail", "fail"]
    assert [len(record.earlier) for record in report.records] == [2, 2, 2, 2], "the other attempts"
    assert report.header.unavailable == {"thing@3.0": "no wheel for this machine"}


@pytest.mark.parametrize(
    ("kinds", "code", "words"),
    [
        ([FAIL, FAIL], 4, "--good '1.0': is not good: area/name comes to fail in it: ran: got no, want yes"),
        ([FAIL, FAIL], 4, "it is not good in the other version either"),
        ([PASS, PASS], 4, "--bad '2.0': is not bad: area/name comes to pass in it\n  hint: it is good in both"),
        ([FAIL, PASS], 4, "the other way round: --good 2.0 --bad 1.0"),
        ([PASS, CANNOT], 3, "comes to unsupported in it: needs network: this version has no network"),
        ([ABSENT, FAIL], 3, "--good '1.0': is not good: area/name cannot be tried in it: no wheel for this machine"),
    ],
)
def test_ends_are_tried_first_and_what_was_seen_is_told(
    bisect: Callable[..., Said], kinds: list[str], code: int, words: str
) -> None:
    said = bisect(kinds, *ends(2))
    assert said.code == code
    assert words in said.err
    assert said.out == ""


def test_a_version_whose_outcome_wavers_is_bad_and_told_so(bisect: Callable[..., Said]) -> None:
    said = bisect([PASS, WAVERS, FAIL], *ends(3))
    assert said.code == 0
    assert "2.0 broke" in said.out
    assert "the outcome wavers in 2.0 (1 of 3 attempts not good)" in said.out
    assert "2 × ✓ pass, 1 × ✗ fail" in said.out


def test_a_failure_for_another_reason_than_that_of_the_bad_end_is_told(bisect: Callable[..., Said]) -> None:
    assert "2.0 fails otherwise than 3.0" in bisect([PASS, OTHER, FAIL], *ends(3)).out
    assert "otherwise" not in bisect([PASS, FAIL, FAIL], *ends(3)).out


def test_json_is_as_its_schema_says(bisect: Callable[..., Said], cli: Cli) -> None:
    schema = json.loads(cli("bisect", "--schema").out)
    found = json.loads(bisect([PASS, PASS, ABSENT, WAVERS, FAIL], *ends(5), "--format", "json").out)
    jsonschema.validators.validator_for(schema)(schema).validate(found)
    assert found["checks"] == [{"name": "ran", "want": "a report", "before": "yes", "after": "not reported"}]
    assert found["failure"]["rerun"].startswith("wasi-conformance repro area/name -r thing@4.0")


def test_markdown_is_fit_for_an_issue(bisect: Callable[..., Said]) -> None:
    out = bisect([PASS, FAIL], *ends(2), "--format", "markdown").out
    assert out.startswith("**2.0 broke area/name on thing")
    assert "| ran     | yes      | yes          | no        |" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--good", "../x", "--bad", "2.0"], "--good 'thing@../x': '../x' is no version"),
        (["--good", "2.0", "--bad", "2.0"], "nothing between"),
        (["--part", "shim", "--good", "1.0", "--bad", "2.0"], "no part of thing can be chosen"),
        (["-r", "thing@1.0", "--good", "1.0", "--bad", "2.0"], "its version is what is searched for: -r thing"),
        (["--good", "1.0", "--bad", "2.0", "--report", "/proc/no/where"], "--report '/proc/no/where': cannot be"),
    ],
)
def test_mistakes_in_options_are_told(bisect: Callable[..., Said], arguments: list[str], words: str) -> None:
    said = bisect([PASS, FAIL], *arguments)
    assert said.code == 4
    assert words in said.err


def test_parts_are_searched_with_what_stands_before_them(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_corpus(tmp_path / "corpus", {CASE: good_report(CASE)})
    seen: list[str | None] = []

    def one(wanted: Wanted, tell: Any = None) -> Runtime:
        seen.append(wanted.version)
        kind = PASS if Version((wanted.version or "").rpartition("+shim")[2]) < Version("0.3") else FAIL
        version = {"parts": {"x": {"command": ["/bin/echo", wanted.version], "pattern": ".+"}}}
        folder = write_runner(tmp_path / f"{wanted.version}", "jco-node", version=version, **KINDS[kind])
        return bring(Wanted(load_runner(folder), wanted.version))

    monkeypatch.setattr(registry, "part_versions", lambda loaded, part, tell=None: ["0.4", "0.3", "0.2", "0.1"])
    monkeypatch.setattr(verb, "bring", one)
    chosen = ("-r", "jco-node@1.35.0", "--part", "shim", "--good", "0.1", "--bad", "0.4")
    said = cli("bisect", CASE, "--corpus", corpus, *chosen)
    assert "0.3 broke area/name on jco-node@1.35.0+shim: 0.2 is the last before" in said.out
    assert "jco-node@1.35.0+shim0.2 → jco-node@1.35.0+shim0.3" in said.out
    assert set(seen) <= {f"1.35.0+shim0.{number}" for number in (1, 2, 3, 4)}
    said = cli("bisect", CASE, "--corpus", corpus, *chosen[:3], "sham", *chosen[4:])
    assert "unknown part of jco-node 'sham'; did you mean shim?" in said.err
