"""The rooms of the package: what decides knows nothing of how it is shown, and no room imports from one above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import conformance

PACKAGE = Path(conformance.__file__).parent
SHOWING = ("publish", "cli", "ci", "pytest_plugin", "schemas", "bench.py", "startup", "__main__.py", "fuzz")
"""Where something is shown, or what is above that."""
STARTING = ("cli", "ci", "pytest_plugin", "bench.py", "startup", "__main__.py", "fuzz")


def imports(room: str) -> Iterator[tuple[str, str]]:
    """What imports from a room of the package, and what it imports."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module is not None and f"{module}.".startswith(f"conformance.{room}."):
                yield file.relative_to(PACKAGE).as_posix(), module


def test_only_what_shows_something_imports_from_publish() -> None:
    assert {file for file, _ in imports("publish") if not file.startswith(SHOWING)} == set()


def test_only_what_starts_runtimes_imports_from_cli() -> None:
    assert {file for file, _ in imports("cli") if not file.startswith(STARTING)} == set()


def test_whatever_reads_a_report_never_starts_a_runtime() -> None:
    for room in ("engine", "runtimes", "crew", "peers", "cluster"):
        readers = {file for file, _ in imports(room) if file.startswith(("publish", "diff", "combine", "expectations"))}
        assert readers == set(), room


def test_the_model_of_the_abi_imports_nothing_of_the_rest() -> None:
    for file in sorted((PACKAGE / "abi").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("conformance"):
                assert str(node.module).startswith("conformance.abi"), f"{file}: {node.module}"
