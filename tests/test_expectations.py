"""Expectations: what is known not to pass is no news, unless it fails for another reason, somewhere else, or passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import OUTCOME, headers, records
from stand_ins import ROOT
from test_report import HEADER, RECORD

from conformance.account import account
from conformance.corpus import load_corpus
from conformance.decoding import toml_lines
from conformance.errors import BadOption, Malformed
from conformance.expectations import (
    Entry,
    Expectation,
    Setting,
    applies,
    assess,
    expectation_files,
    expectations_in,
    load_expectations,
    meets,
    name_of,
    read_file,
)
from conformance.judge import GOOD, UNEXPECTED, Check, Outcome
from conformance.report import Record
from conformance.runtimes.spec import load_runners

CASES = ("io/poll", "io/read")
CHECKS = (Check("one", False, "closed", "ok"), Check("two", False, "12 at 127.0.0.1:4000", "12"))
FAILED = msgspec.structs.replace(
    RECORD, outcome="fail", reason="one: got closed at 127.0.0.1:4000, want ok (and 1 more)", checks=CHECKS
)


def entry(**fields: Any) -> Entry:
    return Entry(**{"case": "io/poll", "outcome": "fail", "reason": "one: got closed*", **fields})


def expectation(**fields: Any) -> Expectation:
    return Expectation("a", Path("a.toml"), 3, entry(**fields))


def file_of(folder: Path, text: str, name: str = "a.toml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


# ------------------------------------------------------------------------------------------------- reading them

FULL = '''# about a
runtime = "a"

# a comment
[[expected]]
case = "io/poll"
outcome = ["fail", "pass"]
reason = "one: got *, want ok"
issue = "https://example.org/1"
versions = ">=46,<50"
parts = {shim = "<2"}
where = {system = ["Linux", "Darwin"], machine = "x86_64", needs = "ipv6"}
note = """
[[expected]]
case = "this is no entry"
"""
confirmed = {by = "somebody", on = 2026-11-22}
[expected.checks]
"closed" = ["one"]

  [[ expected ]] # the second
case = "io/read"
outcome = "crash"
reason = "the runtime crashed"
'''


def test_a_file_says_all_that_it_can(tmp_path: Path) -> None:
    first, second = load_expectations([file_of(tmp_path, FULL)], CASES, ["a"])
    assert first.entry.outcomes == ("fail", "pass")
    assert first.entry.confirmed is not None
    assert first.entry.confirmed.on.isoformat() == "2026-11-22"
    assert first.entry.checks == {"closed": ("one",)}
    assert (first.line, second.line) == (5, 21)
    assert first.place == f"{tmp_path}/a.toml:5"


HEAD = 'runtime = "a"\n'
ONE = HEAD + '[[expected]]\ncase = "io/poll"\noutcome = "fail"\nreason = "x"\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("runtime = ", 1, "not TOML: Invalid value"),
        (HEAD + "[[expected]]\ncase = \n", 3, "not TOML"),
        (HEAD + 'reason = """', 2, "not TOML"),
        ("", 1, "missing required field `runtime`"),
        ('runtime = "b"\n', 1, "unknown runtime 'b'"),
        (ONE.replace('reason = "x"\n', ""), 2, "missing required field `reason`"),
        (ONE.replace('"x"', '""'), 2, "Expected a reason"),
        (ONE.replace('"x"', '" * "'), 2, "Expected a reason"),
        (ONE.replace("io/poll", "io/pol"), 3, "unknown case 'io/pol'\n  hint: did you mean io/poll?"),
        (ONE.replace('"fail"', '"fial"'), 4, "Invalid enum value 'fial'"),
        (ONE.replace('"fail"', '"pass"'), 2, "other than `pass`"),
        (ONE.replace('"fail"', "[]"), 2, "Expected an outcome"),
        (ONE.replace('"fail"', '"error"'), 2, "`error` says nothing"),
        (ONE.replace('"fail"', '["fail", "skip"]'), 2, "`skip` says nothing"),
        (ONE + 'version = ">1"\n', 6, "unknown field `version`\n  hint: did you mean versions"),
        (ONE + 'versions = "newer than 4"\n', 2, "Expected versions such as"),
        (ONE + 'parts = {shim = "~"}\n', 2, "Expected versions such as"),
        (ONE + 'issue = "#7"\n', 2, "Expected a link in `issue`"),
        (ONE + 'confirmed = {by = "me"}\n', 6, "missing required field `on`"),
        (ONE + 'checks = {x = ["a"], y = ["a"]}\n', 2, "got 'a' twice"),
        (ONE + ONE.removeprefix(HEAD), 7, "is there twice for the same versions: line 2"),
        (HEAD + 'expected = [{case = "io/poll", outcome = "fail", reason = "x"}]\n', 2, "a line [[expected]]"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    file = file_of(tmp_path, text)
    with pytest.raises(Malformed) as raised:
        load_expectations([file], CASES, ["a"])
    assert str(raised.value).startswith(f"{file}:{line}: error")
    assert words in str(raised.value)


def test_the_same_case_may_be_there_twice_for_different_versions(tmp_path: Path) -> None:
    text = ONE + 'versions = "<4"\n' + ONE.removeprefix(HEAD) + 'versions = ">=4"\n'
    assert len(load_expectations([file_of(tmp_path, text)], CASES, ["a"])) == 2


@pytest.mark.parametrize("bad", [b"\xff", None])
def test_a_file_that_cannot_be_read_is_told_so(tmp_path: Path, bad: bytes | None) -> None:
    if bad is not None:
        (tmp_path / "a.toml").write_bytes(bad)
    with pytest.raises(Malformed, match="cannot be read"):
        load_expectations([tmp_path / "a.toml"], CASES, ["a"])


STRINGS = st.text("a[]=\"'#\n\\ é", max_size=12)


@given(st.lists(st.tuples(STRINGS, STRINGS), min_size=1, max_size=4))
def test_lines_are_found_whatever_stands_in_strings_and_comments(texts: list[tuple[str, str]]) -> None:
    import tomlkit

    text, wanted = "", []
    for note, comment in texts:
        text += "# " + comment.replace("\n", "") + "\n"
        wanted.append(text.count("\n") + 1)
        multiline = tomlkit.string(note, multiline=True).as_string()
        text += f"[[expected]]\nnote = {multiline}\nother = {tomlkit.string(note).as_string()}\n"
    lines = toml_lines(text)
    assert [lines[f"expected[{index}]"] for index in range(len(texts))] == wanted
    assert f"expected[{len(texts)}]" not in lines


# ------------------------------------------------------------------------------------------------- finding them


def test_they_are_found_beside_a_project_where_it_says_or_beside_the_runners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert expectation_files(()) == []
    here = file_of(tmp_path / "expectations", ONE)
    other = file_of(tmp_path / "runners" / "a", ONE, "expectations.toml")
    assert expectation_files(()) == [here.relative_to(tmp_path)]
    assert expectation_files(("none",)) == []
    assert expectation_files((str(here),)) == [here]
    assert expectation_files((str(tmp_path / "runners"), str(here), str(here))) == [other, here]
    monkeypatch.setattr("conformance.expectations.RUNNERS", tmp_path / "runners")
    assert expectation_files(("suite",)) == [other]


@pytest.mark.parametrize(
    ("places", "words"),
    [(("nowhere",), "no such file or folder"), ((".",), "holds neither"), (("none", "."), "goes with no other")],
)
def test_a_place_without_expectations_is_a_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadOption, match=words):
        expectation_files(places)


