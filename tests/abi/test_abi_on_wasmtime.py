"""The model against a real runtime, byte for byte, over drawn types; the one place where the model meets another mind.

Where the two differ, the text is read again before anyone is blamed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import wasmtime
from hypothesis import given, settings
from hypothesis import strategies as st
from real_guest import RECEIVER, between, give, pass_to_import, probe

from conformance.abi import edges
from conformance.abi.images import Image, lowered_image
from conformance.abi.layout import flat_types
from conformance.abi.legal import compare, compare_values
from conformance.abi.memory import PAGE, Way
from conformance.abi.strategies import encodings, images, texts, typed_values, types
from conformance.abi.strings import Encoding, Form, Text, is_latin1
from conformance.abi.traps import Trap
from conformance.abi.types import STRING, List, Type, Value
from conformance.abi.vectors import FOLDER
from conformance.abi.wave import parse_wave
from conformance.abi.wit import parse_type

POINTED: list[str] = [
    "char", "string", "list<string>", "list<char>", "tuple<u8, string, char>", "option<char>", "list<tuple<u16, u64>>",
    "variant { a(char), b(u64), c(string), d(f32) }",
]  # fmt: skip


@settings(max_examples=60)
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


def in_pages(image: Image) -> Image:
    """The image in a memory of whole pages, as guests have it."""
    return replace(image, memory=image.memory.ljust(-(-len(image.memory) // PAGE) * PAGE, b"\0"))


def assert_same_outcome(image: Image, run: Callable[[Image], Value] = give) -> None:
    """Either both trap or both have the same value."""
    image = in_pages(image)
    want = image.outcome()
    try:
        got = run(image)
    except (wasmtime.WasmtimeError, wasmtime.Trap) as error:
        assert isinstance(want, Trap), (want, error)
        return
    assert not isinstance(want, Trap), (want, got)
    assert compare_values(image.type, want, got) is None


@settings(max_examples=80)
@given(st.data(), st.sampled_from(POINTED).map(parse_type) | types(), encodings)
def test_the_runtime_lifts_and_refuses_what_the_model_does(data: st.DataObject, t: Type, encoding: Encoding) -> None:
    assert_same_outcome(data.draw(images(t, encoding, flat=len(flat_types(t)) == 1)))


@settings(max_examples=80)
@given(st.data(), st.sampled_from(POINTED).map(parse_type) | types(), encodings)
def test_arguments_of_imports_are_lifted_or_refused(data: st.DataObject, t: Type, encoding: Encoding) -> None:
    assert_same_outcome(data.draw(images(t, encoding, flat=len(flat_types(t)) <= 16)), pass_to_import)


@settings(max_examples=60)
@given(texts | st.lists(texts, max_size=3), st.sampled_from(Form), encodings)
def test_strings_between_two_guests_have_one_outcome(value: Value, form: Form, encoding: Encoding) -> None:
    """All nine pairs, alone and in lists; two ways are open for one of them."""

    def written(text: str) -> Text:
        return Text(text, Form.TAGGED if form is Form.LATIN1 and not is_latin1(text) else form)

    source: Encoding = (
        "latin1+utf16" if form in (Form.LATIN1, Form.TAGGED) else "utf8" if form is Form.UTF8 else "utf16"
    )
    t = STRING if isinstance(value, str) else List(STRING)
    value = written(value) if isinstance(value, str) else [written(text) for text in value]
    seen = between(lowered_image(t, value, source, flat=True), encoding)
    found = compare((t,), [value], replace(RECEIVER, encoding=encoding), seen)
    assert (found.difference, found.breach) == (None, None)


def vectors() -> list[tuple[str, Type, dict[str, Any]]]:
    """One in twenty of the vectors that need no switch, from each file."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        if path.stem not in ("gated", "misbehaved", "vectors.schema"):
            groups = json.loads(path.read_text())["groups"]
            found += [(v["id"], parse_type(group["wit"]), v) for group in groups for v in group["vectors"]][::20]
    return found


def test_vectors_hold_on_the_runtime() -> None:
    for name, t, vector in vectors():
        encoding = vector.get("encoding", "utf8")
        if vector["kind"] == "lift":
            memory = bytearray(PAGE)
            if "memory" in vector:
                data = bytes.fromhex(vector["memory"]["bytes"])
                memory[vector["memory"]["at"] : vector["memory"]["at"] + len(data)] = data
            flats = tuple(int(flat, 16) for flat in vector["flats"])
            flat = vector["position"] == "parameter" or len(flat_types(t)) == 1
            image = Image(t, encoding, bytes(memory), flats[0], flats if flat else None)
            assert ("trap" in vector) is isinstance(image.outcome(), Trap), name
            assert_same_outcome(image, give if vector["position"] == "result" else pass_to_import)
        elif vector.get("from", "utf8") == "utf8" and "area" not in vector:
            value = parse_wave(t, vector["value"])
            seen = probe((t,), [value], encoding)
            assert [call[1:4] for call in seen.log] == [tuple(call[1:4]) for call in vector["log"]], name
            assert compare((t,), [value], replace(RECEIVER, encoding=encoding), seen).difference is None, name


@pytest.mark.parametrize("number", edges.NOT_CHARS + edges.CODE_POINTS, ids=hex)
def test_chars_at_the_edges(number: int) -> None:
    assert_same_outcome(Image(parse_type("char"), "utf8", b"", 0, (number,)))
