"""The model against a real runtime, byte for byte, over drawn types; the one place where the model meets another mind.

Where the two differ, the text is read again before anyone is blamed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
import wasmtime
from hypothesis import given, settings
from hypothesis import strategies as st
from real_guest import RECEIVER, give, probe

from conformance.abi import edges
from conformance.abi.images import Image
from conformance.abi.layout import flat_types
from conformance.abi.legal import compare, compare_values
from conformance.abi.memory import PAGE, Way
from conformance.abi.strategies import encodings, images, texts, typed_values, types
from conformance.abi.strings import Encoding, Form
from conformance.abi.traps import Trap
from conformance.abi.types import STRING, Type, Value
from conformance.abi.wit import parse_type

POINTED: list[str] = [
    "char", "string", "list<string>", "list<char>", "tuple<u8, string, char>", "option<char>", "list<tuple<u16, u64>>",
    "variant { a(char), b(u64), c(string), d(f32) }",
]  # fmt: skip


@settings(max_examples=80)
@given(st.lists(typed_values(), min_size=1, max_size=3), encodings)
def test_what_the_runtime_lowers_is_legal(drawn: list[tuple[Type, Value]], encoding: Encoding) -> None:
    types_, values = tuple(t for t, _ in drawn), [value for _, value in drawn]
    found = compare(types_, values, replace(RECEIVER, encoding=encoding), probe(types_, values, encoding))
    assert (found.difference, found.breach) == (None, None)


@settings(max_examples=40)
@given(st.lists(texts, min_size=1, max_size=3), encodings)
def test_strings_are_transcoded_from_utf8(drawn: list[str], encoding: Encoding) -> None:
    types_ = (STRING,) * len(drawn)
    found = compare(
        types_, drawn, replace(RECEIVER, encoding=encoding), probe(types_, drawn, encoding), forms=(Form.UTF8,)
    )
    assert (found.difference, found.breach) == (None, None)
    assert set(found.ways) == {Way(Form.UTF8)}


def outcome_on_wasmtime(image: Image) -> Value | Trap:
    """The value that the runtime lifts, or that it trapped."""
    try:
        return give(image)
    except (wasmtime.WasmtimeError, wasmtime.Trap):
        return Trap.GUEST


def assert_same_outcome(image: Image) -> None:
    """Either both trap or both have the same value; the guest's memory has whole pages."""
    image = replace(image, memory=image.memory.ljust(-(-len(image.memory) // PAGE) * PAGE, b"\0"))
    want, got = image.outcome(), outcome_on_wasmtime(image)
    if isinstance(want, Trap) or isinstance(got, Trap):
        assert isinstance(want, Trap) and isinstance(got, Trap), (want, got)
    else:
        assert compare_values(image.type, want, got) is None


@settings(max_examples=120)
@given(st.data(), st.sampled_from(POINTED).map(parse_type) | types(), encodings)
def test_the_runtime_lifts_and_refuses_what_the_model_does(data: st.DataObject, t: Type, encoding: Encoding) -> None:
    assert_same_outcome(data.draw(images(t, encoding, flat=len(flat_types(t)) == 1)))


@pytest.mark.parametrize("number", edges.NOT_CHARS + edges.CODE_POINTS, ids=hex)
def test_chars_at_the_edges(number: int) -> None:
    assert_same_outcome(Image(parse_type("char"), "utf8", b"", 0, (number,)))
