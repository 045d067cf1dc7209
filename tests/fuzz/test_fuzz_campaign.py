"""Campaigns: ten thousand failing examples of one cause are one finding, and what is found is small and stays found."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from faulty_trials import Fault, FaultyTrials
from hypothesis import HealthCheck, given, settings
from hypothesis.database import InMemoryExampleDatabase

from conformance.abi.strategies import Scope, typed_values
from conformance.abi.types import STRING, U8, Char, Flags, List, Option, Result, String, Type, Value, walk
from conformance.abi.values import check_value
from conformance.abi.wit import parse_type
from conformance.errors import Malformed
from conformance.fuzz import sampling
from conformance.fuzz.bench import Memory
from conformance.fuzz.campaign import Campaign, Plan
from conformance.fuzz.campaign import Result as Outcome
from conformance.fuzz.causes import Known, cause_of, read_known
from conformance.fuzz.examples import BETWEEN, LEGS, LIFTED, Example, Leg, Spoil, packed, unpacked, written
from conformance.fuzz.sampling import Mix, one_round, pools, rounds
from conformance.fuzz.shrinking import shrunk
from conformance.fuzz.simpler import simpler, simpler_types, steps, zero
from conformance.fuzz.trials import Difference, batch_of, gist, guests

ALL: tuple[Leg, ...] = tuple(leg for legs in LEGS.values() for leg in legs)
SMALL = Mix(ALL, Scope(parts=3, leaves=5, wide=False), types=16, each=2)


def is_value(t: Type, value: Value) -> bool:
    try:
        check_value(t, value)
    except ValueError:
        return False
    return True


def difference(kind: str = "memory", detail: str = "memory at 0x10: want 00, got 01") -> Difference:
    return Difference(kind, "abi", detail)


def has(kind: type[Type]) -> Fault:
    """What fails where a type is of this kind."""
    return lambda example: (
        difference() if any(isinstance(part, kind) for t in example.types for part in walk(t)) else None
    )


def campaign(trials: FaultyTrials, examples: int = 2000, **fields: Any) -> Outcome:
    return Campaign("villain@1", [trials], Plan(5, examples, types=16, each=24), **fields).run()


@pytest.fixture(scope="module")
def drawn() -> list[Example]:
    return list(one_round(SMALL, 7, pools(7)))


def test_a_round_is_of_values_of_every_leg_and_always_the_same(drawn: list[Example]) -> None:
    assert {example.leg for example in drawn} == set(ALL)
    for example in drawn:
        assert all(map(is_value, example.types, example.values))
        assert not example.spoiled or example.leg in LIFTED
    again = list(one_round(SMALL, 7, pools(7)))
    assert [written(one) for one in again] == [written(one) for one in drawn]
    other = list(itertools.islice(one_round(SMALL, 8, pools(8)), len(drawn)))
    assert [written(one) for one in other] != [written(one) for one in drawn]


def test_rounds_go_on_without_end() -> None:
    several = list(itertools.islice(rounds(SMALL, 1), 3))
    assert all(several) and [*map(written, several[0])] != [*map(written, several[1])]


def test_what_is_kept_of_an_example_is_all_of_it(drawn: list[Example]) -> None:
    for example in drawn:
        assert packed(unpacked(packed(example))) == packed(example)
        if example.leg in LIFTED:
            assert unpacked(packed(example)).image == example.image


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff", b"[]", b"{}", b'{"leg":"nowhere","types":["u8"],"values":["1"]}',
        b'{"leg":"probe","types":["u9"],"values":["1"]}', b'{"leg":"probe","types":["u8"],"values":["300"]}',
        b'{"leg":"probe","types":["u8","u8"],"values":["1"]}', b'{"leg":"probe","types":[],"values":[]}',
        b'{"leg":"give","types":["u8"],"values":["1"],"spoils":[["","int","zz"]]}',
        b'{"leg":"give","types":["u8"],"values":["1"],"fill":999}',
    ],
)  # fmt: skip
def test_what_is_no_example_is_told(data: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(data)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(typed_values(Scope(parts=3, leaves=6)))
def test_every_step_leads_to_a_value_of_its_type(one: tuple[Type, Value]) -> None:
    for step in itertools.islice(steps(*one), 200):
        assert is_value(step.type, step.value), (one, step)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(typed_values(Scope(parts=3, leaves=5, wide=False)))
def test_simpler_and_simpler_comes_to_an_end(one: tuple[Type, Value]) -> None:
    t, value = one
    example: Example | None = Example("give", (t,), (value,))
    seen: set[bytes] = set()
    while example is not None:
        assert packed(example) not in seen and len(seen) < 500
        seen.add(packed(example))
        *_, example = [None, *simpler(example)]  # the last is the one that leaves out least


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(typed_values(Scope(parts=3, leaves=5)))
def test_a_type_has_a_zero_and_simpler_types(one: tuple[Type, Value]) -> None:
    t, _ = one
    assert is_value(t, zero(t))
    assert t not in simpler_types(t) and (t == U8 or U8 in simpler_types(t))


@pytest.mark.parametrize(
    ("wit", "fault", "left"),
    [
        ("record { a: list<tuple<u8, string>>, b: flags { x, y } }", has(String), "string"),
        ("record { a: list<tuple<u8, string>>, b: flags { x, y, z } }", has(Flags), "flags { x }"),
        ("tuple<option<list<result<char, u64>>>, f64>", has(Result), "result"),
        ("variant { a, b, c(list<option<char>>), d(string) }", has(Char), "char"),
        ("list<list<option<s64>>>", has(Option), "option<u8>"),
        ("tuple<u8, variant { a(f32), b(list<record { x: u64, y: char }>) }>", has(List), "list<u8>"),
    ],
)
def test_what_is_left_of_an_example_is_what_is_at_fault(wit: str, fault: Fault, left: str) -> None:
    t = parse_type(wit)
    for leg in ("probe", "take"):
        example, _ = shrunk(FaultyTrials(fault), Example(leg, (U8, t), (3, zero(t)), "utf16", "utf16"), difference())
        assert [str(one) for one in example.types] == [left]
        assert (example.encoding, example.sender) == ("utf8", "utf8")


def test_what_is_spoiled_goes_along_with_its_part() -> None:
    t = parse_type("record { a: u64, b: list<tuple<char, bool>>, c: string }")
    value = {"a": 7, "b": [("x", True), ("y", False)], "c": "words"}
    spoil = Spoil(".b[1].0", "char", b"\x00\xd8\x00\x00")
    example = Example("give", (t,), (value,), spoils=(spoil, Spoil(".c", "length", b"\xff\xff\xff\x7f")))

    def surrogate(one: Example) -> Difference | None:
        lifted = one.image.outcome()
        return difference("accepted-char-surrogate") if str(lifted) == "char-surrogate" else None

    assert surrogate(example)
    small, _ = shrunk(FaultyTrials(surrogate), example, difference("accepted-char-surrogate"))
    assert [str(one) for one in small.types] == ["char"]
    assert small.junk == (0, 0xD800) and not small.spoils


def test_ten_thousand_examples_of_one_cause_are_one_finding() -> None:
    trials = FaultyTrials(has(String), legs=("probe",))
    result = campaign(trials, 10_000)
    assert [one.cause for one in result.found] == ["host-to-guest/memory/string"]
    assert result.found[0].types == ("string",) and result.found[0].values == ('""',)
    assert result.found[0].examples > 500 and result.covered.examples >= 10_000


def test_causes_are_told_apart_by_leg_kind_construct_and_encoding() -> None:
    def wide(example: Example) -> Difference | None:
        text = any(t == STRING and "\u20ac" in value for t, value in zip(example.types, example.values, strict=True))
        return difference("value", "value: …") if text and example.encoding == "utf16" else None

    trials = FaultyTrials(has(String), has(Flags), legs=("probe", "give"))
    names = {one.cause for one in campaign(trials, 4000).found}
    assert names == {
        f"{leg}/memory/{word}" for leg in ("host-to-guest", "guest-to-host") for word in ("string", "flags")
    }
    trials = FaultyTrials(wide, legs=("probe",))
    assert [one.cause for one in campaign(trials, 6000).found] == ["host-to-guest/value/string/utf16"]


def test_what_fails_for_everything_is_one_cause() -> None:
    def all_of_them(example: Example) -> Difference | None:
        return Difference("refused", "abi", f"refused: at {hash(example.types)} `{example.types[0]}`")

    trials = FaultyTrials(all_of_them, legs=("take",))
    result = Campaign("villain@1", [trials], Plan(5, 500, types=16, each=24)).run()
    assert [one.cause for one in result.found] == ["guest-to-guest/refused/anything"]
    assert result.found[0].examples == result.covered.examples


def test_messages_differ_by_their_words_only() -> None:
    one, other = "trapped: at 0x1f in `f1` of /tmp/x.mjs:12\nmore", "trapped: at 0x2e in `g` of /home/y.mjs:7"
    assert gist(one) == gist(other) != gist("trapped: in `f1`")


def test_what_shrinks_to_causes_that_are_there_is_not_looked_at_for_ever() -> None:
    """Each example has another cause than its like: only its own leg's string, but told with another message."""
    count = itertools.count()

    def new_words(example: Example) -> Difference | None:
        words = "abcdefghij"[next(count) % 10] * 5
        return Difference("trapped", "abi", f"trapped: {words}") if has(String)(example) else None

    trials = FaultyTrials(new_words, legs=("probe",))
    result = campaign(trials, 3000)
    assert [one.cause for one in result.found] == ["host-to-guest/trapped/string"]


