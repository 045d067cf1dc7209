"""The JSON Schemas of the files that others read and write, generated from the types that read and write them."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import msgspec

from conformance.case import FrontMatter
from conformance.expectations import ExpectationsFile
from conformance.fuzz.causes import KnownCauses
from conformance.peer_specs import Behaviours
from conformance.publish import compat
from conformance.report import Footer, Header, Record
from conformance.runtimes.spec import Runner
from conformance.tables import Table

FOLDER = Path(__file__).resolve().parent
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "report": ("One line of a report: header first, then records, footer last.", Header | Record | Footer),
    "runner": ("A runner.yaml.", Runner),
    "case": ("The front matter of a guest program.", FrontMatter),
    "behaviours": ("What a scripted peer does, guest_programs/behaviours/NAME.yaml.", Behaviours),
    "expectations": ("A file of expectations, expectations/RUNTIME.toml.", ExpectationsFile),
    "known-causes": ("What campaigns are not to report again, runners/NAME/known-causes.toml.", KnownCauses),
    "table": ("A table of checks, guest_programs/tables/NAME.yaml.", Table),
    "compat": ("matrix.json: since which version of which runtime each item of WASI works.", compat.CompatData),
}
_MORE: dict[str, tuple[Any, dict[str, Any]]] = {"compat": (compat.Compat, {"Item": compat.ITEM_SCHEMA})}
"""What a document holds beside what its type tells: another type, and definitions that are no types."""


def schema_text(name: str) -> str:
    """The schema of a document as it lies in the package."""
    description, document = DOCUMENTS[name]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "description": description,
        **msgspec.json.schema(document),
    }
    if name in _MORE:
        more, definitions = _MORE[name]
        _, components = msgspec.json.schema_components([more], ref_template="#/$defs/{name}")
        schema["$defs"] = schema["$defs"] | components | definitions
    return msgspec.json.format(msgspec.json.encode(_cleaned(schema)), indent=2).decode() + "\n"


def _cleaned(schema: Any) -> Any:
    """The schema with docstrings as Python 3.13 has them, without the indentation of their source."""
    if isinstance(schema, dict):
        clean = {key: _cleaned(value) for key, value in schema.items()}
        return clean | {"description": inspect.cleandoc(clean["description"])} if "description" in clean else clean
    return [_cleaned(value) for value in schema] if isinstance(schema, list) else schema


def schema_file(name: str) -> Path:
    """Where that schema lies."""
    return FOLDER / f"{name}.schema.json"
