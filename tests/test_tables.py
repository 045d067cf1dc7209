"""Tables: axes and rules become rows, and every mistake in them is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import ROOT, Guest, write_corpus

from conformance.case import CheckSpec, TableUse
from conformance.corpus import load_corpus
from conformance.errors import Malformed
from conformance.tables import AxisSpec, Row, Table, Tables
from guest_programs.tools.rows import header

SMALL: dict[str, Any] = {
    "about": "what opening gives",
    "axes": {"kind": ["file", "missing"], "open": {"flags": ["create", "exclusive"], "empty": "plain"}},
    "sets": {"refused": ["invalid", "access"]},
    "rules": [
        {"when": {"open": "+exclusive -create"}, "want": "refused", "like": {"open": "-exclusive"}, "because": "open"},
        {"when": {"kind": "file", "open": "+create +exclusive"}, "want": "exist", "because": "there"},
        {"when": {"kind": "missing", "open": "plain"}, "want": "no-entry", "because": "not there"},
        {"want": ["ok", "also"], "prefer": "ok", "because": "the rest"},
    ],
}
COMMITTED = sorted(path.stem for path in (ROOT / "guest_programs" / "tables").glob("*.yaml"))


def table(**fields: Any) -> Table:
    return msgspec.convert({**SMALL, **fields}, Table)


def rows(select: dict[str, str] | None = None, **fields: Any) -> dict[str, Row]:
    return {row.name: row for row in table(**fields).rows(select or {})}


def rule(**fields: Any) -> dict[str, Any]:
    return {"because": "so", **fields}


def test_rows_are_the_cross_product_in_the_order_of_the_axes() -> None:
    opens = ["plain", "create", "exclusive", "create+exclusive"]
    assert list(rows()) == [f"{kind} {open_}" for kind in ("file", "missing") for open_ in opens]


def test_what_is_selected_to_one_label_is_not_part_of_the_name() -> None:
    assert list(rows({"kind": "file"})) == ["plain", "create", "exclusive", "create+exclusive"]
    assert list(rows({"kind": "file", "open": "+create"})) == ["create", "create+exclusive"]
    assert list(rows({"kind": "file", "open": "plain"})) == ["plain"]


def test_the_first_rule_that_matches_decides() -> None:
    found = rows()
    assert found["file create+exclusive"].allowed == ("exist",)
    assert found["file create"].allowed == ("ok", "also")
    assert found["file create+exclusive"].check == "file create+exclusive"
    assert found["file create"].check == CheckSpec(name="file create", allowed=("ok", "also"), preferred="ok")


def test_another_row_lends_its_answers_but_not_its_preference_to_a_want() -> None:
    found = rows()
    assert found["missing exclusive"].allowed == ("invalid", "access", "no-entry")
    assert (found["file exclusive"].allowed, found["file exclusive"].preferred) == (
        ("invalid", "access", "ok", "also"),
        None,
    )


def test_answers_of_the_other_row_can_be_left_out() -> None:
    rules = [rule(when={"kind": "missing"}, like={"kind": "file"}, without=["refused"]), rule(want=["a", "refused"])]
    found = rows(rules=rules)
    assert found["missing plain"].allowed == ("a",)


def test_without_a_want_the_preference_comes_along() -> None:
    rules = [rule(when={"kind": "missing"}, like={"kind": "file"}), rule(want=["a", "b"], prefer="b")]
    assert rows(rules=rules)["missing plain"].preferred == "b"


def test_rows_can_be_skipped() -> None:
    rules = [rule(when={"open": "+exclusive"}, skip=True), rule(want="ok")]
    assert list(rows({"kind": "file"}, rules=rules)) == ["plain", "create"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"axes": {"kind": []}}, "Expected distinct labels on axis `kind`"),
        ({"axes": {"kind": ["a", "a"]}}, "Expected distinct labels on axis `kind`"),
        ({"axes": {"kind": {"flags": ["a"], "texts": {"b": "c"}}}}, "exactly one of `flags`, `texts`"),
        (
            {"axes": {"kind": {"flags": ["a"], "only": ["a+b"]}}},
            "Expected flags joined by `\\+` in `only`, got 'a\\+b'",
        ),
        ({"axes": {"kind": {"flags": list("abcdefghi")}}}, "at most 8 flags"),
        ({"rules": [rule(when={"kid": "file"}, want="ok")]}, "there is no axis `kid`, but kind, open"),
        ({"rules": [rule(when={"kind": "fiel"}, want="ok")]}, "nothing on axis `kind` is 'fiel'"),
        ({"rules": [rule(when={"open": "+creat"}, want="ok")]}, r"nothing on axis `open` is '\+creat'"),
        ({"rules": [rule(like={"kid": "file"})]}, "there is no axis `kid`"),
        ({"rules": [rule()]}, "`want` or `like`, or else `skip`"),
        ({"rules": [rule(want="ok", skip=True)]}, "`want` or `like`, or else `skip`"),
        ({"rules": [{"want": "ok", "because": " "}]}, "Expected some text in `because`"),
    ],
)
def test_a_mistake_is_found_when_the_table_is_read(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=words):
        table(**fields)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([rule(when={"kind": "file"}, want="ok")], "no rule decides the row 'missing plain'"),
        ([rule(like={"kind": "file"})], "the row 'file plain' is like one that says nothing"),
        (
            [rule(when={"kind": "file"}, skip=True), rule(like={"kind": "file"})],
            "'missing plain' is like one that says",
        ),
        ([rule(want=["a"], prefer="b")], "not the preferred one"),
        (
            [rule(when={"kind": "missing"}, like={"kind": "file"}, without=["a"]), rule(want="a")],
            "no answer, or not the preferred one, is left for the row 'missing plain'",
        ),
    ],
)
def test_a_row_without_an_answer_is_found_when_it_is_expanded(rules: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        list(table(rules=rules).rows({}))


@given(st.integers(0, 255), st.permutations(["a", "b", "c", "d", "e", "f", "g", "h"]))
def test_labels_of_flags_and_masks_are_inverse(mask: int, flags: list[str]) -> None:
    axis = AxisSpec(flags=tuple(flags))
    assert axis.mask(axis.label(mask)) == mask
    assert axis.labels.index(axis.label(mask)) == mask


# --------------------------------------------------------------------------------------------------- in a corpus


def corpus_with_table(folder: Path, **fields: Any) -> Path:
    """One case with a table, whose component is as fresh as the manifest says."""
    use = {"name": "small", "select": {"kind": "file"}}
    write_corpus(folder, {"area/tabled": Guest(b"", {"table": use}), "area/plain": b""})
    (folder / "tables").mkdir(exist_ok=True)
    (folder / "tables" / "small.yaml").write_text(yaml.safe_dump({**SMALL, **fields}, sort_keys=False))
    manifest = json.loads((folder / "prebuilt" / "manifest.json").read_text())
    source = (folder / "area" / "tabled.c").read_bytes()
    fresh = Tables(folder).source_sha256(source, msgspec.convert(use, TableUse))
    manifest["cases"]["area/tabled"]["source"] = fresh
    (folder / "prebuilt" / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_rows_are_checks_of_the_case(tmp_path: Path) -> None:
    case = load_corpus(corpus_with_table(tmp_path)).case("area/tabled")
    assert case.stale is None
    assert case.check_names == ("ran", "plain", "create", "exclusive", "create+exclusive")
    assert list(case.choices) == ["plain", "create", "exclusive"]


def test_a_changed_table_changes_the_hash_and_makes_its_cases_stale(tmp_path: Path) -> None:
    before = load_corpus(corpus_with_table(tmp_path))
    (tmp_path / "tables" / "small.yaml").open("a").write("# a word\n")
    after = load_corpus(tmp_path)
    assert after.sha256 != before.sha256
    assert after.case("area/tabled").stale == "has changed since its component was built"
    assert after.case("area/plain").stale is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rules": []}, "no rule decides the row"),
        ({"rules": [rule(when={"kind": "file"}, skip=True), rule(want="ok")]}, "has no row for"),
        ({"axes": {"kind": ["file", "missing"], "open": ["ran"]}, "rules": [rule(want="ok")]}, "distinct names"),
        ({"axes": {"open": ["a"]}, "rules": [rule(want="ok")]}, "there is no axis `kind`"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(tmp_path: Path, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(Malformed, match=words) as caught:
        load_corpus(corpus_with_table(tmp_path, **fields))
    assert "small.yaml" in str(caught.value)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    corpus_with_table(tmp_path)
    (tmp_path / "tables" / "small.yaml").unlink()
    with pytest.raises(Malformed, match=r"small\.yaml.* cannot be read"):
        load_corpus(tmp_path)


def test_the_header_has_a_row_for_each_check(tmp_path: Path) -> None:
    texts = {"plain": 'a"\\\0' + "é", "long": {"repeat": "ab", "times": 3}}
    axes = {"kind": ["file", "a-b"], "open": {"flags": ["create", "exclusive"]}, "path": {"texts": texts}}
    rules = [rule(when={"kind": "file"}, want="ok"), rule(want=["ok", "exist"])]
    tables = Tables(corpus_with_table(tmp_path, axes=axes, rules=rules))
    lines = header(tables, TableUse(name="small", select={"path": "plain"})).splitlines()
    assert "enum { KIND_FILE = 0, KIND_A_B = 1 };" in lines
    assert "enum { OPEN_CREATE = 1, OPEN_EXCLUSIVE = 2 };" in lines
    assert r'    {"a\042\134\000\303\251", 6, 1},  // plain' in lines
    assert '    {"ab", 2, 3},  // long' in lines
    assert "struct row { uint8_t kind, open, path, want; };" in lines
    assert "    {0, 1, 0, 1},  // file create: ok" in lines
    assert "    {1, 3, 0, 0},  // a-b create+exclusive: ok or exist" in lines


# --------------------------------------------------------------------------------------------------- the committed ones


@pytest.mark.parametrize("name", COMMITTED)
def test_no_rule_of_a_committed_table_is_idle(name: str) -> None:
    _, committed = Tables(ROOT / "guest_programs").table(name)
    labels = [row.labels for row in committed.rows({})]
    decided = {committed.deciding(row) for row in labels}
    idle = [rule.because for index, rule in enumerate(committed.rules) if index not in decided and not rule.skip]
    assert not idle, "a rule before it takes all its rows"


@pytest.mark.parametrize("name", COMMITTED)
def test_every_row_of_a_committed_table_is_reported_by_exactly_one_case(name: str) -> None:
    tables = Tables(ROOT / "guest_programs")
    whole = [tuple(row.labels.items()) for row in tables.rows(TableUse(name=name))]
    uses = [case.front.table for case in load_corpus(ROOT / "guest_programs").cases if case.front.table]
    reported = [tuple(row.labels.items()) for use in uses if use.name == name for row in tables.rows(use)]
    assert sorted(reported) == sorted(set(reported)), "two cases report one row"
    assert set(reported) <= set(whole)
    missing = set(whole) - set(reported)
    assert not missing, f"no case reports {sorted(missing)[:3]}"
