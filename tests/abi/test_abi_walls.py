"""The model stands alone: what its modules may import."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).parents[2] / "conformance" / "abi").glob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_model_imports_itself_and_the_standard_library(path: Path) -> None:
    others = {"hypothesis"} if path.stem == "strategies" else set()
    for name in imported(path):
        top = name.split(".")[0]
        assert name.startswith("conformance.abi") or top in sys.stdlib_module_names | others, name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_strategies_need_strategies(path: Path) -> None:
    assert "conformance.abi.strategies" not in set(imported(path))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_module_grows_beyond_500_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 500
