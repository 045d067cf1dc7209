"""Running a plan: attempts in turns, through an executor, tried again where that is asked for, a record for each pair.

An attempt is a pure function of case and runtime; where it runs is the crew's business.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait

import msgspec

from conformance.crew import Crew, local
from conformance.engine import Options, Planned, attempt, decided, failed
from conformance.judge import GOOD, UNEXPECTED
from conformance.report import Earlier, Record
from conformance.turns import Turns

_LOOK_S = 0.25
"""Seconds after which a crew that had no room is asked again, when nothing has ended in between."""

Again = Callable[[Record], bool]
"""Whether a record's result is worth another attempt."""


def is_unexpected(record: Record) -> bool:
    """Whether nobody expects such an outcome, as long as no expectation says otherwise."""
    return record.outcome in UNEXPECTED


def execute(planned: Sequence[Planned], options: Options, crew: Crew, again: Again = is_unexpected) -> Iterator[Record]:
    """Yield a record for each pair as it is finished, those that need no attempt first.

    With retries, results that are worth another attempt wait until all others are finished: what made them fail may
    have been the crowd. When the consumer stops early or is interrupted, what is running is killed.
    """
    with contextlib.closing(execute_each(planned, options, crew, again)) as each:
        for _, record in each:
            yield record


def execute_each(
    planned: Sequence[Planned], options: Options, crew: Crew, again: Again = is_unexpected
) -> Generator[tuple[int, Record], None, None]:
    """:func:`execute`, with the index of the pair beside its record: a pair may be there several times."""
    before: dict[int, Record] = {}
    for index, pair in enumerate(planned):
        if pair.verdict is not None:
            yield index, decided(pair)
    left = [index for index, pair in enumerate(planned) if pair.verdict is None]
    for last in (*[False] * options.retries, True):
        worth: list[int] = []
        with contextlib.closing(_attempts(planned, left, options, crew)) as finished:
            for index, came in finished:
                record = after(before.get(index), came)
                if last or not again(record):
                    yield index, record
                else:
                    before[index] = record
                    worth.append(index)
        left = sorted(worth)


def _attempts(
    planned: Sequence[Planned], indices: Sequence[int], options: Options, crew: Crew
) -> Generator[tuple[int, Record], None, None]:
    """One attempt of each of these pairs, as the crew has room for them."""
    parallel = {pair.runtime.label: pair.runtime.loaded.runner.parallel for pair in planned}
    limits = {label: limit for label, limit in parallel.items() if limit is not None}
    turns = Turns([(index, planned[index].runtime.label) for index in indices], limits)
    pending: dict[Future[Record], tuple[int, float]] = {}
    try:
        while turns or pending:
            while turns and crew.has_room(len(pending)) and (index := turns.take()) is not None:
                pair = planned[index]
                future = crew.executor.submit(attempt, pair.case, pair.runtime, options)
                pending[future] = index, time.monotonic()
            done, _ = wait(pending, timeout=_LOOK_S if turns else None, return_when=FIRST_COMPLETED)
            for future in done:
                index, started = pending.pop(future)
                turns.ended(index, time.monotonic() - started)
                yield index, _came(future, planned[index])
    finally:
        crew.stop(list(pending))


def _came(future: Future[Record], pair: Planned) -> Record:
    """What came of an attempt: an executor may lose one, with the process or the machine that had it."""
    try:
        return future.result()
    except Exception as error:  # whatever executors raise; KeyboardInterrupt is none of them
        return failed(pair, error)


def after(before: Record | None, record: Record) -> Record:
    """The record of an attempt that was made because of what the one before came to, which it keeps."""
    if before is None:
        return record
    earlier = Earlier(
        attempt=before.attempt, outcome=before.outcome, reason=before.reason, duration_s=before.duration_s
    )
    now = msgspec.structs.replace(record, attempt=before.attempt + 1, earlier=(*before.earlier, earlier))
    if record.outcome not in GOOD:
        return now
    reason = f"{record.outcome} at attempt {now.attempt}; before that {before.outcome}: {before.reason}"
    return msgspec.structs.replace(now, outcome="flaky", reason=reason)


def run_locally(
    planned: Sequence[Planned], options: Options, jobs: int | None = None, again: Again = is_unexpected
) -> Iterator[Record]:
    """:func:`execute` on threads of this process. The drivers stay up until ``close_all``."""
    with local(jobs) as crew, contextlib.closing(execute_each(planned, options, crew, again)) as each:
        for _, record in each:
            yield record
