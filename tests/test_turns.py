"""In which order attempts are made, and how many at once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Executor, Future
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import good_guests, run_cases, stand_in, write_copier, write_corpus, write_runner

from conformance import crew as crews
from conformance.corpus import load_corpus
from conformance.crew import Fixed, default_jobs, local, most_jobs, used_memory
from conformance.engine import Options, plan
from conformance.execution import execute
from conformance.load import load
from conformance.turns import Turns

PLANS = st.lists(st.sampled_from(["wasmtime@1", "jco-node@1", "wamr@1"]), max_size=30).map(
    lambda some: [*enumerate(some)]
)


def taken(turns: Turns, seconds: dict[str, float], of: dict[int, str], hands: int) -> tuple[list[int], int]:
    """The order in which a crew of so many hands takes the pairs, and the most that one runtime had at once."""
    order: list[int] = []
    running: list[int] = []
    most = 0
    while turns or running:
        while len(running) < hands and (index := turns.take()) is not None:
            order.append(index)
            running.append(index)
            most = max(most, *Counter(of[one] for one in running).values())
        first = min(running, key=lambda one: seconds[of[one]])
        running.remove(first)
        turns.ended(first, seconds[of[first]])
    return order, most


@given(PLANS, st.integers(1, 6), st.integers(1, 3))
def test_every_pair_is_taken_once_and_no_runtime_beyond_its_limit(
    pairs: list[tuple[int, str]], hands: int, limit: int
) -> None:
    of = dict(pairs)
    turns = Turns(pairs, dict.fromkeys(of.values(), limit))
    order, most = taken(turns, {"wasmtime@1": 0.1, "jco-node@1": 3, "wamr@1": 1}, of, hands)
    assert sorted(order) == sorted(of)
    assert most <= limit


def test_the_attempts_of_a_runtime_are_mixed_in_the_same_way_every_time() -> None:
    alphabetical = [(index, "wasmtime@1") for index in range(1000)]
    first, second = (taken(Turns(alphabetical), {"wasmtime@1": 1.0}, dict(alphabetical), 1)[0] for _ in range(2))
    assert first == second
    # The last tenth of the plan, which may be an area that waits for peers, has its part of every quarter.
    assert all(10 <= sum(one >= 900 for one in first[at : at + 250]) <= 40 for at in range(0, 1000, 250))


def test_runtimes_take_turns_as_long_as_nothing_is_known() -> None:
    of = {0: "a", 1: "a", 2: "b", 3: "b"}
    turns = Turns(of.items())
    order = [turns.take() for _ in range(4)]
    assert turns.take() is None
    assert [of[index] for index in order if index is not None] == ["a", "b", "a", "b"]


def test_the_slow_runtime_goes_first_once_it_is_known_to_be_slow() -> None:
    turns = Turns([(index, "quick") for index in range(100)] + [(index, "slow") for index in range(100, 200)])
    of = {index: "slow" if index >= 100 else "quick" for index in range(200)}
    order = [of[index] for index in taken(turns, {"slow": 2.0, "quick": 0.1}, of, 1)[0]]
    assert order[:120].count("slow") >= 80
    assert "quick" in order[-3:] and "slow" in order[-20:]


def test_a_runtime_whose_first_attempts_are_quick_still_has_its_turns() -> None:
    turns = Turns([(index, "waits") for index in range(100)] + [(index, "works") for index in range(100, 200)])
    early = 0
    for _ in range(50):
        index = turns.take()
        assert index is not None
        early += index < 100
        turns.ended(index, 0.01 if index < 100 else 0.3)
    assert early >= 10


def test_a_limit_leaves_its_runtime_waiting_and_nobody_else() -> None:
    turns = Turns([(0, "heavy"), (1, "heavy"), (2, "light")], {"heavy": 1})
    heavy, light, none = (turns.take() for _ in range(3))
    assert (heavy in (0, 1), light, none) == (True, 2, None)
    assert heavy is not None
    turns.ended(heavy, 1.0)
    assert turns.take() == 1 - heavy


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the crew is told of the machine, at every look."""
    told = {"busy": 100.0, "used": 0.0}
    monkeypatch.setattr(crews, "_LOOK_S", 0)
    monkeypatch.setattr(psutil, "cpu_percent", lambda: told["busy"])
    monkeypatch.setattr(crews, "used_memory", lambda: told["used"])
    return told


