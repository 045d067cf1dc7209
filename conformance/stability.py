"""Do outcomes stay the same when the same attempts are made many times? A function of their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from conformance.account import account
from conformance.judge import Outcome
from conformance.report import Record

NEAR_LIMIT = 0.8
"""The part of its time limit from which on a case is a flake that waits for a slower machine."""


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """One way in which a case ended, how often, and an example of it."""

    outcome: Outcome
    reason: str
    times: int


class Stability(msgspec.Struct, frozen=True, kw_only=True):
    """A case on a runtime that did not come to the same every time, or nearly took too long."""

    case: str
    runtime: str
    observed: tuple[Observed, ...]
    """Most frequent first."""
    slowest_s: float
    limit_s: float

    @property
    def varies(self) -> bool:
        """Whether the outcome itself is not always the same."""
        return len({one.outcome for one in self.observed}) > 1

    @property
    def near_limit(self) -> bool:
        """Whether an attempt that ended by itself came near the limit."""
        return self.slowest_s > NEAR_LIMIT * self.limit_s


class Stabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What many attempts of the same cases came to."""

    cases: int
    """How many pairs of case and runtime were tried."""
    attempts: int
    varying: tuple[Stability, ...]
    """Whose outcome is not always the same."""
    near_limit: tuple[Stability, ...]
    """Which use more than 80 % of their limit."""
    other_reasons: tuple[Stability, ...]
    """Whose outcome is always the same, for reasons that are not: expectations about them need a pattern."""


def stability(records: Iterable[Record], limit_s: float) -> Stabilities:
    """Set the records of repeated attempts side by side."""
    by_pair: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        by_pair.setdefault((record.case, record.runtime), []).append(record)
    some = [_observed(group, limit_s) for _, group in sorted(by_pair.items())]
    return Stabilities(
        cases=len(some),
        attempts=sum(map(len, by_pair.values())),
        varying=tuple(one for one in some if one.varies),
        near_limit=tuple(one for one in some if one.near_limit),
        other_reasons=tuple(one for one in some if len(one.observed) > 1 and not one.varies),
    )


def _observed(group: list[Record], limit_s: float) -> Stability:
    keys = [(record.outcome, account(record)) for record in group]
    examples = dict(zip(reversed(keys), reversed(group), strict=True))
    return Stability(
        case=group[0].case,
        runtime=group[0].runtime,
        observed=tuple(
            Observed(outcome=key[0], reason=examples[key].reason, times=times)
            for key, times in Counter(keys).most_common()
        ),
        slowest_s=max((record.duration_s for record in group if record.outcome != "timeout"), default=0.0),
        limit_s=limit_s,
    )