def test_what_is_known_is_only_counted() -> None:
    known = Known(cause="host-*/memory/string", reason="it is known")
    trials = FaultyTrials(has(String), has(Flags), legs=("probe", "give"))
    result = campaign(trials, known=[known])
    assert "host-to-guest/memory/string" not in {one.cause for one in result.found}
    assert {one.cause for one in result.found} >= {"guest-to-host/memory/string", "host-to-guest/memory/flags"}
    (entry,) = result.known
    assert (entry.cause, entry.reason) == (known.cause, known.reason) and entry.examples > 10


@pytest.mark.parametrize(
    ("fields", "explains"),
    [
        ({"cause": "*/*/*"}, True),
        ({"cause": "probe/*/*"}, False),
        ({"cause": "host-to-guest/memory/list+string"}, True),
        ({"cause": "host-to-guest/memory/list+flags"}, False),
        ({"cause": "host-to-guest/flats/*"}, False),
        ({"cause": "*/*/*", "message": "*want 00*"}, True),
        ({"cause": "*/*/*", "message": "want 00"}, False),
        ({"cause": "*/*/*/utf16"}, False),
    ],
)
def test_an_entry_explains_what_it_says(fields: dict[str, str], explains: bool) -> None:
    example = Example("probe", (List(STRING),), (["a"],))
    assert Known(reason="…", **fields).explains(example, difference()) is explains