def test_a_busy_machine_is_given_one_attempt_a_processor_and_two(measured: dict[str, float]) -> None:
    with local() as crew:
        assert [crew.has_room(running) for running in (0, default_jobs() - 1, default_jobs())] == [True, True, False]


def test_an_idle_machine_is_given_one_more_at_every_look_up_to_a_limit(measured: dict[str, float]) -> None:
    measured["busy"] = 10.0
    with local() as crew:
        assert [crew.has_room(running) for running in range(default_jobs(), most_jobs() + 2)] == [
            *[True] * (most_jobs() - default_jobs()),
            False,
            False,
        ]


def test_what_has_ended_makes_room_at_once_however_many_there_are(measured: dict[str, float]) -> None:
    with local() as crew:
        measured["busy"] = 10.0
        assert crew.has_room(default_jobs()) and crew.has_room(default_jobs() + 1)
        measured["busy"] = 95.0  # neither idle nor overloaded: as many as there were
        assert [crew.has_room(default_jobs() + more) for more in (1, 2, 1)] == [True, False, True]
        measured["busy"] = 100.0
        assert [crew.has_room(default_jobs() + more) for more in (1, 0)] == [False, False]


def test_a_number_that_was_asked_for_is_kept_to(measured: dict[str, float]) -> None:
    measured["busy"] = 10.0
    with local(jobs=1) as crew:
        assert [crew.has_room(running) for running in (0, 1)] == [True, False]


def test_above_the_ceiling_attempts_come_one_at_a_time(measured: dict[str, float]) -> None:
    measured["used"] = 2e9
    with local(jobs=4, memory=10**9) as crew:
        assert [crew.has_room(running) for running in (0, 1)] == [True, False]
        measured["used"] = 0.5e9
        assert crew.has_room(1)


def test_the_memory_of_programs_that_were_started_is_seen() -> None:
    before = used_memory()
    with load(2):
        assert used_memory() > before + 2 * 10**6


class Lost(Executor):
    """An executor whose workers die with every second attempt."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, function: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.submitted += 1
        if self.submitted % 2:
            future.set_result(function(*args, **kwargs))
        else:
            future.set_exception(ConnectionError("the worker is gone"))
        return future


@pytest.mark.usefixtures("own_cache")
def test_a_worker_that_is_lost_costs_its_own_attempt(tmp_path: Any) -> None:
    runtime = stand_in(write_copier(tmp_path / "runner"))
    cases = load_corpus(write_corpus(tmp_path / "corpus", good_guests(4))).cases
    records = list(execute(plan(cases, [runtime]), Options(), Fixed(Lost(), 2)))
    assert sorted(record.case for record in records) == sorted(case.id for case in cases)
    assert sorted((record.outcome, record.reason) for record in records) == [
        *[("error", "the attempt was lost: ConnectionError: the worker is gone")] * 2,
        *[("pass", "")] * 2,
    ]


@pytest.mark.usefixtures("own_cache")
def test_a_runner_says_how_much_it_takes_at_once(tmp_path: Any) -> None:
    # Each guest holds a folder for itself as long as it runs, which only works when it is alone.
    script = 'mkdir "$1/alone" && sleep 0.05 && rmdir "$1/alone" && cat "$2"'
    process = {"run": ["/bin/sh", "-c", script, "sh", str(tmp_path), "{component}"]}
    runtime = stand_in(write_runner(tmp_path / "runner", process=process, parallel=1))
    cases = load_corpus(write_corpus(tmp_path / "corpus", good_guests(6))).cases
    assert {record.outcome for record in run_cases(cases, runtime, jobs=6).values()} == {"pass"}
