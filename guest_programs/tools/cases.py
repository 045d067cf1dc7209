"""The cases as the build sees them: an id, a source, and the few lines of front matter that change the bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

from conformance.case import TableUse
from guest_programs.tools.errors import BadFrontMatter, ToolError

#: Folders of `guest_programs/` that hold no cases.
NOT_AREAS = {"behaviours", "bench", "include", "prebuilt", "tables", "tools"}
WORLDS = ("command", "proxy")
REPORTS = ("stdout", "stderr", "response")

#: What is before and behind the metadata: of C programs, and of data that `commands.py` makes programs of.
_MARKS = {".c": ("/*---", "---*/"), ".yaml": ("---", "\n---\n")}
_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)+$")


@dataclass(frozen=True)
class Case:
    """One source; what is not listed here is the engine's business."""

    id: str
    path: Path
    world: str
    report: str
    wit_version: str
    table: TableUse | None = None
    features: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()

    @property
    def is_data(self) -> bool:
        """Whether the program is made of data, and not compiled from C."""
        return self.path.suffix == ".yaml"

    @property
    def defines(self) -> dict[str, str]:
        """The macros that `check.h` expects."""
        return {
            "CASE_ID": f'"{self.id}"',
            "WASI_VERSION": f'"{self.wit_version}"',
            f"WORLD_{self.world.upper()}": "1",
            f"REPORT_{self.report.upper()}": "1",
        }


def split(path: Path, text: str) -> tuple[str, str]:
    """The metadata of a source, and what follows it."""
    opening, closing = _MARKS[path.suffix]
    if not text.startswith(opening) or closing not in text:
        raise BadFrontMatter(path, 1, f"a case begins with its metadata between {opening} and {closing.strip()}")
    body, _, rest = text[len(opening) :].partition(closing)
    return body, rest


def _front_matter(path: Path, text: str) -> dict[str, Any]:
    body, _ = split(path, text)
    try:
        data = yaml.safe_load(body)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise BadFrontMatter(path, line, f"the metadata is not YAML: {exc.problem}") from exc
    if not isinstance(data, dict):
        raise BadFrontMatter(path, 1, "the metadata is not a mapping")
    return data


def _choice(path: Path, text: str, data: dict[str, Any], field: str, allowed: Sequence[str]) -> str:
    value = data.get(field, allowed[0])
    if value not in allowed:
        lines = text.splitlines()
        line = next((i for i, row in enumerate(lines, 1) if row.startswith(f"{field}:")), 1)
        raise BadFrontMatter(path, line, f"{field}: {value!r} is none of {', '.join(allowed)}")
    return str(value)


def _table(path: Path, data: dict[str, Any]) -> TableUse | None:
    try:
        return msgspec.convert(data.get("table"), TableUse | None)
    except msgspec.ValidationError as problem:
        raise BadFrontMatter(path, 1, f"table: {problem}") from None


def read(path: Path, root: Path, wasi: str) -> Case:
    """Read one case; `wasi` is the version that it is built for unless it names another."""
    text = path.read_text(encoding="utf-8")
    shown = path.relative_to(root.parent)
    case_id = path.relative_to(root).with_suffix("").as_posix()
    if not _ID.match(case_id):
        raise BadFrontMatter(shown, 1, f"{case_id!r} is not an id: lower-case words joined by hyphens, below an area")
    data = _front_matter(shown, text)
    world = _choice(shown, text, data, "world", WORLDS)
    report = _choice(shown, text, data, "report", REPORTS)
    if report == "response" and world != "proxy":
        raise BadFrontMatter(shown, 1, "report: response needs world: proxy")
    version, features = str(data.get("wit-version", wasi)), tuple(map(str, data.get("features", ())))
    checks = tuple(check if isinstance(check, str) else str(check["name"]) for check in data.get("checks", ()))
    return Case(case_id, path, world, report, version, _table(shown, data), features, checks)


def discover(root: Path, wasi: str) -> tuple[Case, ...]:
    """Every case below `guest_programs/`, in the order of their ids."""
    sources = (path for suffix in _MARKS for path in root.rglob(f"*{suffix}"))
    found = [path for path in sources if path.relative_to(root).parts[0] not in NOT_AREAS]
    return tuple(sorted((read(path, root, wasi) for path in found), key=lambda case: case.id))


def select(cases: Sequence[Case], wanted: Sequence[str]) -> tuple[Case, ...]:
    """The cases named by ids or by prefixes of ids; all of them when nothing is named."""
    if not wanted:
        return tuple(cases)
    for prefix in wanted:
        if not any(case.id.startswith(prefix) for case in cases):
            raise ToolError(f"no case has an id that begins with {prefix!r}")
    return tuple(case for case in cases if case.id.startswith(tuple(wanted)))


def included(path: Path, include: Path) -> Iterator[Path]:
    """The headers of ours that a source includes, directly or not, each once."""
    waiting, seen = [path], {path}
    while waiting:
        current = waiting.pop()
        for name in _INCLUDE.findall(current.read_text(encoding="utf-8")):
            beside, shared = current.parent / name, include / name
            header = beside if beside.is_file() else shared
            if header.is_file() and header not in seen:
                seen.add(header)
                waiting.append(header)
                yield header


def sha256(data: bytes) -> str:
    """A hash as the manifest writes it."""
    return hashlib.sha256(data).hexdigest()
