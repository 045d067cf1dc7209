"""The JSON Schemas in the package: up to date, valid, and true of the files that they describe."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from records import headers, records
from stand_ins import ROOT

from conformance.corpus import front_matter_span, load_corpus
from conformance.report import Footer, Header, Record
from conformance.schemas import DOCUMENTS, schema_file, schema_text


def validator(name: str) -> Any:
    schema = json.loads(schema_file(name).read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_what_the_types_say_now(name: str) -> None:
    assert schema_file(name).read_text() == schema_text(name), "run `nox -s schemas`"


@given(st.data())
def test_every_line_of_a_report_is_as_its_schema_says(data: st.DataObject) -> None:
    header = data.draw(headers())
    entries: list[Header | Record | Footer] = [header, data.draw(records(header)), Footer(finished="", records=1)]
    for entry in entries:
        REPORT.validate(json.loads(msgspec.json.encode(entry)))


REPORT = validator("report")


@pytest.mark.parametrize("line", [{}, [], {"kind": "poem"}, {"kind": "record"}, {"kind": "footer", "records": "1"}])
def test_what_is_no_line_of_a_report_is_not(line: Any) -> None:
    assert not REPORT.is_valid(line)


@pytest.mark.parametrize("file", sorted(ROOT.glob("runners/*/runner.yaml")), ids=lambda file: file.parent.name)
def test_every_runner_is_as_its_schema_says(file: Any) -> None:
    document = yaml.safe_load(file.read_text())
    validator("runner").validate(document)
    assert not validator("runner").is_valid({**document, "colour": "red"})


def test_every_case_is_as_its_schema_says() -> None:
    cases = validator("case")
    for case in load_corpus().cases:
        text = case.source.read_text()
        start, end, _ = front_matter_span(text, case.source)
        cases.validate(yaml.safe_load(text[start:end]))
