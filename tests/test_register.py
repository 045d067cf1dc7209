"""The register: every sentence of the WIT text that binds a host has a case, or a reason why it has none.

``wit_fixtures/register/PACKAGE.yaml`` (or ``PACKAGE/*.yaml``) goes through the text of one package, item by item. What
is checked here is that nothing in it dangles and nothing is left out; whether a clause says what its sentence says is
for readers.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import pytest

from conformance.case import Case
from conformance.corpus import load_corpus
from conformance.coverage import facts
from conformance.decoding import decode_yaml
from conformance.errors import Malformed
from conformance.resources import GUEST_PROGRAMS, WIT_FIXTURES

PACKAGES = ("cli", "clocks", "filesystem", "http", "io", "random", "sockets")
"""The packages whose every sentence is in the register, and the areas of the corpus that are about them."""
REGISTER = WIT_FIXTURES / "register"
Reason = Literal[
    "not-observable-from-a-guest",
    "leaves-the-choice-to-the-host",
    "needs-a-fault-we-cannot-provoke",
    "may-trap",
    "unstable",
    "advice-to-the-guest",
    "other",
]
EXPLAINED: tuple[Reason, ...] = ("needs-a-fault-we-cannot-provoke", "advice-to-the-guest", "other")
"""Reasons that say nothing without a `why`."""


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One thing that the text demands, in our words: with the cases that assert it, or the reason why none does."""

    clause: str
    cases: tuple[str, ...] = ()
    not_covered: Reason | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        if not self.clause.strip():
            raise ValueError("Expected some text in `clause`")
        if bool(self.cases) == (self.not_covered is not None):
            raise ValueError("Expected either `cases` or `not-covered`")
        if self.not_covered in EXPLAINED and not (self.why or "").strip():
            raise ValueError(f"Expected `why` beside `not-covered: {self.not_covered}`")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item of the WIT text (a function, a type, a resource, an interface) and what its sentences demand."""

    item: str
    clauses: tuple[Clause, ...]

    def __post_init__(self) -> None:
        if not self.clauses:
            raise ValueError("Expected at least one clause")


def read_register(file: Path) -> tuple[Entry, ...]:
    """The entries of one package. Raises :class:`Malformed` naming file, field and line."""
    return decode_yaml(file.read_text(encoding="utf-8"), tuple[Entry, ...], file)


@cache
def entries(package: str) -> tuple[Entry, ...]:
    """The register of a package of this repository: a file, or a folder of them."""
    files = [REGISTER / f"{package}.yaml", *sorted((REGISTER / package).glob("*.yaml"))]
    return tuple(entry for file in files if file.exists() for entry in read_register(file))


@cache
def cases() -> tuple[Case, ...]:
    """The cases of the areas that the register is about."""
    return tuple(case for case in load_corpus().cases if case.area in PACKAGES)


class Header(NamedTuple):
    """What guests can import or export: all of the WIT text, and unstable features, which the generated lists lack."""

    interfaces: frozenset[str]
    functions: frozenset[str]
    names: frozenset[str]


@cache
def header() -> Header:
    """The headers that guests are compiled with."""
    text = "".join(file.read_text(encoding="utf-8") for file in (GUEST_PROGRAMS / "include").glob("*.h"))
    bound = re.findall(r'^WASI_(?:IMPORT|EXPORT)\("(\S+)", "(.+)"\)', text, re.MULTILINE)
    return Header(
        frozenset(f"wasi:{interface}" for interface, _ in bound),
        frozenset(f"wasi:{interface}#{name}" for interface, name in bound),
        frozenset(re.findall(r"\bwasi_\w+", text)),
    )


def is_known(item: str) -> bool:
    """Whether the WIT text has this function, interface, type or resource."""
    interface, _, name = item.partition("#")
    if interface not in header().interfaces:
        return False
    ending = "_" + name.replace("-", "_")
    is_type = "[" not in name and any(known.endswith(ending) for known in header().names)
    return not name or is_type or item in header().functions


@pytest.mark.parametrize("package", PACKAGES)
def test_items_are_those_of_the_package_and_there_once(package: str) -> None:
    items = [entry.item for entry in entries(package)]
    assert [item for item, count in Counter(items).items() if count > 1] == []
    assert [item for item in items if not item.startswith(f"wasi:{package}/")] == []
    assert [item for item in items if not is_known(item)] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_function_of_the_package_has_an_entry(package: str) -> None:
    there = {entry.item for entry in entries(package)}
    functions = [function.item for function in facts().functions if function.package == f"wasi:{package}"]
    assert functions
    assert [item for item in functions if item not in there] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_case_that_is_named_exists(package: str) -> None:
    known = {case.id for case in load_corpus().cases}
    named = [case for entry in entries(package) for clause in entry.clauses for case in clause.cases]
    assert sorted({case for case in named if case not in known}) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_clauses_differ_within_an_item(package: str) -> None:
    for entry in entries(package):
        clauses = [clause.clause for clause in entry.clauses]
        assert len(clauses) == len(set(clauses)), entry.item


@pytest.mark.parametrize("area", PACKAGES)
def test_every_case_stands_behind_a_clause(area: str) -> None:
    named = {
        case for package in PACKAGES for entry in entries(package) for clause in entry.clauses for case in clause.cases
    }
    assert [case.id for case in cases() if case.area == area and case.id not in named] == []


BAD = {
    "neither cases nor a reason": ("{clause: c}", "Expected either `cases` or `not-covered`"),
    "both": ("{clause: c, cases: [io/x], not-covered: unstable}", "Expected either `cases` or `not-covered`"),
    "a reason that is none": ("{clause: c, not-covered: too-hard}", "Invalid enum value 'too-hard'"),
    "a reason that needs words": ("{clause: c, not-covered: other}", "Expected `why` beside `not-covered: other`"),
    "an empty clause": ("{clause: ' ', cases: [io/x]}", "Expected some text in `clause`"),
    "a misspelt field": ("{clause: c, case: [io/x]}", "unknown field `case`"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_clause_that_says_nothing_is_refused(what: str, tmp_path: Path) -> None:
    clause, problem = BAD[what]
    file = tmp_path / "io.yaml"
    file.write_text(f'- item: "wasi:io/poll#poll"\n  clauses:\n    - {clause}\n', encoding="utf-8")
    with pytest.raises(Malformed) as refused:
        read_register(file)
    assert problem in refused.value.problem
    assert refused.value.file == file


@pytest.mark.parametrize(
    ("item", "known"),
    [
        ("wasi:io/streams#[method]input-stream.read", True),
        ("wasi:io/streams", True),
        ("wasi:filesystem/types#descriptor-flags", True),
        ("wasi:filesystem/types#descriptor", True),
        ("wasi:io/streams#[method]input-stream.reed", False),
        ("wasi:io/stream", False),
        ("wasi:filesystem/types#descriptor-flag", False),
    ],
)
def test_items_are_looked_up_in_the_wit_text(item: str, known: bool) -> None:
    assert is_known(item) is known
