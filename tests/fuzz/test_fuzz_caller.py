"""Batches of calls, and the drivers that they have to survive: each death costs one call, and no other."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from stand_ins import driver_lane, none_alive, stand_in, write_runner

from conformance.abi.types import F32, F64, Func
from conformance.abi.types import U8 as BYTE
from conformance.fuzz.calls import Call, Callee, Caller, NoCalls
from conformance.runtimes.runtime import close_all

pytestmark = pytest.mark.usefixtures("own_cache")
ECHO = Callee("(component)", {"echo": Func((BYTE,), BYTE)})


@pytest.fixture(autouse=True)
def no_driver_is_left(tmp_path: Path) -> Iterator[None]:
    yield
    close_all()
    assert none_alive(str(tmp_path))


def caller(folder: Path, vice: str, *, batch_s: float = 5.0, alone_s: float = 0.5) -> Caller:
    """A caller whose driver has this vice."""
    runner = write_runner(folder / "runner", worker=driver_lane("driver_calls", vice, str(folder)))
    return Caller(stand_in(runner), batch_s=batch_s, alone_s=alone_s)


def lives(folder: Path) -> int:
    """How many drivers there were; the first is for the runtime's greeting."""
    return len((folder / "starts").read_text().splitlines()) - 1


def echoes(*numbers: int) -> list[Call]:
    return [Call("echo", (number,)) for number in numbers]


@pytest.mark.parametrize(
    ("vice", "kind", "words", "drivers"),
    [
        ("behaves", "returned", "", 1),
        ("behaves-untold", "returned", "", 1),
        ("traps", "trapped", "thirteen", 1),
        ("rejects", "rejected", "no", 1),
        ("garbles", "garbled", "'thirteen' is no u8", 1),
        ("exits", "crashed", "exited with code 3; its last words: out of luck", 3),
        ("is-killed", "crashed", "signal 6", 3),
        ("dies-untold", "crashed", "signal 6", 4),
        ("hangs", "timed-out", "still running after 0.5 s", 3),
        ("talks", "broken", "nonsense", 4),
        ("says-nothing", "broken", "an outcome of no kind", 4),
        ("invents-imports", "broken", "an import that is none", 4),
    ],
)
def test_a_call_costs_itself_and_what_hangs_on_it(
    tmp_path: Path, vice: str, kind: str, words: str, drivers: int
) -> None:
    sequences = [echoes(1), echoes(2, 3), echoes(4, 13, 5), echoes(6), echoes(7, 8)]
    with caller(tmp_path, vice, batch_s=1.0) as one:
        outcomes = one.call(ECHO, sequences)
        assert one.unrepeated == []
    # Of a driver that does not tell how far it came, or tells nonsense, only the sequence is known.
    told = vice not in ("dies-untold", "talks", "says-nothing", "invents-imports")
    bad = outcomes[2][1 if told else 0]
    assert (bad.kind, words in bad.message) == (kind, True), bad
    assert outcomes[2][2].kind == ("returned" if kind in ("returned", "garbled") else "left-out")
    good = [outcome for index, several in enumerate(outcomes) if index != 2 for outcome in several]
    assert [outcome.value for outcome in good] == [1, 2, 3, 6, 7, 8]
    assert not told or outcomes[2][0].value == 4
    assert lives(tmp_path) <= drivers


def test_a_death_that_does_not_come_again_is_told_apart(tmp_path: Path) -> None:
    with caller(tmp_path, "dies-once") as one:
        outcomes = one.call(ECHO, [echoes(1), echoes(13), echoes(2)])
        assert [outcome.value for several in outcomes for outcome in several] == [1, 13, 2]
        (note,) = one.unrepeated
        assert "signal 6" in note


def test_every_call_may_be_a_bad_one(tmp_path: Path) -> None:
    with caller(tmp_path, "is-killed") as one:
        outcomes = one.call(ECHO, [echoes(13)] * 3)
        assert [several[0].kind for several in outcomes] == ["crashed"] * 3
        assert [several[0].kind for several in one.call(ECHO, [echoes(1)])] == ["returned"]


def test_more_outcomes_than_calls_are_none(tmp_path: Path) -> None:
    with caller(tmp_path, "adds") as one:
        (several,) = one.call(ECHO, [echoes(1)])
        assert several[0].kind == "broken" and "more calls than were made" in several[0].message


def test_a_component_that_is_refused_has_that_outcome_for_every_call(tmp_path: Path) -> None:
    with caller(tmp_path, "refuses") as one:
        outcomes = one.call(ECHO, [echoes(1, 2), echoes(3)])
        assert [[outcome.kind for outcome in several] for several in outcomes] == [["refused"] * 2, ["refused"]]
        assert lives(tmp_path) == 1


def test_a_driver_is_replaced_after_as_many_components_as_it_says(tmp_path: Path) -> None:
    with caller(tmp_path, "tires") as one:
        for number in range(5):
            assert one.call(ECHO, [echoes(number)])[0][0].value == number
    assert lives(tmp_path) == 3


@pytest.mark.parametrize(
    ("vice", "words"), [("never-heard-of-it", "does not know the verb"), ("cannot", "cannot be called: too old")]
)
def test_a_runtime_that_cannot_is_no_crash(tmp_path: Path, vice: str, words: str) -> None:
    with pytest.raises(NoCalls, match=words):
        caller(tmp_path, vice)


def test_a_runtime_without_a_driver_cannot(tmp_path: Path) -> None:
    with pytest.raises(NoCalls, match="has no driver"):
        Caller(stand_in(write_runner(tmp_path)))


def test_nothing_is_lost_on_the_wire(tmp_path: Path) -> None:
    floats = Callee("(component)", {"f32": Func((F32,), F32), "f64": Func((F64,), F64)})
    with caller(tmp_path, "behaves") as one:
        calls = [Call("f64", (value,)) for value in (-0.0, 5e-324, math.inf, 0.1)]
        calls += [Call("f32", ("7f800001",), raw=True), Call("f64", ("fff0000000000001",), raw=True)]
        (outcomes,) = one.call(floats, [calls])
    assert [outcome.value for outcome in outcomes[:4]] == [-0.0, 5e-324, math.inf, 0.1]
    assert math.copysign(1, outcomes[0].value) == -1
    assert [outcome.data for outcome in outcomes[4:]] == ["7f800001", "fff0000000000001"]
    assert all(math.isnan(outcome.value) for outcome in outcomes[4:])