# ------------------------------------------------------------------------------------------------- what they are about


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({}, True),
        ({"versions": ">=46,<50"}, True),
        ({"versions": "<46"}, False),
        ({"versions": "!=46.0.1"}, False),
        ({"parts": {"shim": ">=0.26"}}, True),
        ({"parts": {"shim": "<0.26"}}, False),
        ({"parts": {"glue": ">0"}}, False),
        ({"where": {"system": "Linux"}}, True),
        ({"where": {"system": ["Darwin", "Linux"], "machine": "x86_64"}}, True),
        ({"where": {"machine": ["aarch64"]}}, False),
        ({"where": {"needs": "ipv6"}}, False),
        ({"where": {"needs": ["symlinks"]}}, True),
    ],
)
def test_an_entry_is_about_some_versions_on_some_machines(fields: dict[str, Any], holds: bool) -> None:
    one = Expectation("a", Path("a.toml"), 1, msgspec.convert({**msgspec.to_builtins(entry()), **fields}, Entry))
    setting = Setting(
        label="a@46.0.1", parts={"shim": "0.26.1"}, system="Linux", machine="x86_64", lacks=frozenset({"ipv6"})
    )
    assert applies(one, setting) is holds


@pytest.mark.parametrize(
    ("label", "versions", "holds"),
    [
        ("a@3.0.0.dev5", ">=2", True),
        ("a@3.0.0.dev5", ">=3", False),
        ("a@1.35.0+shim0.25.0", "==1.35.0", True),
        ("a@unknown", ">0", False),
        ("a@unknown", None, True),
        ("a:/path/to/a@1", None, True),
        ("b@3", None, False),
        ("ab@3", None, False),
    ],
)
def test_a_version_that_is_none_is_in_no_range(label: str, versions: str | None, holds: bool) -> None:
    assert applies(expectation(versions=versions), Setting(label=label)) is holds


def test_the_name_of_a_label() -> None:
    assert [name_of(label) for label in ("a@1", "a", "a-b:/x@y")] == ["a", "a", "a-b"]


