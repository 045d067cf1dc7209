"""Whatever is made of reports: a report that is none is refused with its name, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import Cli
from site_worlds import corpus, some_report, write_report

FORMS: dict[str, Sequence[str]] = {
    "junit": ("-o", "out/f"),
    "tap": ("-o", "out/f"),
    "csv": ("-o", "out/f"),
    "compat": ("-o", "out/f"),
    "badges": ("-o", "out"),
    "features": ("-o", "out/f", "--row", "alpha=Alpha"),
    "atom": ("-o", "out/f"),
    "history": ("--plots", "out"),
}
Spoil = Callable[[bytes], bytes]


def with_header(**fields: object) -> Spoil:
    def spoil(good: bytes) -> bytes:
        first, _, rest = good.partition(b"\n")
        return json.dumps(json.loads(first) | fields).encode() + b"\n" + rest

    return spoil


SPOILT: dict[str, tuple[Spoil, int, str]] = {
    "truncated": (lambda good: b"\n".join(good.splitlines()[:-1]) + b"\n", 3, "has no footer"),
    "cut in a line": (lambda good: good[:-20], 3, "has no footer"),
    "foreign": (lambda _: b'{"results": []}\n', 4, "r.jsonl:1"),
    "no JSON": (lambda _: b"<testsuites/>\n", 4, "r.jsonl:1"),
    "empty": (lambda _: b"", 4, "is empty"),
    "of an older schema": (with_header(schema="wasi-conformance/report/0"), 4, "expected 'wasi-conformance/report/1'"),
    "two in one": (lambda good: good + good, 4, "something follows the footer"),
    "of another runtime": (with_header(runtimes={}), 4, "not among the header's runtimes"),
    "half a character": (lambda good: good.replace(b'"reason":"ran', b'"reason":"\\ud800', 1), 4, "r.jsonl:2"),
}


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return write_report(tmp_path / "r.jsonl", some_report()).read_bytes()


def export(cli: Cli, form: str) -> tuple[int, str]:
    options = [*FORMS[form]]
    if form in ("compat", "badges", "features"):
        options += ["--corpus", str(corpus().cases[0].source.parents[1])]
    said = cli("export", form, "r.jsonl", *options)
    assert "Traceback" not in said.err
    return said.code, said.err


@pytest.mark.parametrize("form", FORMS)
def test_a_report_that_is_one_is_taken(cli: Cli, good: bytes, form: str) -> None:
    assert export(cli, form)[0] == 0
    assert any(Path("out").iterdir())


@pytest.mark.parametrize("how", SPOILT)
@pytest.mark.parametrize("form", FORMS)
def test_a_report_that_is_none_is_refused_and_nothing_is_written(cli: Cli, good: bytes, form: str, how: str) -> None:
    spoil, code, words = SPOILT[how]
    Path("r.jsonl").write_bytes(spoil(good))
    found, told = export(cli, form)
    assert (found, words in told, "r.jsonl" in told) == (code, True, True), told
    assert not Path("out").exists()


@pytest.mark.parametrize("form", ["junit", "tap", "csv", "atom", "history"])
def test_what_is_there_of_an_interrupted_run_can_be_asked_for(cli: Cli, good: bytes, form: str) -> None:
    Path("r.jsonl").write_bytes(SPOILT["truncated"][0](good))
    assert cli("export", form, "r.jsonl", "--allow-incomplete").code == 0
