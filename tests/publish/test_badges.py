"""Badges: as shields.io reads them, and never better than the report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hostile_reports import is_harmless, reports
from hypothesis import given
from hypothesis import strategies as st
from site_worlds import corpus, record, report, some_report, write_report

from conformance.judge import GOOD, OUTCOMES
from conformance.publish.badges import badge, badge_json, badges
from conformance.publish.results import Results
from conformance.report import Report

GREEN = {"brightgreen", "yellowgreen"}


def told(*outcomes: Any) -> tuple[str, str]:
    made = badge("any", outcomes)
    return made.message, made.color


@pytest.mark.parametrize(
    ("outcomes", "message", "color"),
    [
        (["pass"] * 3, "3/3 must pass", "brightgreen"),
        (["pass", "allowed"], "2/2 must pass", "brightgreen"),
        (["pass"] * 19 + ["fail"], "19/20 must pass", "yellow"),
        (["pass", "flaky"], "1/2 must pass", "orange"),
        (["pass", "trap", "crash"], "1/3 must pass", "red"),
        (["pass", "unsupported"], "1/2 must pass, 1 unsupported", "yellowgreen"),
        (["pass", "unsupported", "unknown"], "1/3 must pass, 2 not tried", "yellowgreen"),
        (["unsupported"] * 2, "0/2 must pass, 2 unsupported", "lightgrey"),
        (["error", "skip"], "0/2 must pass, 2 not tried", "lightgrey"),
        ([], "no must case", "lightgrey"),
    ],
)
def test_a_badge_says_how_many_must_cases_pass(outcomes: list[str], message: str, color: str) -> None:
    assert told(*outcomes) == (message, color)


@given(st.lists(st.sampled_from(OUTCOMES), max_size=12))
def test_a_badge_never_says_more_than_the_outcomes(outcomes: list[str]) -> None:
    message, color = told(*outcomes)
    good = sum(outcome in GOOD for outcome in outcomes)
    assert (color == "brightgreen") == (bool(outcomes) and good == len(outcomes))
    if set(outcomes) & {"fail", "trap", "crash", "timeout", "flaky"}:
        assert color not in GREEN
    if outcomes:
        assert message.startswith(f"{good}/{len(outcomes)} ")


def test_there_is_a_badge_for_each_runtime_and_for_each_of_its_areas() -> None:
    made = dict(badges(Results([some_report()]), corpus()))
    assert sorted(made) == sorted(
        f"{name}{rest}" for name in ("alpha", "beta", "gamma") for rest in (".json", "/filesystem.json", "/io.json")
    )
    assert json.loads(badge_json(made["alpha.json"])) == {
        "schemaVersion": 1,
        "label": "WASI 0.2 on alpha 2.0",
        "message": "2/3 must pass",
        "color": "orange",
    }
    assert made["beta/io.json"].message == "1/1 must pass"


def test_what_was_not_run_is_not_left_out() -> None:
    one = report([record("io/poll-one", "alpha@1")], ["alpha@1"], selection=("io/poll-one",))
    made = dict(badges(Results([one]), corpus()))
    assert (made["alpha.json"].message, made["alpha.json"].color) == ("1/3 must pass, 2 not tried", "yellowgreen")
    assert made["alpha/filesystem.json"].color == "lightgrey"


def test_a_case_that_did_not_exist_when_a_whole_run_was_made_is_no_gap() -> None:
    one = report([record("io/poll-one", "alpha@1")], ["alpha@1"], corpus_sha256="f00d")
    assert dict(badges(Results([one]), corpus()))["alpha.json"].message == "1/1 must pass"
    for part in ({"selection": ("io",)}, {"shard": "1/2"}):
        some = report([record("io/poll-one", "alpha@1")], ["alpha@1"], corpus_sha256="f00d", **part)
        assert dict(badges(Results([some]), corpus()))["alpha.json"].message == "1/3 must pass, 2 not tried"


def test_a_failure_of_a_case_that_the_corpus_no_longer_has_counts() -> None:
    one = report([record("io/poll-one", "alpha@1", "fail", case="io/gone")], ["alpha@1"], corpus_sha256="f00d")
    assert dict(badges(Results([one]), corpus()))["alpha/io.json"].message == "0/1 must pass"


def test_they_are_written_into_a_folder(cli: Cli, tmp_path: Path) -> None:
    folder = corpus().cases[0].source.parents[1]
    file = write_report(tmp_path / "r.jsonl", some_report())
    said = cli("export", "badges", file, "-o", "out", "--corpus", folder)
    assert (said.code, said.out, said.err) == (0, "", "wrote 9 badges: out\n")
    assert json.loads(Path("out/alpha/io.json").read_text())["schemaVersion"] == 1


@given(reports())
def test_whatever_a_report_says_badges_are_harmless_and_stay_in_their_folder(what: Report) -> None:
    for path, one in badges(Results([what]), corpus()):
        assert re.fullmatch(r"([a-z0-9_~-][a-z0-9._~-]*/)?[a-z0-9_~-][a-z0-9._~-]*\.json", path)
        assert is_harmless(badge_json(one).decode())
        assert 0 < len(one.message) < 100
