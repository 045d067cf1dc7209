"""Of all cases, those that say something about a component of one's own."""

from __future__ import annotations

import pytest

from conformance.component import Component, Port
from conformance.corpus import load_corpus
from conformance.relevance import Relevance, relevance

CASES = load_corpus().cases
ABI = tuple(case for case in CASES if case.area == "abi")
WASI = tuple(case for case in CASES if case.area != "abi")


def chosen(imports: dict[str, tuple[str, ...]], exports: dict[str, tuple[str, ...]] | None = None) -> Relevance:
    def ports(side: dict[str, tuple[str, ...]]) -> tuple[Port, ...]:
        return tuple(Port(interface=name, functions=functions) for name, functions in side.items())

    return relevance(Component(imports=ports(imports), exports=ports(exports or {})), CASES)


def test_a_case_is_chosen_when_it_asserts_a_function_that_the_component_imports() -> None:
    found = chosen({"wasi:random/random@0.2.3": ("get-random-u64",)})
    some = [case for case in found.cases if case.area != "abi"]
    assert some
    assert all("wasi:random/random#get-random-u64" in case.functions for case in some)
    assert found.asserted == {"wasi:random/random#get-random-u64": tuple(case.id for case in some)}


def test_the_canonical_abi_concerns_every_component() -> None:
    assert ABI
    assert chosen({}).cases == ABI


def test_an_exported_handler_brings_its_cases() -> None:
    found = chosen({}, {"wasi:http/incoming-handler@0.2.0": ("handle",)})
    assert {case.area for case in found.cases} == {"abi", "http"}


def test_what_is_left_out_is_counted_by_area() -> None:
    found = chosen({"wasi:random/random@0.2.3": ("get-random-u64",)})
    assert len(found.cases) + sum(found.left_out.values()) == len(CASES)
    assert found.left_out["filesystem"] == sum(case.area == "filesystem" for case in CASES)
    assert f" of {len(CASES)} cases concern what the component imports or exports; left out: cli " in found.describe()


@pytest.mark.parametrize("function", ["wasi:random/random@0.2.0#roll-dice", "my:own/thing@1.0.0#f"])
def test_a_function_of_no_case_is_named(function: str) -> None:
    interface, _, name = function.partition("#")
    found = chosen({interface: (name,)})
    assert found.cases == ABI
    assert found.unasserted == (f"{interface.partition('@')[0]}#{name}",)


def test_a_component_that_uses_everything_leaves_nothing_out() -> None:
    everything: dict[str, tuple[str, ...]] = {}
    for case in WASI:
        for item in case.functions:
            interface, _, name = item.partition("#")
            everything[interface] = (*everything.get(interface, ()), name)
    found = chosen(everything)
    assert found.cases == tuple(CASES)
    assert found.left_out == {}
    assert found.describe() == f"{len(CASES)} of {len(CASES)} cases concern what the component imports or exports"
