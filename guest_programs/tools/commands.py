"""Cases that are data: component text is made of it, with what the model of the Canonical ABI says must be seen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from conformance.fuzz.commands import Exchange, command, scenario_of
from conformance.fuzz.scenario import Scenario
from guest_programs.tools.cases import Case, split
from guest_programs.tools.errors import BadFrontMatter


def text(case: Case) -> str:
    """The component as text. Raises BadFrontMatter for data that says nothing, or not what the metadata says."""
    return _made(case.id, case.path, case.path.read_text(encoding="utf-8"), case.checks, case.wit_version)


@lru_cache(4096)
def _made(case_id: str, path: Path, source: str, checks: tuple[str, ...], version: str) -> str:
    metadata, data = split(path, source)
    first = metadata.count("\n") + 3
    try:
        read = yaml.safe_load(data)
        whole = isinstance(read, dict) and "components" in read
        form: type[Scenario | Exchange] = Scenario if whole else Exchange
        scenario = scenario_of(msgspec.convert(read, form, strict=False))
        made = command(case_id, scenario, version)
    except (yaml.YAMLError, msgspec.ValidationError, ValueError) as problem:
        raise BadFrontMatter(path, first, f"the data below the metadata: {problem}") from None
    names = tuple(row.name for row in made.prediction.rows)
    if names != checks:
        raise BadFrontMatter(path, 1, f"checks: the program reports {', '.join(names)}")
    return made.text
