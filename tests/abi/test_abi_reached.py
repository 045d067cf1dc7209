"""Corpora and random runs reach all of the model by themselves, but for what is listed with a reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from reached import ROOT, Known, Module, Reached, Unreached, complaints, known, table

PROGRAM = Path(__file__).with_name("reached.py")
CONDITIONS = frozenset(("bad-discriminant", "table-full"))


def test_corpora_and_random_runs_reach_what_is_not_listed(record_property: Callable[[str, object], None]) -> None:
    """The table is shown when all tests have run."""
    found = subprocess.run([sys.executable, PROGRAM], capture_output=True, text=True, cwd=ROOT)
    record_property("shown", found.stdout)
    assert found.returncode == 0, found.stdout + found.stderr


def measured(**missed: tuple[str, ...]) -> Reached:
    """A model of one module, all of whose conditions are met."""
    module = Module("lift", (10, len(missed)), (4, 1), ("75 %", "·", "25 %"), missed)
    met = {"cases": CONDITIONS, "vectors": frozenset(("bad-discriminant",)), "random": CONDITIONS}
    return Reached((module,), met)


def listed(*missed: str) -> Known:
    return Known(
        (Unreached("lift", missed, "nobody gets there", "_char"),), {"vectors": {"table-full": "it takes too many"}}
    )


def test_what_is_missed_is_told_unless_it_is_listed() -> None:
    found = measured(_char=("return 1", "if a: → exit"))
    assert complaints(found, listed("return 1", "if a: → exit"), CONDITIONS) == []
    assert complaints(found, listed("return 1"), CONDITIONS) == ["nothing reaches lift._char: if a: → exit"]


def test_what_is_listed_and_reached_is_told() -> None:
    assert complaints(measured(), listed("return 1"), CONDITIONS) == [
        "unreached.yaml is stale: reached, or gone: lift._char: return 1"
    ]


def test_conditions_that_a_part_does_not_meet_are_told() -> None:
    lazy = msgspec.structs.replace(measured(), traps={**measured().traps, "cases": frozenset()})
    assert complaints(lazy, listed(), CONDITIONS) == [
        "cases do not meet the condition bad-discriminant",
        "cases do not meet the condition table-full",
    ]


def test_conditions_that_nothing_meets_are_told_even_if_every_part_is_excused() -> None:
    none = msgspec.structs.replace(measured(), traps=dict.fromkeys(("cases", "vectors"), frozenset()))
    excuses = {part: dict.fromkeys(CONDITIONS, "why not") for part in ("cases", "vectors")}
    assert complaints(none, msgspec.structs.replace(listed(), traps=excuses), CONDITIONS) == [
        "nothing meets the condition bad-discriminant",
        "nothing meets the condition table-full",
    ]


def test_excuses_for_conditions_that_are_met_or_are_none_are_told() -> None:
    excuses = {"cases": {"table-full": "it takes too many", "no-such-trap": "who knows"}, **listed().traps}
    assert complaints(measured(), msgspec.structs.replace(listed(), traps=excuses), CONDITIONS) == [
        "unreached.yaml is stale: cases meet no-such-trap, or it is gone",
        "unreached.yaml is stale: cases meet table-full, or it is gone",
    ]


def test_the_table_has_a_line_for_each_module_and_their_sum() -> None:
    lines = table(measured(_char=("return 1",))).splitlines()
    assert [line.split()[:5] for line in lines[2:4]] == [["lift", "10", "1", "4", "1"], ["all", "10", "1", "4", "1"]]
    assert "_char" in lines[2] and lines[4] == "cases: 2 trap conditions"


def test_every_reason_says_something() -> None:
    reasons = [entry.why for entry in known().branches] + [
        why for part in known().traps.values() for why in part.values()
    ]
    assert all(len(why.split()) > 2 for why in reasons)


@pytest.mark.parametrize("bad", [{"branches": []}, {"branches": [{"module": "lift"}], "traps": {}}, []])
def test_a_list_without_reasons_is_refused(bad: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(bad, Known)
