"""The proposal for webassembly.org's table of features: in the table's terms, with the count beside each claim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import Cli
from hostile_reports import is_harmless, reports
from hypothesis import given
from site_worlds import corpus, record, report, write_report

from conformance.errors import BadOption, Malformed
from conformance.publish.feature_table import THRESHOLD, merged, proposal, read_table
from conformance.publish.results import Results
from conformance.report import Report

MUST = [case.id for case in corpus().cases if case.front.level == "must"]
WHOLE = {"alpha": "Alpha"}
STATUS = {"anyOf": [{"type": ["boolean", "null"]}, {"type": "string", "minLength": 1}]}
TABLE = {
    "type": "object",
    "required": ["features", "browsers"],
    "properties": {
        "features": {"additionalProperties": {"required": ["description", "url", "phase"], "maxProperties": 3}},
        "browsers": {
            "additionalProperties": {
                "required": ["features"],
                "properties": {
                    "features": {
                        "additionalProperties": {
                            "anyOf": [
                                *STATUS["anyOf"],
                                {"type": "array", "prefixItems": [STATUS, {"type": "string", "minLength": 1}],
                                 "minItems": 2, "maxItems": 2},
                            ]
                        }
                    }
                },
            }
        },
    },
}  # fmt: skip
"""What the table's own schema demands, as of August 2026."""


def table(**features: Any) -> dict[str, Any]:
    """A small one, in the form of the real one."""
    info = {"description": "Any", "url": "https://example.org/", "phase": 5}
    row = {"url": "https://example.org/", "category": "Tools", "features": features}
    return {"features": {"bigInt": info, "componentModel": info, "zoo": info}, "browsers": {"Alpha": row, "Other": row}}


def results(*passing: int, numbers: tuple[str, ...] = ("1", "2", "3")) -> Results:
    """Versions of alpha, on each of which so many must cases pass, and the others fail."""
    labels = [f"alpha@{number}" for number, _ in zip(numbers, passing, strict=False)]
    some = [
        record(case_id, label, "pass" if index < count else "fail")
        for label, count in zip(labels, passing, strict=True)
        for index, case_id in enumerate(MUST)
    ]
    return Results([report(some, labels)])


def cell(*passing: int, threshold: float = THRESHOLD) -> Any:
    found = proposal(results(*passing), corpus(), rows=WHOLE, threshold=threshold)
    return found.rows["Alpha"]["wasi02"]


def note(version: str, good: int) -> str:
    return f"{version} passes {good} of 3 `must` cases of wasi-conformance, corpus {corpus().sha256[:12]}"


def test_what_passes_since_a_version_is_supported_since_then() -> None:
    assert cell(0, 3, 3) == ("2", note("3", 3))


def test_what_passes_in_the_oldest_version_is_supported_since_nobody_knows_when() -> None:
    assert cell(3, 3) == (True, note("2", 3))


def test_below_the_threshold_it_is_not_supported() -> None:
    assert cell(2) == (False, note("1", 2))
    assert cell(3, 2) == (False, note("2", 2))
    assert cell(2, threshold=0.6)[0] is True
    assert cell(3, 0, 3)[0] == "3"


def test_what_could_not_be_tried_counts_against_it() -> None:
    some = [record(case_id, "alpha@1", "unsupported") for case_id in MUST]
    found = proposal(Results([report(some, ["alpha@1"])]), corpus(), rows=WHOLE)
    assert found.rows["Alpha"]["wasi02"] == (False, note("1", 0))


def test_nothing_is_claimed_of_what_no_report_knows() -> None:
    some = [record(case_id, "alpha@1", "skip") for case_id in MUST]
    assert proposal(Results([report(some, ["alpha@1"])]), corpus(), rows=WHOLE).rows == {}
    assert "componentModel" not in proposal(results(3), corpus(), rows=WHOLE).rows["Alpha"]


def test_the_table_lacks_a_feature_for_wasi_which_is_proposed() -> None:
    found = proposal(results(3), corpus(), table=table())
    assert list(found.features) == ["wasi02"]
    assert found.patch["features"]["wasi02"]["url"].startswith("https://github.com/WebAssembly/WASI/tree/v0.2.")
    jsonschema.Draft202012Validator(TABLE).validate(json.loads(json.dumps(found.patch)))
    there = table()
    there["features"]["wasi02"] = there["features"]["zoo"]
    assert proposal(results(3), corpus(), table=there).features == {}


def test_rows_are_found_by_name_or_named() -> None:
    assert list(proposal(results(3), corpus(), table=table()).rows) == ["Alpha"]
    assert list(proposal(results(3), corpus(), table=table(), rows={"alpha": "Other"}).rows) == ["Other"]
    with pytest.raises(BadOption, match="no such row; there is Alpha, Other"):
        proposal(results(3), corpus(), table=table(), rows={"alpha": "Alfa"})
    with pytest.raises(BadOption, match="no report has beta; there is alpha"):
        proposal(results(3), corpus(), table=table(), rows={"beta": "Alpha"})
    with pytest.raises(BadOption, match="--base FILE finds rows"):
        proposal(results(3), corpus())


def test_the_whole_table_keeps_all_that_it_had_in_its_order() -> None:
    before = table(gc="7", threads=None, xyz=False)
    after = json.loads(merged(before, proposal(results(3), corpus(), table=before)))
    jsonschema.Draft202012Validator(TABLE).validate(after)
    assert list(after["features"]) == ["bigInt", "componentModel", "wasi02", "zoo"]
    assert list(after["browsers"]["Alpha"]["features"]) == ["gc", "threads", "wasi02", "xyz"]
    assert after["browsers"]["Other"] == before["browsers"]["Other"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": {}}', '{"features": [], "browsers": {}}', "{"])
def test_what_is_no_table_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "features.json"
    file.write_text(text)
    with pytest.raises(Malformed, match=r"features\.json"):
        read_table(file)


def test_the_verb_says_its_threshold_and_who_has_no_row(cli: Cli, tmp_path: Path) -> None:
    folder = corpus().cases[0].source.parents[1]
    labels = ["alpha@1", "beta@1"]
    file = write_report(tmp_path / "r.jsonl", report([record(MUST[0], label) for label in labels], labels))
    base = tmp_path / "features.json"
    base.write_text(json.dumps(table()))
    said = cli("export", "features", file, "--base", base, "--corpus", folder)
    assert said.code == 0
    assert "supported where at least 90% of all its must cases pass" in said.err
    assert "not in the table: beta" in said.err
    assert json.loads(said.out)["browsers"]["Alpha"]["features"]["wasi02"][0] is False
    whole = cli("export", "features", file, "--base", base, "--whole", "--corpus", folder)
    assert json.loads(whole.out)["features"]["zoo"]
    assert cli("export", "features", file, "--whole").code == 4
    assert "expected RUNTIME=NAME" in cli("export", "features", file, "--row", "alpha").err


@given(reports())
def test_whatever_a_report_says_the_proposal_is_harmless(what: Report) -> None:
    found = Results([what])
    made = proposal(found, corpus(), rows={product.name: "Alpha" for product in found.products})
    text = json.dumps(made.patch, ensure_ascii=False)
    assert is_harmless(text)
    jsonschema.Draft202012Validator(TABLE | {"required": []}).validate(json.loads(text))