def test_entries_are_about_versions() -> None:
    entry = Known(cause="*/*/*", reason="…", versions=">=2,<3")
    assert [entry.concerns(version) for version in ("1.9", "2.5", "3.0", "2.5+local.1f", "no version")] == [
        False, True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('runtime = "x"\n[[known]]\ncause = "a/b"\nreason = "r"\n', "LEG/KIND/CONSTRUCT"),
        ('runtime = "x"\n[[known]]\ncause = "a/b/c"\nreason = " "\n', "reason"),
        ('runtime = "x"\n[[known]]\ncause = "a/b/c"\nreason = "r"\nversions = "new"\n', "versions"),
        ('runtime = "x"\n[[known]]\ncause = "a/b/c"\nraeson = "r"\n', "raeson"),
        ("runtime = ", "TOML"),
    ],
)
def test_a_file_that_says_nothing_is_told_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "known.toml"
    file.write_text(text)
    with pytest.raises(Malformed, match=words) as told:
        read_known(file)
    assert str(file) in str(told.value)


def test_what_failed_before_comes_first_and_what_is_well_again_is_forgotten() -> None:
    database, key = InMemoryExampleDatabase(), b"villain"
    database.save(key, b"nonsense")
    first = campaign(FaultyTrials(has(String), has(Flags), legs=("probe",)), database=database, key=key)
    assert len(first.found) == 2 and first.replayed == 0
    kept = set(database.fetch(key))
    assert len(kept) == 2 and b"nonsense" not in kept
    again = campaign(FaultyTrials(has(String), legs=("probe",)), 1, database=database, key=key)
    assert again.replayed == 2 and again.healed == ("host-to-guest (flags { c0 })",)
    assert [one.cause for one in again.found] == ["host-to-guest/memory/string"]
    assert len(set(database.fetch(key))) == 1


