"""The corpus: what is loaded, what is refused, what is selected, and how it falls into shards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import ROOT, Guest, a_case, good_guests, write_corpus

from conformance.case import Case
from conformance.corpus import load_corpus, shard, verify_components
from conformance.coverage import check_items, coverage, facts
from conformance.errors import BadOption, CorpusError, Malformed, UnknownName

SOME: dict[str, Guest | bytes] = {
    f"{area}/{name}": b"" for area in ("cli", "io") for name in ("exit", "exit-twice", "poll")
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", {**SOME})


def test_cases_come_in_the_order_of_their_ids(folder: Path) -> None:
    assert [case.id for case in load_corpus(folder).cases] == sorted(SOME)


def test_the_hash_changes_with_sources_and_components(folder: Path, tmp_path: Path) -> None:
    before = load_corpus(folder).sha256
    assert load_corpus(write_corpus(tmp_path / "same", {**SOME})).sha256 == before
    assert load_corpus(write_corpus(tmp_path / "other", {**SOME, "io/poll": b"x"})).sha256 != before
    titled = {**SOME, "io/poll": Guest(b"", {"title": "other"})}
    assert load_corpus(write_corpus(tmp_path / "titled", titled)).sha256 != before


@pytest.mark.parametrize(
    ("patterns", "ids"),
    [
        ([], sorted(SOME)),
        (["cli"], ["cli/exit", "cli/exit-twice", "cli/poll"]),
        (["cli/"], ["cli/exit", "cli/exit-twice", "cli/poll"]),
        (["cli/exit"], ["cli/exit"]),
        (["cli/exi"], ["cli/exit", "cli/exit-twice"]),
        (["io/poll", "cli/poll", "io/poll"], ["cli/poll", "io/poll"]),
    ],
)
def test_cases_are_selected_by_id_area_or_prefix(folder: Path, patterns: list[str], ids: list[str]) -> None:
    assert [case.id for case in load_corpus(folder).select(patterns)] == ids


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("cli/exti", "did you mean cli/exit"),
        ("pol", "did you mean io/poll, cli/poll"),
        ("cil", "did you mean cli/"),
        ("quite-something-else", "there is cli/, cli/exit"),
    ],
)
def test_an_unknown_name_is_answered_with_the_near_ones(folder: Path, pattern: str, words: str) -> None:
    with pytest.raises(UnknownName) as raised:
        load_corpus(folder).select(["io", pattern])
    assert words in str(raised.value)


def test_one_case_is_had_by_its_whole_id_only(folder: Path) -> None:
    assert load_corpus(folder).case("io/poll").id == "io/poll"
    with pytest.raises(UnknownName, match="unknown case 'io/pol'; did you mean io/poll"):
        load_corpus(folder).case("io/pol")


def test_a_folder_without_components_is_told_how_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"manifest.json is missing(?s:.*)hint: .*nox -s guests"):
        load_corpus(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cases": []}', '{"cases": {"a/b": {"source": 1}}}'])
def test_a_manifest_that_is_none_is_told_so(folder: Path, text: str) -> None:
    (folder / "prebuilt/manifest.json").write_text(text)
    with pytest.raises(Malformed, match=r"prebuilt/manifest.json"):
        load_corpus(folder)


def test_a_source_that_changed_since_its_component_was_built_can_be_read_but_not_run(folder: Path) -> None:
    with (folder / "io/poll.c").open("a") as source:
        source.write("int more;\n")
    cases = load_corpus(folder).cases
    verify_components([case for case in cases if case.id != "io/poll"])
    with pytest.raises(CorpusError, match=r"poll.c has changed since its component was built(?s:.*)hint"):
        verify_components(cases)


def test_a_case_without_a_component_cannot_be_run(folder: Path) -> None:
    (folder / "io/new.c").write_text((folder / "io/poll.c").read_text())
    with pytest.raises(CorpusError, match=r"new.c has no component yet"):
        verify_components(load_corpus(folder).cases)


def test_a_component_that_is_not_the_recorded_one_cannot_be_run(folder: Path) -> None:
    component = folder / "prebuilt/io/poll.wasm"
    component.write_bytes(b"other")
    with pytest.raises(CorpusError, match="is not what its manifest records"):
        verify_components(load_corpus(folder).cases)
    component.unlink()
    with pytest.raises(CorpusError, match=r"the component of io/poll cannot be read: .*No such file"):
        verify_components(load_corpus(folder).cases)


def test_the_manifest_may_know_more_than_a_run_needs(folder: Path) -> None:
    file = folder / "prebuilt/manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "tools": {"zig": "0.17"}}))
    assert len(load_corpus(folder).cases) == len(SOME)


# ----------------------------------------------------------------------------------------------------- shards

IDS = st.lists(st.text("abc/-", min_size=1, max_size=8), max_size=30, unique=True)


def cases_of(ids: list[str]) -> list[Case]:
    return [a_case(case_id) for case_id in ids]


@given(IDS, st.integers(1, 7))
def test_the_shards_are_a_partition_of_the_corpus(ids: list[str], count: int) -> None:
    parts = [shard(cases_of(ids), f"{index}/{count}") for index in range(1, count + 1)]
    assert sorted(case.id for part in parts for case in part) == sorted(ids)


@given(IDS, st.text("abc/-", min_size=9, max_size=12), st.integers(1, 5))
def test_a_new_case_moves_no_other_one(ids: list[str], new: str, count: int) -> None:
    for index in range(1, count + 1):
        before = [case.id for case in shard(cases_of(ids), f"{index}/{count}")]
        after = [case.id for case in shard(cases_of([*ids, new]), f"{index}/{count}")]
        assert [case_id for case_id in after if case_id != new] == before


def test_without_shards_there_is_everything() -> None:
    cases = cases_of(["a/b", "c/d"])
    assert shard(cases, None) == tuple(cases)
    assert shard(cases, "1/1") == tuple(cases)


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/0", "0/0", "-1/3", "1/3/5", "a/b", "1/3\n", " 1/3", "1,3"])
def test_a_shard_that_is_none_is_told_so(text: str) -> None:
    with pytest.raises(BadOption, match="expected i/n with 1 <= i <= n, such as 1/4"):
        shard([], text)


# --------------------------------------------------------------------------------------------------- coverage


def test_the_suites_own_corpus_names_only_what_wasi_has() -> None:
    for case in load_corpus().cases:
        check_items(case)


def test_an_item_that_wasi_does_not_have_is_told_with_line_and_near_ones(tmp_path: Path) -> None:
    guests = {"a/b": Guest(b"", {"spec": "wasi:io/poll#pol"}), "a/c": Guest(b"", {"errors": ["wasi:x/y#z.w"]})}
    first, second = load_corpus(write_corpus(tmp_path, guests)).cases
    with pytest.raises(Malformed) as raised:
        check_items(first)
    assert (raised.value.line, raised.value.field) == (3, "spec")
    assert "WASI has no wasi:io/poll#pol" in str(raised.value)
    assert "did you mean wasi:io/poll#poll" in str(raised.value)
    with pytest.raises(Malformed, match="error in `errors`"):
        check_items(second)


def test_coverage_counts_every_item_even_those_that_nobody_asserts() -> None:
    covered = coverage([a_case("a/b", spec="wasi:io/poll#poll"), a_case("a/c", spec=["wasi:io/poll#poll"])])
    assert set(covered.functions) == {function.item for function in facts().functions}
    assert covered.functions["wasi:io/poll#poll"] == ("a/b", "a/c")
    assert sum(map(len, covered.functions.values())) == 2
    assert set(covered.error_codes.values()) == {()}


def test_the_corpus_lies_where_it_says() -> None:
    assert load_corpus(ROOT / "guest_programs").sha256 == load_corpus().sha256
    assert good_guests()


def test_an_unstable_item_is_neither_missed_nor_counted() -> None:
    case = a_case("a/b", spec="wasi:clocks/timezone#display", features=["clocks-timezone"])
    check_items(case)
    assert "wasi:clocks/timezone#display" not in coverage([case]).functions
