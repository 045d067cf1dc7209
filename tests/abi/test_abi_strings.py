"""The nine transcodings: realloc logs worked out by hand from the text, and laws over any string."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.abi import edges, strings
from conformance.abi.lift import loader
from conformance.abi.lower import storer
from conformance.abi.memory import Bump, Side, Way
from conformance.abi.strategies import encodings, texts
from conformance.abi.strings import ENCODINGS, TAG, Encoding, Form, Text
from conformance.abi.traps import Trap, Trapped
from conformance.abi.types import STRING

CAFE, EURO, SMILE = "caf\xe9", "a\u20ac", "\xe9\U0001f600a"
# Calls are (old size, alignment, new size); then the length that goes with the pointer.
BY_HAND: list[tuple[Form, Encoding, str, list[tuple[int, int, int]], int]] = [
    # A copy of known size: one call, also for nothing.
    (Form.UTF8, "utf8", "", [(0, 1, 0)], 0),
    (Form.UTF8, "utf8", CAFE, [(0, 1, 5)], 5),
    (Form.UTF16, "utf16", SMILE, [(0, 2, 8)], 4),
    (Form.LATIN1, "utf16", CAFE, [(0, 2, 8)], 4),
    (Form.LATIN1, "latin1+utf16", CAFE, [(0, 2, 4)], 4),
    # UTF-16 to UTF-8: as many bytes as code units, at most three for each, then what it is.
    (Form.UTF16, "utf8", "abc", [(0, 1, 3)], 3),
    (Form.UTF16, "utf8", CAFE, [(0, 1, 4), (4, 1, 12), (12, 1, 5)], 5),
    (Form.UTF16, "utf8", "\u20ac", [(0, 1, 1), (1, 1, 3)], 3),
    (Form.UTF16, "utf8", EURO, [(0, 1, 2), (2, 1, 6), (6, 1, 4)], 4),
    (Form.UTF16, "utf8", SMILE, [(0, 1, 4), (4, 1, 12), (12, 1, 7)], 7),
    (Form.TAGGED, "utf8", EURO, [(0, 1, 2), (2, 1, 6), (6, 1, 4)], 4),
    # Latin-1 to UTF-8: at most two for each.
    (Form.LATIN1, "utf8", "abc", [(0, 1, 3)], 3),
    (Form.LATIN1, "utf8", CAFE, [(0, 1, 4), (4, 1, 8), (8, 1, 5)], 5),
    (Form.LATIN1, "utf8", "\xff\xff", [(0, 1, 2), (2, 1, 4)], 4),
    # UTF-8 to UTF-16: two bytes for each, then what it is.
    (Form.UTF8, "utf16", "abc", [(0, 2, 6)], 3),
    (Form.UTF8, "utf16", CAFE, [(0, 2, 10), (10, 2, 8)], 4),
    (Form.UTF8, "utf16", "\U0001f600", [(0, 2, 8), (8, 2, 4)], 2),
    (Form.TAGGED, "utf16", EURO, [(0, 2, 4)], 2),
    # Into Latin-1 or UTF-16: as many bytes as code units; wide at the first character beyond Latin-1.
    (Form.UTF8, "latin1+utf16", "abc", [(0, 2, 3)], 3),
    (Form.UTF8, "latin1+utf16", CAFE, [(0, 2, 5), (5, 2, 4)], 4),
    (Form.UTF8, "latin1+utf16", EURO, [(0, 2, 4), (4, 2, 8), (8, 2, 4)], TAG | 2),
    (Form.UTF8, "latin1+utf16", "ab\u0100", [(0, 2, 4), (4, 2, 8), (8, 2, 6)], TAG | 3),
    (Form.UTF16, "latin1+utf16", CAFE, [(0, 2, 4)], 4),
    (Form.UTF16, "latin1+utf16", EURO, [(0, 2, 2), (2, 2, 4)], TAG | 2),
    (Form.UTF16, "latin1+utf16", SMILE, [(0, 2, 4), (4, 2, 8)], TAG | 4),
    # UTF-16 that was chosen over Latin-1: kept, or deflated with a call even for nothing.
    (Form.TAGGED, "latin1+utf16", EURO, [(0, 2, 4)], TAG | 2),
    (Form.TAGGED, "latin1+utf16", CAFE, [(0, 2, 8), (8, 1, 4)], 4),
    (Form.TAGGED, "latin1+utf16", "", [(0, 2, 0), (0, 1, 0)], 0),
]  # fmt: skip


def lowered(text: str, form: Form, encoding: Encoding, **allocator: bool) -> Side:
    """A guest into which a string has been stored at 0."""
    memory = bytearray(b"\xaa" * 512)
    side = Side(memory, Bump(memory, 16, **allocator), encoding, way=lambda text, log: Way(form))
    storer(STRING)(side, text, 0)
    return side


@pytest.mark.parametrize(("form", "encoding", "text", "calls", "length"), BY_HAND)
def test_point_35_realloc_logs_by_hand(
    form: Form, encoding: Encoding, text: str, calls: list[tuple[int, int, int]], length: int
) -> None:
    side = lowered(text, form, encoding)
    assert [(call.old_size, call.alignment, call.size) for call in side.log] == calls
    assert [call.old for call in side.log] == [0, *(call.result for call in side.log[:-1])]
    assert side.memory[:8] == side.log[-1].result.to_bytes(4, "little") + length.to_bytes(4, "little")


def test_all_nine_pairs_are_in_the_table() -> None:
    pairs = {
        ("latin1+utf16" if form in (Form.LATIN1, Form.TAGGED) else str(form), encoding)
        for form, encoding, *_ in BY_HAND
    }
    assert pairs == {(source, target) for source in ENCODINGS for target in ENCODINGS}


@given(texts, st.sampled_from(Form), encodings, st.booleans())
def test_any_string_arrives_by_any_way(text: str, form: Form, encoding: Encoding, in_place: bool) -> None:
    if form is Form.LATIN1 and not strings.is_latin1(text):
        form = Form.TAGGED
    side = lowered(text, form, encoding, in_place=in_place)
    got = loader(STRING)(side, 0)
    assert got == text
    assert got.form is strings.form_in(encoding, text), "Latin-1 wherever it suffices"
    steps = strings.plan(text, form, encoding, 1)
    assert steps.size == side.log[-1].size
    assert steps.size == len(strings.encoded(text, strings.form_in(encoding, text)))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("in_place", [False, True])
def test_nothing_is_written_beside_the_blocks_of_a_string(form: Form, encoding: Encoding, in_place: bool) -> None:
    for text in edges.STRINGS:
        if form is Form.LATIN1 and not strings.is_latin1(text):
            continue
        memory = bytearray(b"\xaa" * 512)
        side = Side(memory, Bump(memory, 64, in_place=in_place), encoding, way=lambda text, log: Way(form))
        storer(STRING)(side, text, 0)
        end = max(call.result + call.size for call in side.log)
        assert memory[8:64] == b"\xaa" * 56 and memory[end:] == b"\xaa" * (512 - end), text


@given(texts, encodings, encodings)
def test_what_was_lifted_is_lowered_from_its_own_form(text: str, source: Encoding, target: Encoding) -> None:
    first = lowered(text, strings.form_in(source, text), source)
    lifted = loader(STRING)(first, 0)
    memory = bytearray(512)
    second = Side(memory, Bump(memory), target)
    storer(STRING)(second, lifted, 0)
    wanted = strings.plan(text, strings.form_in(source, text), target, 1)
    assert [(call.alignment, call.size) for call in second.log] == [(s.alignment, s.size) for s in wanted.stages]


@pytest.mark.parametrize("data", edges.NOT_UTF8, ids=lambda data: data.hex())
def test_point_30_malformed_utf8_traps(data: bytes) -> None:
    assert trap_of(data, "utf8", len(data)) is Trap.STRING_MALFORMED


@pytest.mark.parametrize("data", edges.NOT_UTF16, ids=lambda data: data.hex())
def test_point_31_malformed_utf16_traps_tagged_or_not(data: bytes) -> None:
    assert trap_of(data, "utf16", len(data) // 2) is Trap.STRING_MALFORMED
    assert trap_of(data, "latin1+utf16", len(data) // 2 | TAG) is Trap.STRING_MALFORMED


def trap_of(data: bytes, encoding: Encoding, length: int, at: int = 16) -> Trap | str:
    """Why lifting a string of these bytes traps; the string if it does not."""
    memory = bytearray(16) + data
    memory[:8] = at.to_bytes(4, "little") + length.to_bytes(4, "little")
    try:
        return str(loader(STRING)(Side(memory, encoding=encoding), 0))
    except Trapped as trapped:
        return trapped.trap


def test_point_32_every_byte_is_latin1() -> None:
    data = bytes(range(256))
    assert trap_of(data, "latin1+utf16", 256) == data.decode("latin-1")


def test_point_34_utf16_that_could_be_latin1_is_legal() -> None:
    assert trap_of("caf\xe9".encode("utf-16-le"), "latin1+utf16", TAG | 4) == "caf\xe9"


@pytest.mark.parametrize("mark", ["\ufeff", "\ufffe"])
def test_point_33_byte_order_marks_and_nul_are_characters(mark: str) -> None:
    assert trap_of((mark + "a").encode(), "utf8", 4) == mark + "a"
    assert trap_of((mark + "a").encode("utf-16-le"), "utf16", 2) == mark + "a"
    assert trap_of(b"a\0e\xcc\x81", "utf8", 5) == "a\0e\u0301", "nothing is normalised"


def test_point_28_29_the_checks_of_a_string_and_their_order() -> None:
    end = 16 + 4
    checks: list[tuple[Encoding, int, int, Trap | str]] = [
        ("utf8", end, 0, ""),
        ("utf8", end + 1, 0, Trap.STRING_OUT_OF_BOUNDS),
        ("utf16", 17, 0, Trap.STRING_MISALIGNED),
        ("latin1+utf16", 17, 0, Trap.STRING_MISALIGNED),
        ("utf8", 17, 3, "bcd"),
        ("utf8", 17, 4, Trap.STRING_OUT_OF_BOUNDS),
        ("utf8", 16, (1 << 28) - 1, Trap.STRING_OUT_OF_BOUNDS),
        ("utf8", 16, 1 << 28, Trap.STRING_TOO_LONG),
        ("utf16", 17, 1 << 27, Trap.STRING_TOO_LONG),
        ("utf16", 17, (1 << 27) - 1, Trap.STRING_MISALIGNED),
        ("utf16", 16, 0x80000000, Trap.STRING_TOO_LONG),
        ("utf8", 0xFFFFFFFF, 2, Trap.STRING_OUT_OF_BOUNDS),
        ("latin1+utf16", 16, TAG | 1 << 27, Trap.STRING_TOO_LONG),
        ("latin1+utf16", 16, TAG, ""),
        ("latin1+utf16", 16, 4, "abcd"),
    ]
    for encoding, at, length, wanted in checks:
        assert trap_of(b"abcd", encoding, length, at) == wanted, (encoding, at, length)


def test_a_length_that_cuts_a_character_traps() -> None:
    assert trap_of("a\u20ac".encode(), "utf8", 3) is Trap.STRING_MALFORMED
    assert trap_of("\U0001f600".encode("utf-16-le"), "utf16", 1) is Trap.STRING_MALFORMED


def test_text_remembers_its_form() -> None:
    assert Text("a", Form.UTF16).form is Form.UTF16
    assert Text("a", Form.UTF16) == "a"
