"""Front matter: what is accepted, and that every mistake is told with its file, its line and its field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import FRONT, a_case, front_matter

from conformance.case import FrontMatter, as_bytes
from conformance.content import Bytes
from conformance.corpus import load_corpus, read_front_matter
from conformance.errors import Malformed

FILE = Path("area/name.c")
GOOD = """/*---
title: a title
spec: wasi:cli/stdout#get-stdout
clause: Something is so.
level: must
since: 0.2.0
checks:
  - first
  - {name: which, allowed: [a, b], preferred: a}
expect:
  files:
    out.txt: text
---*/
int main;
"""


def read(text: str) -> FrontMatter:
    return read_front_matter(text.encode(), FILE)


def test_a_good_one_is_read() -> None:
    front = read(GOOD)
    assert (front.title, front.level, front.world, front.report) == ("a title", "must", "command", "stdout")
    assert front.expect.files == {"out.txt": "text"}


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ("title: a title\n", "", 2, None, "missing required field `title`"),
        ("level: must", "level: perhaps", 5, "level", "Invalid enum value 'perhaps'"),
        ("since: 0.2.0", "since: 0.2", 6, "since", "Expected `str`, got `float`"),
        ("title: a title", "titel: a title", None, None, "titel"),
        ("title: a title", "title: ' '", None, None, "Expected some text in `title`"),
        ("  - first\n", "  - first\n  - first\n", None, None, "Expected distinct names in `checks`"),
        ("preferred: a}", "preferred: z}", 9, "checks[1]", "Expected `preferred` among `allowed`, got 'z'"),
        ("allowed: [a, b]", "allowed: []", 9, "checks[1]", "at least one value in `allowed`"),
        ("allowed: [a, b]", "allowed: a", 9, "checks[1].allowed", "Expected `array`, got `str`"),
        ("    out.txt: text", "    out.txt: 7", 11, "expect.files[...]", "got `int`"),
        ("expect:\n", "expect:\n  exit: 0\n  trap: true\n", 10, "expect", "at most one of `exit`, `trap`, `refused`"),
        ("expect:\n", "expect:\n  stderr: ''\n", 10, "expect", "Expected some text in `stderr`"),
        ("expect:\n", "expect:\n  stdout: {base64: '%%'}\n", 11, "expect.stdout", "Expected base64"),
        ("expect:\n", "expect:\n  stdout: {}\n", 11, "expect.stdout", "exactly one of `base64`, `repeat`"),
        ("since:", "world: proxy\nsince:", None, None, "Expected `requests` in the proxy world, and only there"),
        ("since:", "requests: [{path: /}]\nsince:", None, None, "and only there"),
        ("since:", "report: response\nsince:", None, None, "in the proxy world only"),
        ("since:", "needs: [telepathy]\nsince:", 6, "needs[0]", "Invalid enum value 'telepathy'"),
        ("since:", "peers: {a: carrier-pigeon}\nsince:", 6, "peers[...]", "Invalid enum value 'carrier-pigeon'"),
        ("since:", "files:\n  f: {symlink: x, base64: ''}\nsince:", 6, "files[...]", "either content or `symlink`"),
        ("since:", "files: {f: {repeat: x, mode: '9'}}\nsince:", 6, "files[...]", "Expected octal digits"),
        ("since:", "arguments: one\nsince:", 6, "arguments", "Expected `array`, got `str`"),
        ("since:", "arguments: [{count: 2}]\nsince:", 6, "arguments[0]", "exactly one of `repeat`, `numbered`"),
        (
            "since:",
            "stdin: {closed: true, repeat: x}\nsince:",
            6,
            "stdin",
            "Expected one of `closed`, `file`, or bytes",
        ),
        ("since:", "stdin: {after: x}\nsince:", 6, "stdin", "exactly one of `base64`, `repeat`"),
        ("since:", "stdin: {file: gone.txt}\nsince:", None, None, "the file of `stdin` among `files`, got 'gone.txt'"),
        ("since:", "stdout: closed\nsince:", None, None, "a report where it can be read"),
        ("since:", "stderr: closed\nterminal: [stderr]\nsince:", None, None, "either closed or a terminal"),
        ("since:", "stdin: {closed: true}\nterminal: [stdin]\nsince:", None, None, "text to type at a terminal"),
        ("since:", "terminal: [stdwar]\nsince:", 6, "terminal[0]", "Invalid enum value 'stdwar'"),
        ("level: must", "level: must\nlevel: may", 6, "level", "is there twice"),
        ("out.txt: text", "out.txt: text\n    out.txt: other", 13, "out.txt", "is there twice"),
        ("level: must", "level: [must", 6, None, "not YAML"),
        ("level: must", "\tlevel: must", 5, None, "not YAML"),
        ("level: must", "level: \x07", 5, None, "not YAML"),
        ("level: must", "level: !!python/object:os.system x", 5, None, "not YAML"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_field(
    old: str, new: str, line: int | None, field: str | None, words: str
) -> None:
    assert old in GOOD
    with pytest.raises(Malformed) as raised:
        read(GOOD.replace(old, new, 1))
    error = raised.value
    assert words in error.problem
    if line is not None:
        assert (error.line, error.field) == (line, field)
    assert str(error).startswith(f"area/name.c:{error.line}: error")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (b"", 1, "does not begin with front matter"),
        (b"int main;\n/*---\n---*/", 1, "does not begin with front matter"),
        (b"\n\n/*---\ntitle: x\n", 3, "the front matter is not closed by `---*/`"),
        (b"/*---\n---*/", 1, "Expected `object`, got `null`"),
        (b"/*---*/", 1, "Expected `object`, got `null`"),
        (b"/*---\n- a\n---*/", 2, "Expected `object`, got `array`"),
        (b"/*---\n1: a\n---*/", 2, "Expected `str` for a key"),
        (b"/*---\n? [a]\n: b\n---*/", 2, "not YAML"),
        (b"/*---\nsince: 2026-02-31\n---*/", 1, "not YAML"),
        (b"/*---\nfiles: &loop {a: *loop}\n---*/", 2, ""),
        (b"/*---\ntitle: caf\xe9\n---*/", 2, "is not UTF-8"),
    ],
)
def test_a_source_without_proper_front_matter_is_told_so(text: bytes, line: int, words: str) -> None:
    with pytest.raises(Malformed) as raised:
        read_front_matter(text, FILE)
    assert words in raised.value.problem
    assert raised.value.line == line


@given(st.binary(max_size=300))
def test_no_source_whatever_makes_the_reader_stumble(noise: bytes) -> None:
    for text in (noise, b"/*---\n" + noise + b"\n---*/", GOOD.encode().replace(b"must", noise)):
        try:
            read_front_matter(text, FILE)
        except Malformed as error:
            assert str(error).startswith("area/name.c")


YAML_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([field.encode_name for field in msgspec.structs.fields(FrontMatter)]), YAML_VALUES)
def test_no_value_of_a_field_makes_the_reader_stumble(field: str, value: Any) -> None:
    text = yaml.safe_dump({**FRONT, field: value}, allow_unicode=True)
    try:
        read(f"/*---\n{text}---*/")
    except Malformed as error:
        assert error.line is not None


# ---------------------------------------------------------------------------------------------- what follows from it


@pytest.mark.parametrize(
    ("fields", "needs"),
    [
        ({}, ()),
        ({"files": {"a": ""}}, ("host-directories",)),
        ({"preopens": [{"guest": "/"}]}, ("host-directories",)),
        ({"preopens": [{"guest": "/", "readonly": True}]}, ("host-directories", "readonly-preopens")),
        ({"files": {"a": {"symlink": "b"}}}, ("host-directories", "symlinks")),
        ({"peers": {"a": "tcp-echo"}}, ("network",)),
        ({"peers": {"a": "udp-echo"}}, ("network",)),
        ({"peers": {"a": "http"}}, ()),
        ({"world": "proxy", "requests": [{}]}, ("http-incoming",)),
        ({"stdin": ""}, ("stdin",)),
        ({"needs": ["ipv6", "network"]}, ("network", "ipv6")),
    ],
)
def test_needs_are_said_or_implied(fields: dict[str, Any], needs: tuple[str, ...]) -> None:
    assert a_case(**fields).needs == needs


def test_a_case_knows_its_area_items_and_choices() -> None:
    case = a_case(
        "io/poll",
        spec=["wasi:io/poll#poll", "wasi:io/streams#[method]x"],
        checks=["a", {"name": "b", "allowed": ["c"]}],
    )
    assert case.area == "io"
    assert case.interfaces == {"wasi:io/poll", "wasi:io/streams"}
    assert case.check_names == ("a", "b")
    assert list(case.choices) == ["b"]
    assert a_case(spec="wasi:io/poll#poll").functions == ("wasi:io/poll#poll",)


def test_bytes_come_in_three_ways() -> None:
    assert as_bytes("é") == b"\xc3\xa9"
    assert as_bytes(None) == b""
    assert as_bytes(Bytes(base64="/w==")) == b"\xff"
    assert as_bytes(Bytes(repeat="ab", times=3)) == b"ababab"
    assert as_bytes(Bytes(repeat="ab", times=0)) == b""


def test_front_matter_is_a_value() -> None:
    assert front_matter() == front_matter()
    with pytest.raises(AttributeError):
        front_matter().title = "other"  # type: ignore[misc]


def test_every_case_of_the_corpus_claims_something_precise() -> None:
    for case in load_corpus().cases:
        assert case.check_names, case.id
        assert len(case.front.clause) > 30, case.id
        assert case.functions or case.front.errors, case.id
