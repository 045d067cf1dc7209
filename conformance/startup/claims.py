"""Published claims, and the rows of a benchmark that stand beside each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from conformance.decoding import decode_yaml
from conformance.startup.model import Phase, Row

FILE = Path(__file__).with_name("claims.yaml")


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rows of one phase."""

    phase: Phase
    variants: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    subjects: str | None = None
    """How the subject begins; without it, every subject that is no baseline."""

    def admits(self, row: Row) -> bool:
        """Whether a row is one of them."""
        key = row.key
        whose = not key.baseline if self.subjects is None else key.subject.startswith(self.subjects)
        return (
            whose
            and key.phase == self.phase
            and (not self.variants or key.variant in self.variants)
            and (not self.guests or key.guest in self.guests)
        )


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim: a time, from ``low`` to ``high`` seconds, or a ``ratio`` of one time to another."""

    name: str
    says: str
    source: str
    address: str
    measured: Which
    difference: str
    low: float | None = None
    high: float | None = None
    ratio: float | None = None
    over: Which | None = None
    """For a ratio: what is divided by."""

    def __post_init__(self) -> None:
        if (self.ratio is None) == (self.low is None or self.high is None) or (self.ratio is None) != (
            self.over is None
        ):
            raise ValueError("Expected `low` and `high`, or `ratio` and `over`")


class Beside(msgspec.Struct, frozen=True):
    """One figure that stands beside a claim: seconds, or a ratio."""

    label: str
    value: float


def read_claims(file: Path = FILE) -> tuple[Claim, ...]:
    """The claims. Raises :class:`~conformance.errors.Malformed`."""
    return decode_yaml(file.read_text(encoding="utf-8"), tuple[Claim, ...], file)


def beside(claim: Claim, rows: Sequence[Row]) -> list[Beside]:
    """Our figures for a claim; none where nothing was measured that belongs beside it."""
    found = [(row, row.summary.median) for row in rows if row.summary is not None and claim.measured.admits(row)]
    if claim.over is None:
        return [Beside(_label(row), median) for row, median in found]
    divisors = [row.summary.median for row in rows if row.summary is not None and claim.over.admits(row)]
    return [Beside(_label(row), median / min(divisors)) for row, median in found] if divisors else []


def _label(row: Row) -> str:
    plain = row.key.variant in ("", "run")
    return row.key.subject if plain else f"{row.key.subject} ({row.key.variant})"