# ------------------------------------------------------------------------------------------------- what they mean


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reason": "one: got closed at 127.0.0.1:9, want ok (and 1 more)"},
        {"reason": FAILED.reason},
        {"reason": "*closed*"},
        {"checks": {"closed": ("one",), "12 at 127.0.0.1:1": ("two",)}},
        {"checks": {"closed": ("one",), "12*": ("two",)}},
        {"outcome": ("pass", "fail")},
    ],
)
def test_a_result_is_as_expected_for_the_reason_that_is_given(fields: dict[str, Any]) -> None:
    found = assess(HEADER, [FAILED], [expectation(**fields)])
    assert ([met.record for met in found.expected], found.news, found.passes, found.stale) == ([FAILED], (), (), ())


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "crash"}, "expected crash, got fail"),
        ({"reason": "two: got closed*"}, "another reason than expected: two: got closed*"),
        ({"reason": "got closed"}, "another reason"),
        ({"checks": {"closed": ("one",)}}, "fails now, too: two"),
        ({"checks": {"closed": ("one",), "12*": ("two", "three")}}, "fails no more: three"),
        ({"checks": {"closed": ("one",), "13*": ("two",)}}, "two got 12 at 127.0.0.1:<port>, not 13*"),
    ],
)
def test_failing_in_another_way_is_news(fields: dict[str, Any], words: str) -> None:
    found = assess(HEADER, [FAILED], [expectation(**fields)])
    assert (len(found.news), found.expected) == (1, ())
    assert words in found.news[0].difference


def test_an_unexpected_pass_is_told_and_one_that_was_foreseen_is_not() -> None:
    for outcome in ("pass", "allowed", "flaky"):
        found = assess(HEADER, [msgspec.structs.replace(RECORD, outcome=outcome)], [expectation()])
        assert (len(found.passes), found.news, found.expected) == (1, (), ())
    found = assess(HEADER, [RECORD], [expectation(outcome=("fail", "pass"))])
    assert (len(found.expected), found.passes) == (1, ())


@pytest.mark.parametrize("outcome", ["unsupported", "skip"])
def test_a_case_that_could_not_be_tried_proves_nothing(outcome: Outcome) -> None:
    found = assess(HEADER, [msgspec.structs.replace(RECORD, outcome=outcome)], [expectation()])
    assert found == assess(HEADER, [], [])


def test_an_entry_that_another_one_makes_needless_is_stale() -> None:
    other = Expectation("a", Path("b.toml"), 7, entry(outcome="crash"))
    assert assess(HEADER, [FAILED], [expectation(), other]).stale == (other,)


def test_an_error_of_ours_cannot_be_expected() -> None:
    broken = msgspec.structs.replace(FAILED, outcome="error")
    assert len(assess(HEADER, [broken], [expectation()]).news) == 1


@st.composite
def runs(draw: st.DrawFn) -> tuple[Any, list[Record], list[Expectation]]:
    """A run, and expectations of which some fit."""
    header = draw(headers())
    some = draw(st.lists(records(header), max_size=6, unique_by=lambda record: (record.case, record.runtime)))
    expected = []
    for record in some:
        outcome: Outcome = draw(OUTCOME.filter(lambda o: o not in ("skip", "error", "unknown", "pass")))
        fits = draw(st.booleans()) and record.outcome not in ("skip", "error", "unknown", "pass")
        reason = account(record).reason + "*" if account(record).reason.strip("* \t\n") else "x*"
        one = Entry(case=record.case, outcome=record.outcome if fits else outcome, reason=reason)
        if draw(st.booleans()):
            expected.append(Expectation(name_of(record.runtime), Path("x.toml"), 1, one))
    return header, some, expected


@given(runs())
def test_each_unexpected_outcome_is_either_news_or_expected(run: tuple[Any, list[Record], list[Expectation]]) -> None:
    header, some, expected = run
    found = assess(header, some, expected)
    known, news = [met.record for met in found.expected], [one.record for one in found.news]
    for record in some:
        assert (record in known) + (record in news) + (record in [met.record for met in found.passes]) <= 1
        if record.outcome in UNEXPECTED:
            assert (record in known) != (record in news)
    for met in found.expected:
        assert meets(met.expectation.entry, met.record)
    assert all(met.record.outcome in GOOD | {"flaky"} for met in found.passes)


@given(runs())
def test_without_expectations_all_that_is_unexpected_is_news(run: tuple[Any, list[Record], Any]) -> None:
    header, some, _ = run
    found = assess(header, some, [])
    assert [one.record for one in found.news] == [record for record in some if record.outcome in UNEXPECTED]
    assert (found.expected, found.passes, found.stale) == ((), (), ())


def test_a_file_in_memory_is_read_as_one_on_disk(tmp_path: Path) -> None:
    assert expectations_in(ONE, tmp_path / "a.toml") == load_expectations([file_of(tmp_path, ONE)], CASES, ["a"])


def test_the_example_in_the_readme_says_what_it_shows() -> None:
    text = (ROOT / "runners" / "README.md").read_text()
    (one,) = expectations_in(text.partition("```toml\n")[2].partition("```")[0], Path("README.md"))
    shown = msgspec.to_builtins(one.entry)
    assert set(shown) == {field.name for field in msgspec.structs.fields(Entry)}
    assert all(shown.values())


def test_those_of_the_suites_own_are_about_its_own_cases_and_runtimes() -> None:
    files = sorted(ROOT.glob("runners/*/expectations.toml"))
    assert load_expectations(files, load_corpus().ids, load_runners())
    for file in files:
        assert {one.runtime for one in read_file(file)} == {file.parent.name}
