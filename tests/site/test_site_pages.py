"""The pages as such: whole, linked, safe, small, and the same for the same reports."""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Iterator
from functools import cache
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from site_worlds import GUESTS, LABELS, Read, made, record, report, some_report, world

from conformance.judge import Check
from conformance.publish.results import Results
from conformance.publish.site import places
from conformance.publish.site.model import World
from conformance.report import Report, Sent

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return made(world())


@pytest.fixture(scope="module")
def read(pages: dict[str, bytes]) -> dict[str, Read]:
    return {path: Read(data) for path, data in pages.items() if path.endswith(".html")}


def test_every_page_is_whole(read: dict[str, Read]) -> None:
    for path, page in read.items():
        assert not page.faults, path
        assert len(page.ids) == len(set(page.ids)), path
        assert page.tags[0] == ("html", {"lang": "en"})
        assert [tag for tag, _ in page.tags].count("h1") == 1, path
        assert [tag for tag, _ in page.tags].count("main") == 1, path


def test_links_are_relative_and_lead_somewhere(pages: dict[str, bytes], read: dict[str, Read]) -> None:
    for path, page in read.items():
        targets = [link.get("href") for tag in ("a", "link") for link in page.all(tag)]
        targets += [script.get("src") for script in page.all("script")]
        for target in targets:
            assert target, f"{path} has an empty link"
            parts = urlsplit(target)
            if parts.scheme:
                assert parts.scheme == "https", target
                continue
            assert not target.startswith("/"), target
            place = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            assert place in pages, f"{path} links to {target}"
            if parts.fragment and "=" not in parts.fragment:
                assert parts.fragment in read[place].ids, f"{path} links to {target}"


def test_every_page_can_be_reached_from_the_front_page(read: dict[str, Read]) -> None:
    reached, new = set[str](), ["index.html"]
    while new:
        path = new.pop()
        reached.add(path)
        links = (urlsplit(link["href"] or "") for link in read[path].all("a"))
        places_ = (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), one.path)) for one in links if not one.scheme
        )
        new += [place for place in set(places_) if place in read and place not in reached]
    assert reached == set(read)


def test_nothing_runs_but_our_script_and_nothing_is_fetched_from_elsewhere(read: dict[str, Read]) -> None:
    for path, page in read.items():
        assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in page.all("meta"), path
        assert not page.all("style"), path
        assert [script.get("src") for script in page.all("script")] == [f"{places.root_of(path)}assets/site.js"]
        assert {tag for tag, _ in page.tags} & {"img", "iframe", "object", "embed", "form", "base"} == set()
        for _, attributes in page.tags:
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]


def test_a_links_text_and_every_field_has_a_name(read: dict[str, Read]) -> None:
    for page in read.values():
        for field in (*page.all("input"), *page.all("select")):
            assert field.get("id") or field.get("name")
        for region in page.tags:
            if region[1].get("role") == "region":
                assert region[1].get("aria-label")


def test_a_colour_never_speaks_alone(pages: dict[str, bytes]) -> None:
    """Whatever has a tone has a word too."""
    for path, data in pages.items():
        for inside in re.findall(r'<span class="o (?:good|near|bad|rest)">(.*?)</span>\s*([\w ]*)', data.decode()):
            assert inside[1].strip(), path


def test_the_same_reports_give_the_same_bytes_in_whatever_order_they_come() -> None:
    first, second = (
        some_report(),
        report([record("io/poll-one", "delta@1")], ["delta@1"], started="2026-02-02T00:00:00Z"),
    )
    third = report([record("io/poll-one", "delta@1", "fail")], ["delta@1"], started="2026-02-02T00:00:00Z")
    assert made(world(first, second, third)) == made(world(third, second, first))
    assert made(world()) == made(world())


def hostile(text: str) -> Report:
    """A report that has a text everywhere where a runtime, or somebody who makes up a report, can put one."""
    label = f"alpha@{text}"
    one = record(
        "filesystem/link-at",
        label,
        "fail",
        reason=text,
        checks=(Check(text, False, text, text), Check(f"{text}2", True, text, text)),
        stdout=text,
        stderr=text,
        sent=(Sent(peer=text, text=text, total=1, problem=text),),
        bare_command=("alpha", text),
        family=text,
    )
    return report(
        [one],
        [label],
        suite_version=text,
        families={label: text},
        unavailable={text: text},
        runtimes={label: {text: text}},
    )


NASTY = [
    "<script>alert(1)</script>",
    "</pre></code></td><img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in y %}",
    "[x](javascript:alert(1)) ![x](http://example.com/x.png) `<b>`",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07\x00\x9b31m",
    "abc\u202egnp.exe\u2066\u200b\ufeff\U000e0041",
    "../../../etc/passwd",
    "--><!--",
    "&lt;b&gt;&amp;",
    "-" * 300,
]


