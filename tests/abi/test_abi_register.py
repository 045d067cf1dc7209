"""The register of the Canonical ABI: every point has a case, or a reason why a command cannot show it."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec
import pytest
from commands_corpus import cases

from conformance.coverage import coverage, sections
from conformance.decoding import decode_yaml
from conformance.resources import WIT_FIXTURES

FILE = WIT_FIXTURES / "register" / "abi.yaml"
POINTS = 69
Reason = Literal[
    "not-observable-from-a-guest", "leaves-the-choice-to-the-host", "needs-a-fault-we-cannot-provoke", "other"
]


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One thing that a point demands: with the cases that assert it, or the reason why none does."""

    clause: str
    cases: tuple[str, ...] = ()
    not_covered: Reason | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        if not self.clause.strip() or bool(self.cases) == (self.not_covered is not None):
            raise ValueError("Expected some text in `clause`, and either `cases` or `not-covered`")
        if self.not_covered in ("other", "needs-a-fault-we-cannot-provoke") and not self.why:
            raise ValueError(f"Expected `why` beside `not-covered: {self.not_covered}`")


class Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point: its number, the section of the text that says it first, and what it demands."""

    point: int
    item: str
    clauses: tuple[Clause, ...]


@cache
def register() -> tuple[Point, ...]:
    return decode_yaml(FILE.read_text(encoding="utf-8"), tuple[Point, ...], FILE)


def test_all_points_are_there_in_order() -> None:
    assert [point.point for point in register()] == list(range(1, POINTS + 1))
    assert all(point.clauses for point in register())


def test_items_are_sections_of_the_text() -> None:
    known = {section.item for section in sections().sections}
    assert [point.item for point in register() if point.item not in known] == []


def test_cases_are_there_and_each_stands_behind_a_point() -> None:
    named = {case for point in register() for clause in point.clauses for case in clause.cases}
    assert named == set(cases())


def test_every_section_about_values_is_asserted_by_a_case() -> None:
    """What is left has no clause of its own: it names what others say."""
    covered = coverage(cases().values()).sections
    assert {item.partition("#")[2] for item, ids in covered.items() if not ids} == {
        "runtime-state",
        "type-predicates",
        "canonical-definitions",
        "canonopt-validation",
    }


@pytest.mark.parametrize(
    "bad",
    ["{clause: c}", "{clause: c, cases: [a/b], not-covered: other, why: w}", "{clause: c, not-covered: other}"],
)
def test_a_clause_that_says_nothing_is_refused(bad: str) -> None:
    with pytest.raises(Exception, match="Expected"):
        decode_yaml(f"- {{point: 1, item: i, clauses: [{bad}]}}", tuple[Point, ...], FILE)
