"""The page about start-up: what a benchmark found, beside what is published."""

from __future__ import annotations

from pathlib import Path

import msgspec

from conformance.publish.startup import ClaimRow, Section, claim_rows, missing, notes, sections
from conformance.startup.claims import read_claims
from conformance.startup.model import Results, read_results

PICTURE = "assets/startup.svg"


class Startup(msgspec.Struct, frozen=True):
    """A benchmark, and its picture where there is one."""

    results: Results
    picture: bytes | None

    @property
    def sections(self) -> list[Section]:
        """Its tables."""
        return sections(self.results)

    @property
    def claims(self) -> list[ClaimRow]:
        """Published claims with what was measured."""
        return claim_rows(self.results, read_claims())

    @property
    def missing(self) -> list[tuple[str, str, str]]:
        """What was not measured, and why."""
        return missing(self.results)

    @property
    def notes(self) -> list[str]:
        """Machine, method, noise."""
        return notes(self.results)


def read_startup(file: Path) -> Startup:
    """What ``bench-runtimes`` wrote, with the picture beside it. Raises :class:`~conformance.errors.Malformed`."""
    picture = file.with_suffix(".svg")
    return Startup(read_results(file), picture.read_bytes() if picture.is_file() else None)