def test_an_interrupted_campaign_has_all_that_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def interrupts(example: Example) -> Difference | None:
        if told and has(Flags)(example):
            raise KeyboardInterrupt
        return has(String)(example)

    trials = FaultyTrials(interrupts, legs=("probe",))
    result = campaign(trials, 100_000, write=lambda cause, *_: told.append(cause.name))
    assert result.interrupted and told == ["host-to-guest/memory/string"]
    assert [one.cause for one in result.found] == told


def test_what_is_interrupted_while_it_shrinks_is_told_as_it_was() -> None:
    seen: list[Example] = []

    def once(example: Example) -> Difference | None:
        if not has(String)(example):
            return None
        seen.append(example)
        if len(seen) > 100:
            raise KeyboardInterrupt
        return difference()

    trials = FaultyTrials(once, legs=("take",))
    result = campaign(trials, 100_000)
    assert result.interrupted and len(result.found) == 1


def test_a_type_is_not_cut_in_two(drawn: list[Example]) -> None:
    """Once a campaign is under way, all examples of a type go into one guest, whatever its allocator."""
    host = [example for example in drawn if example.leg not in BETWEEN]
    groups = [[host[index] for index in group] for group in guests(host)]
    assert sorted(map(packed, itertools.chain(*groups))) == sorted(map(packed, host))
    for group in groups:
        batch, placed = batch_of(group)
        probes = {(probe.types, probe.encoding, probe.in_place) for probe in batch.guest.probes}
        assert len(probes) == len(batch.guest.probes) <= 16 and len(placed) == len(batch.checks)
        lowered = {(one.types, one.encoding, one.in_place) for one in group if one.leg not in LIFTED}
        assert probes == lowered
    assert {probe.in_place for group in groups for probe in batch_of(group)[0].guest.probes} == {False, True}

    trials = FaultyTrials()
    batches: list[Sequence[Example]] = []
    trials.watch = batches.append
    campaign(trials, 9000)
    full = [batch for batch in batches if len(batch) >= 768]
    assert full and all(one[-1].types is not other[0].types for one, other in itertools.pairwise(full))


def test_memory_is_told_along_a_campaign() -> None:
    class Here:
        pid = os.getpid()

    memory = Memory(Here(), every=1000)
    assert campaign(FaultyTrials(), 2500, watch=memory).covered.examples == 2500
    assert [row[0] >= 1000 * number for number, row in enumerate(memory.rows, 1)] == [True, True]
    assert all(here == driver > 10 for _, here, driver in memory.rows)
    assert [len(line) for line in str(memory).splitlines()] == [40] * 3


def test_the_same_seed_is_the_same_campaign() -> None:
    def told() -> tuple[Any, ...]:
        result = campaign(FaultyTrials(has(String), has(Result)), 3000)
        return result.covered, result.found, result.known

    assert told() == told()


def test_causes_have_names_that_are_folders() -> None:
    example = Example("take", (STRING,), ("a",), "latin1+utf16", "utf16")
    cause = cause_of(example, difference("accepted-string-malformed"))
    assert cause.name == "guest-to-guest/accepted-string-malformed/string/utf16-to-latin1-utf16"
    assert cause.slug == "guest-to-guest-accepted-string-malformed-string-utf16-to-latin1-utf16"


def test_strategies_are_those_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Hypothesis remembers of a round is gone with it: nothing is drawn outside of a bounded run."""
    calls: list[int] = []
    inner = sampling.drawn

    def counted(strategy: Any, count: int, number: int) -> list[Any]:
        calls.append(count)
        return inner(strategy, count, number)

    monkeypatch.setattr(sampling, "drawn", counted)
    assert list(itertools.islice(rounds(SMALL, 3), 2))
    assert max(calls) <= 48
