"""The directed cases between guests: each has been seen to fail, in the model with a fault and on a real runtime."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import msgspec
import pytest
import trials
import yaml
from commands_corpus import VERSION, alternate, cases, data_of, harmless, rows, scenario, text, verdict
from planted import Caught, Fault, caught, faults

from conformance.abi.traps import Trap
from conformance.fuzz.commands import Exchange, command, scenario_of
from conformance.fuzz.scenario import Scenario
from conformance.resources import GUEST_PROGRAMS

CASES = sorted(cases())
LARGEST = 8192
"""Bytes that a component may have."""
OUT_OF_REACH = {Trap.TABLE_FULL}
"""Conditions that no case can bring about: it would take 2^28 handles."""


@cache
def catches(fault: Fault) -> Caught:
    return caught(fault)


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.fault)
def test_a_fault_in_a_host_is_caught_by_what_the_list_says(fault: Fault) -> None:
    assert fault.cases or fault.vectors or fault.drawn is not None
    found = catches(fault)
    assert (set(fault.cases) - found.cases, set(fault.vectors) - found.vectors) == (set(), set())
    assert fault.drawn is None or found.drawn is not None


NONE = Fault(
    fault="a change that changes nothing",
    module="lift",
    old="MAX_LIST_BYTES = (1 << 28) - 1",
    new="MAX_LIST_BYTES = 2**28 - 1",
)


def test_what_changes_nothing_is_caught_by_nothing() -> None:
    """Were it otherwise, a fault that does nothing could stand in the list, and nobody would notice."""
    found = caught(NONE, vectors=list(trials.vectors())[::10])
    assert (found.cases, found.vectors, found.drawn) == (frozenset(), frozenset(), None)


def test_a_text_that_is_not_there_is_no_fault() -> None:
    with pytest.raises(AssertionError, match="has no 'nobody wrote this'"):
        caught(Fault(fault="nothing", module="lift", old="nobody wrote this", new=""))


def test_there_are_faults_enough_and_each_is_there_once() -> None:
    changes = Counter((fault.place, fault.old, fault.machine, fault.new, fault.and_) for fault in faults())
    assert len(changes) >= 60 and set(changes.values()) == {1}
    assert len({fault.fault for fault in faults()}) == len(faults())
    assert {"lift", "lower", "layout", "strings", "handles", "calls", "memory"} <= {fault.module for fault in faults()}


def test_every_case_catches_a_fault() -> None:
    """Faults that break nearly everything do not count."""
    found = {fault: catches(fault).cases for fault in faults()}
    seen = {case for fault, ids in found.items() for case in (ids if len(ids) < len(CASES) / 3 else fault.cases)}
    assert [case for case in CASES if case not in seen] == []


@pytest.mark.parametrize("case_id", [case_id for case_id in CASES if not cases()[case_id].front.features])
def test_a_guest_that_wants_something_else_is_red(case_id: str) -> None:
    """Exactly the checks whose expectation was changed fail; and so does what must trap and does not."""
    for index, (changed, wrong) in enumerate(alternate(rows(case_id))):
        tame = cases()[case_id].front.expect.trap and not index
        found = verdict(cases()[case_id], text(case_id, changed, harmless(case_id) if tame else None))
        assert {check.name for check in found.checks if not check.ok} - {"expect.ending"} == wrong
        if tame:
            told = verdict(cases()[case_id], text(case_id, rows(case_id), harmless(case_id)))
            assert "the guest survived what must trap" in told.reason


def test_every_condition_of_the_text_has_a_case_that_traps_for_it() -> None:
    assert {scenario(case_id).trap for case_id in CASES} - {None} == set(Trap) - OUT_OF_REACH


def test_components_are_small() -> None:
    sizes = {case_id: cases()[case_id].component.stat().st_size for case_id in CASES}
    assert {case_id: size for case_id, size in sizes.items() if size >= LARGEST} == {}


def test_nobody_is_asked_for_words_where_the_order_between_several_counts() -> None:
    assert not scenario("abi/char-flat").told
    assert scenario("abi/lift-element-before-callee").told
    assert scenario("abi/start-order").told
    assert scenario("abi/handles-reuse").told, "the stream that is printed to is a handle, too"


GOOD: dict[str, Any] = {"take": ["u8"], "rows": {"one": {"flats": [1]}}}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a trap that is none": (
        {**GOOD, "last": {"flats": [2]}, "trap": "char-surrogate"},
        "flat 0x2 after the end of the report",
    ),
    "no trap that is one": ({"take": ["char"], "rows": {"bad": {"flats": [0xD800]}}}, "the model says char-surrogate"),
    "neither direction": ({"rows": {}}, "Expected either `take` or `give`"),
    "a deed without a reason": ({**GOOD, "last": {"flats": [1]}}, "Expected `last` and `trap`, or neither"),
    "a field that nobody knows": ({**GOOD, "form": "utf8"}, "unknown field `form`"),
    "two rows in one place": (
        {"take": ["list<u8>"], "rows": {n: {"flats": [0x9000, 1], "memory": {0x9000: n * 2}} for n in "ab"}},
        "two rows want other bytes at 0x9000",
    ),
    "nobody to run": ({"components": {"a": {}}}, "Expected exactly one component with `run`"),
    "an operation that is none": ({"components": {"a": {"run": "jump 1"}}}, "'jump 1' is no operation"),
    "a word of no kind": ({"components": {"a": {"run": "note colour 1"}}}, "'colour' is no kind of word"),
    "an open end": ({"components": {"a": {"run": "note event 1"}}}, "the report is not closed"),
    "a word too late": ({"components": {"a": {"run": "done\nnote event 1"}}}, "event 0x1 after the end of the report"),
    "a function that is not there": ({"components": {"a": {"run": "call a.f\ndone"}}}, "there is no function a.f"),
    "too few core values": (
        {"components": {"a": {"exports": {"f": {"params": ["u8"]}}}, "b": {"run": "done\ncall a.f"}}},
        "a.f takes 1 core values, not 0",
    ),
    "a parent behind its child": (
        {"components": {"a": {"parent": "b", "run": "done"}, "b": {}}},
        "Expected b before a",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_scenario_that_says_nothing_is_refused(what: str) -> None:
    data, problem = BAD[what]
    form: type[Scenario | Exchange] = Scenario if "components" in data else Exchange
    with pytest.raises((ValueError, msgspec.ValidationError, IndexError)) as refused:
        command("abi/x", scenario_of(msgspec.convert(data, form, strict=False)), VERSION)
    assert problem in str(refused.value)


def test_what_a_case_declares_is_what_its_program_reports() -> None:
    for case_id in CASES:
        assert tuple(row.name for row in rows(case_id)) == cases()[case_id].check_names
        assert bool(data_of(case_id).get("trap")) is bool(cases()[case_id].front.expect.trap)


def test_the_examples_of_the_readme_are_scenarios() -> None:
    text = (GUEST_PROGRAMS / "README.md").read_text(encoding="utf-8")
    part = text[text.index("## Cases that are data") : text.index("## Writing a guest")]
    traps = []
    for example in re.findall(r"```yaml\n(.*?)```", part, re.DOTALL):
        data = yaml.safe_load(example)
        form: type[Scenario | Exchange] = Scenario if "components" in data else Exchange
        made = command("abi/x", scenario_of(msgspec.convert(data, form, strict=False)), VERSION)
        traps.append(made.prediction.trap)
    assert traps == [Trap.STRING_MISALIGNED, Trap.UNKNOWN_HANDLE]
