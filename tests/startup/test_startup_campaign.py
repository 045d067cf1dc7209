"""Rounds: everything once a round, in an order that changes; what is lost costs its own rows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from conformance.startup.campaign import _Meter, _Record, _rounds, _without
from conformance.startup.model import Key
from conformance.startup.probes import Gap, Value
from conformance.startup.processes import Lost


class Counting:
    """A probe whose samples are the numbers from 1; it fails, or has a gap, when the one named is due."""

    loops = 1
    note = ""

    def __init__(self, name: str, log: list[str], fails_at: int | None = None, gap_at: int | None = None) -> None:
        self.keys = (Key(subject=name, phase="start", variant="run", guest="", method="process"),)
        self._log, self._fails_at, self._gap_at, self._count = log, fails_at, gap_at, 0

    def sample(self) -> Sequence[Value]:
        """The next number."""
        self._count += 1
        self._log.append(self.keys[0].subject)
        if self._count == self._fails_at:
            raise Lost(f"broke over number {self._count}")
        return [Gap("tired") if self._count == self._gap_at else float(self._count)]


def measured(warm_up: int, rounds: int, **fails_at: int | None) -> tuple[list[_Record], list[str], list[str]]:
    """The records of some probes, the order in which they were asked, and what was told."""
    log: list[str] = []
    told: list[str] = []
    records = [_Record(Counting(name, log, at)) for name, at in fails_at.items()]
    meter = _Meter(lambda done, total, what: told.append(f"{done}/{total} {what}"), len(records) * (warm_up + rounds))
    _rounds(records, warm_up, rounds, random.Random(1), meter)
    return records, log, told


def test_everything_is_asked_once_a_round_and_the_warm_up_is_not_kept() -> None:
    records, log, told = measured(2, 10, a=None, b=None, c=None)
    rounds = [log[index : index + 3] for index in range(0, len(log), 3)]
    assert all(sorted(names) == ["a", "b", "c"] for names in rounds)
    assert len({tuple(names) for names in rounds}) > 1
    for record in records:
        (row,) = record.rows(())
        assert row.samples == tuple(float(number) for number in range(3, 13))
        assert row.summary is not None
        assert row.summary.count == 10
        assert row.unavailable is None
    assert told[0].startswith("0/36 ")
    assert told[-1].startswith("35/36 ")


def test_a_probe_that_is_lost_keeps_what_it_had_is_not_asked_again_and_disturbs_nobody() -> None:
    records, log, _ = measured(1, 10, good=None, bad=5, never=1)
    rows = {record.probe.keys[0].subject: record.rows(())[0] for record in records}
    assert Counter(log) == {"good": 11, "bad": 5, "never": 1}
    assert rows["bad"].samples == (2.0, 3.0, 4.0)
    assert rows["bad"].unavailable == "after 3 samples: broke over number 5"
    assert rows["never"].samples == ()
    assert rows["never"].summary is None
    assert rows["never"].unavailable == "broke over number 1"
    assert rows["good"].unavailable is None


def test_what_lacks_a_round_has_no_figure_for_the_other_rounds_do_not_speak_for_all() -> None:
    record = _Record(Counting("a", [], gap_at=2))
    for _ in range(8):
        record.sample(keep=True)
    (row,) = record.rows(())
    assert row.samples == (1, 3, 4, 5, 6, 7, 8)
    assert row.summary is None
    assert row.unavailable == "tired in 1 round(s) of 8"


def test_a_reason_names_no_place_of_the_machine() -> None:
    place = Path("/tmp/bench-xyz")
    assert _without((place,), "cannot open /tmp/bench-xyz/workshop/a.wasm") == "cannot open …/workshop/a.wasm"
    assert _without((Path("/"),), "/usr/bin") == "/usr/bin"


def test_a_row_of_what_was_never_finished_says_so() -> None:
    (row,) = _Record(Counting("a", [])).rows(())
    assert row.unavailable == "no round was finished"
    with pytest.raises(AttributeError):
        row.samples = (1.0,)  # type: ignore[misc]