LINK_AT = "cases/filesystem/link-at.html"


@cache
def harmless_tags() -> list[str]:
    """The tags of a page with nothing special in it."""
    return [tag for tag, _ in Read(made(world(hostile("plain")))[LINK_AT]).tags]


@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    nasty = made(world(hostile(text)))
    assert [tag for tag, _ in Read(nasty[LINK_AT]).tags] == harmless_tags()
    for path, data in nasty.items():
        if path.endswith(".html"):
            page = Read(data)
            assert not page.faults
            assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
            schemes = {urlsplit(link["href"] or "").scheme for link in page.all("a")}
            assert schemes <= {"", "https"}
        assert not set(_unseen(data.decode())), path
        assert ".." not in path.split("/")


def _unseen(text: str) -> Iterator[str]:
    for character in text:
        if (ord(character) < 32 and character not in "\n\t") or 0x7F <= ord(character) < 0xA0:
            yield character
        if character in "\u200b\u202a\u202e\u2066\ufeff\u2028" or 0xE0000 <= ord(character) < 0xE1000:
            yield character


@settings(max_examples=30)
@given(st.text(max_size=30))
def test_no_text_breaks_a_page(text: str) -> None:
    page = made(world(hostile(text)))[LINK_AT]
    if text.strip():
        assert [tag for tag, _ in Read(page).tags] == harmless_tags()
    assert not Read(page).faults
    assert not set(_unseen(page.decode()))


def test_huge_lines_make_no_huge_page() -> None:
    pages_ = made(world(hostile("x" * 2_000_000)))
    assert max(len(data) for path, data in pages_.items() if path.startswith("cases/")) < 100_000
    assert "characters more" in pages_["cases/filesystem/link-at.html"].decode()


def test_markup_in_front_matter_is_text(pages: dict[str, bytes]) -> None:
    page = unescape(Read(pages["cases/filesystem/link-open.html"]).text)
    assert "1 < 2 & <b>bold</b> code" in page


def many_versions(cases: int, labels: list[str]) -> World:
    """A world with the small corpus many times over, and a report about each version."""
    small = world()
    some = [
        type(case)(
            id=f"{case.area}/{case.id.partition('/')[2]}-{number}",
            source=case.source,
            component=case.component,
            component_sha256=case.component_sha256,
            front=case.front,
        )
        for number in range(cases // len(GUESTS))
        for case in small.corpus.cases
    ]
    checks = tuple(Check(f"check-{n}", n % 3 > 0, "got this", "want that") for n in range(12))
    outcomes = ("pass", "fail", "pass", "unsupported", "pass", "crash")
    reports = []
    for at, label in enumerate(labels):
        records = [
            record(
                small.corpus.cases[number % len(GUESTS)].id,
                label,
                outcome := outcomes[(number + at // 4) % len(outcomes)],
                case=case.id,
                checks=checks,
                stderr="" if outcome == "pass" else f"some line of {label}\n" * 60,
            )
            for number, case in enumerate(some)
        ]
        reports.append(report(records, [label]))
    return World(type(small.corpus)(tuple(some), small.corpus.sha256), Results(reports), small.findings)


def test_400_cases_on_12_versions_take_ten_seconds_and_30_megabytes_at_most() -> None:
    labels = [f"{name}@{number}.0" for name in ("alpha", "beta", "gamma") for number in range(1, 5)]
    big = many_versions(400, labels)
    began = time.process_time()  # the machine may have other things to do
    pages_ = made(big)
    assert time.process_time() - began < 10
    assert sum(map(len, pages_.values())) < 30_000_000
    assert len(pages_["index.html"]) < 150_000


def test_the_front_page_is_small_with_12_runtimes(pages: dict[str, bytes]) -> None:
    labels = [f"runtime-{number}@1.0" for number in range(12)]
    assert len(made(many_versions(100, labels))["index.html"]) < 150_000


def test_labels_of_all_kinds_have_pages_of_their_own() -> None:
    labels = [*LABELS, "Alpha@1", "..@1", "a/b@1", "a:/usr/bin/a", "x" * 400 + "@1", "ü@1"]
    pages_ = made(world(report([record("io/poll-one", label) for label in labels], labels)))
    assert len([path for path in pages_ if path.startswith("runtimes/")]) == len(labels) - 1  # two of alpha
    assert len({path.lower() for path in pages_}) == len(pages_)
    assert all(len(part) < 200 for path in pages_ for part in path.split("/"))
