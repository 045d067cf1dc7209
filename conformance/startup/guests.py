"""The guests of the benchmark: components that make no claim, and what they print when all is well."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from conformance.errors import CorpusError
from conformance.observation import Launch
from conformance.resources import GUEST_PROGRAMS
from conformance.startup.large import enlarged

FOLDER = GUEST_PROGRAMS / "bench" / "prebuilt"
COMMANDS = ("empty", "hello", "compute", "large")
"""Guests that are started and end."""
LARGE_BYTES = 3_000_000
QUICK_LARGE_BYTES = 100_000


class BenchGuest(msgspec.Struct, frozen=True):
    """A component on disk."""

    name: str
    path: Path
    sha256: str
    size: int
    printed: bytes
    """All that it prints."""

    def launch(self, folder: Path, limit_s: float) -> Launch:
        """What a lane is handed: no argument, no environment, no grant."""
        return Launch(component=self.path, sha256=self.sha256, working_directory=folder, timeout_s=limit_s)


def bench_guests(folder: Path, *, quick: bool) -> dict[str, BenchGuest]:
    """All guests; the large one is made in ``folder``. Raises :class:`CorpusError` when one is missing."""
    guests = {name: _guest(name, FOLDER / f"{name}.wasm") for name in ("empty", "hello", "compute", "http", "wait")}
    large = folder / "large.wasm"
    large.write_bytes(enlarged(guests["empty"].path.read_bytes(), QUICK_LARGE_BYTES if quick else LARGE_BYTES))
    return {**guests, "large": _guest("large", large)}


def _guest(name: str, path: Path) -> BenchGuest:
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "build it with `python -m guest_programs.bench`"
        raise CorpusError(f"the guest {path.name} of the benchmark cannot be read: {error.strerror}", hint) from None
    printed = {"hello": b"hello\n", "wait": b"ready\n"}.get(name, b"")
    return BenchGuest(name, path, hashlib.sha256(data).hexdigest(), len(data), printed)
