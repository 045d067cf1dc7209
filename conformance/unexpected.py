"""The results that nobody expected, each with two lines to see it again: ours, and the runtime's own."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from conformance.expectations import Met, News
from conformance.judge import GOOD, UNEXPECTED, UNTRIED, Outcome
from conformance.report import Record, split_label


class Unexpected(msgspec.Struct, frozen=True, kw_only=True):
    """A result that nobody expected, and how to see it again."""

    case: str
    runtime: str
    outcome: Outcome
    reason: str
    suspect: bool
    rerun: str
    rerun_bare: str
    instead_of: str = ""
    """What was expected instead, where that stands, and how the result differs."""
    accept: str = ""
    """The command that makes it expected, where expectations are in use."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A result in the light of the expectation about it."""

    case: str
    runtime: str
    outcome: Outcome
    place: str
    """``file:line`` of the expectation."""
    issue: str | None = None


def unexpected(
    records: Iterable[Record], options: Sequence[str] = (), news: Mapping[tuple[str, str], News] | None = None
) -> Iterator[Unexpected]:
    """The unexpected results in a stable order; ``options`` are what a rerun line has to repeat of the command.

    With ``news``, by case and runtime, only those: what expectations left over.
    """
    by_case: dict[str, list[Record]] = {}
    for record in records:
        by_case.setdefault(record.case, []).append(record)
    for _, group in sorted(by_case.items()):
        suspect = is_suspect(group)
        for record in sorted(group, key=lambda record: record.runtime):
            one = None if news is None else news.get((record.case, record.runtime))
            plain, _ = split_label(record.runtime)
            if record.outcome in UNEXPECTED and (news is None or one is not None):
                yield Unexpected(
                    case=record.case,
                    runtime=record.runtime,
                    outcome=record.outcome,
                    reason=record.reason,
                    suspect=suspect,
                    rerun=shlex.join(["wasi-conformance", "repro", record.case, "-r", plain, *options]),
                    rerun_bare=shlex.join(record.bare_command),
                    instead_of=f"{one.expectation.place}: {one.difference}" if one and one.expectation else "",
                )


def known(some: Iterable[Met]) -> tuple[Known, ...]:
    """Results beside the expectations about them."""
    return tuple(
        Known(
            case=one.record.case,
            runtime=one.record.runtime,
            outcome=one.record.outcome,
            place=one.expectation.place,
            issue=one.expectation.entry.issue,
        )
        for one in some
    )


def is_suspect(records: Iterable[Record]) -> bool:
    """Whether all of at least two families that could be tried fail a case whose clause nobody has confirmed."""
    tried = [record for record in records if record.outcome not in UNTRIED]
    families = {record.family for record in tried}
    return (
        len(families) > 1
        and not any(record.outcome in GOOD for record in tried)
        and not any(record.confirmed for record in tried)
    )
