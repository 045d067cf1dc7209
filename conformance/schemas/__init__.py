"""The JSON Schemas of the files that others read and write, generated from the types that read and write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from conformance.case import FrontMatter
from conformance.report import Footer, Header, Record
from conformance.runtimes.spec import Runner

FOLDER = Path(__file__).resolve().parent
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "report": ("One line of a report: header first, then records, footer last.", Header | Record | Footer),
    "runner": ("A runner.yaml.", Runner),
    "case": ("The front matter of a guest program.", FrontMatter),
}


def schema_text(name: str) -> str:
    """The schema of a document as it lies in the package."""
    description, document = DOCUMENTS[name]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "description": description,
        **msgspec.json.schema(document),
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def schema_file(name: str) -> Path:
    """Where that schema lies."""
    return FOLDER / f"{name}.schema.json"
