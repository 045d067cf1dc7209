"""Small worlds to make sites of: a corpus on disk, reports over it, and a reader of the pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
from stand_ins import Guest, write_corpus

from conformance.corpus import Corpus, load_corpus
from conformance.judge import Check
from conformance.publish.results import Results
from conformance.publish.site import site
from conformance.publish.site.findings import Finding
from conformance.publish.site.model import World
from conformance.report import SCHEMA, Header, Record, Report, Writer, this_platform

POLL = "wasi:io/poll#poll"
LINK = "wasi:filesystem/types#[method]descriptor.link-at"
OPEN = "wasi:filesystem/types#[method]descriptor.open-at"
GUESTS: dict[str, Guest | bytes] = {
    "io/poll-one": Guest(b"1", {"spec": POLL, "title": "poll of `one`"}),
    "io/poll-none": Guest(b"2", {"spec": POLL, "level": "should", "needs": ["ipv6"]}),
    "filesystem/link-at": Guest(b"3", {"spec": LINK, "files": {"a file": "text"}}),
    "filesystem/link-open": Guest(b"4", {"spec": [LINK, OPEN], "clause": "1 < 2 & <b>bold</b> `code`"}),
    "filesystem/open-may": Guest(b"5", {"spec": OPEN, "level": "may", "checks": [f"check-{n}" for n in range(40)]}),
}
LABELS = ("alpha@1.0", "alpha@2.0", "beta@0.9.0.dev1", "gamma@3")
FAMILIES = {"alpha": "one", "beta": "one", "gamma": "other"}


@cache
def corpus() -> Corpus:
    """The corpus of all small worlds; it lies in a temporary folder until the tests end."""
    folder = tempfile.TemporaryDirectory(prefix="site-corpus-")
    _KEPT.append(folder)
    return load_corpus(write_corpus(Path(folder.name), GUESTS))


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def record(case_id: str, label: str, outcome: str = "pass", **more: Any) -> Record:
    """A record of one of the cases."""
    case = corpus().case(case_id)
    good = outcome in ("pass", "allowed")
    fields: dict[str, Any] = {
        "case": case_id,
        "area": case.area,
        "level": case.front.level,
        "runtime": label,
        "family": FAMILIES.get(label.partition("@")[0], label),
        "outcome": outcome,
        "reason": "" if good else f"ran: got {outcome}, want yes",
        "checks": (Check("ran", good, "yes" if good else outcome, "yes"),),
        "duration_s": 0.25,
        "command": ("/opt/alpha", "run"),
        "component_sha256": case.component_sha256,
        "attempt": 1,
        "lane": "process",
        "bare_command": ("/opt/cache/wasi-conformance/environments/alpha-1/bin/alpha", "run", f"{case_id}.wasm"),
    }
    return Record(**{**fields, **more})


def report(records: Iterable[Record], labels: Sequence[str] = LABELS, **header: Any) -> Report:
    """A report of these records."""
    fields: dict[str, Any] = {
        "schema": SCHEMA,
        "suite_version": "0.1.0",
        "corpus_sha256": corpus().sha256,
        "started": "2026-01-02T03:04:05Z",
        "platform": this_platform(),
        "runtimes": {label: {label.partition("@")[0]: label.partition("@")[2]} for label in labels},
        "families": {label: FAMILIES.get(label.partition("@")[0], label) for label in labels},
    }
    return Report(Header(**{**fields, **header}), tuple(records), None)


def some_report() -> Report:
    """A report in which there is something of everything."""
    outcomes = {
        "alpha@1.0": ("fail", "pass", "crash", "fail", "pass"),
        "alpha@2.0": ("pass", "allowed", "fail", "pass", "pass"),
        "beta@0.9.0.dev1": ("pass", "unsupported", "timeout", "trap", "pass"),
        "gamma@3": ("unsupported", "skip", "flaky", "error", "pass"),
    }
    return report(
        record(case_id, label, outcome)
        for label, row in outcomes.items()
        for case_id, outcome in zip(GUESTS, row, strict=True)
    )


FINDING = Finding(
    name="one-link-at-is-wrong",
    title="alpha: link-at is `wrong`",
    family="one",
    text="- **Minimal guest** `filesystem/link-at`\n- **Upstream** owner/name#12",
    cases=("filesystem/link-at",),
    issues=(("owner/name#12", "https://github.com/owner/name/issues/12"),),
)


def world(*reports: Report, **more: Any) -> World:
    """The world of reports, or of the one that has something of everything."""
    fields: dict[str, Any] = {"findings": (FINDING,), **more}
    return World(corpus(), Results(reports or [some_report()]), **fields)


def made(of: World) -> dict[str, bytes]:
    """The site, by place."""
    found: dict[str, bytes] = {}
    for path, data in site(of):
        assert path not in found, f"two pages at {path}"
        found[path] = data
    return found


def write_report(file: Path, what: Report) -> Path:
    """The report in a file, complete."""
    with file.open("wb") as stream:
        writer = Writer(stream, what.header)
        for one in what.records:
            writer.record(one)
        writer.finish()
    return file


class Read(HTMLParser):
    """A page as a strict reader sees it: its tags, links, ids and text."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "rect"})

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(page.decode())
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        """The ids on the page."""
        return [attributes["id"] or "" for _, attributes in self.tags if "id" in attributes]

    def all(self, tag: str) -> list[Mapping[str, str | None]]:
        """The attributes of all tags with a name."""
        return [attributes for name, attributes in self.tags if name == tag]


def changed(one: Record, **fields: Any) -> Record:
    """A record with other fields."""
    return msgspec.structs.replace(one, **fields)
