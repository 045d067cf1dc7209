"""`prebuilt/manifest.json`: which bytes came from which sources, with which tools."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from guest_programs.tools.generated import write
from guest_programs.tools.programs import cache_folder


@dataclass(frozen=True)
class Entry:
    """One component: hashes of its source, of all its inputs and of itself, and its size in bytes."""

    source: str
    inputs: str
    component: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """The settings common to all components, and an entry for each case."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    cases: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest; a missing one is empty."""
        if not path.is_file():
            return cls()
        data = json.loads(path.read_text(encoding="utf-8"))
        cases = {case_id: Entry(**entry) for case_id, entry in data.pop("cases").items()}
        data.pop("format")
        return cls(data, cases)

    def text(self) -> str:
        """The file's text, the same for the same content: cases are sorted, one line each."""
        lines = ["{", ' "format": 1,']
        lines += [
            f" {json.dumps(key)}: {json.dumps(value, sort_keys=True)}," for key, value in sorted(self.settings.items())
        ]
        rows = [f"  {json.dumps(case_id)}: {json.dumps(vars(entry))}" for case_id, entry in sorted(self.cases.items())]
        return "\n".join([*lines, ' "cases": {', ",\n".join(rows), " }", "}"]) + "\n"

    def write(self, path: Path) -> bool:
        """Write the manifest if it changed."""
        return write(path, self.text().encode())


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep other builds of the same folder from writing the manifest meanwhile, where the system has flock."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = cache_folder() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
