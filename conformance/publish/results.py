"""What reports say, put in order for pages: runtimes with their versions, and the record of each case on each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

import msgspec
from packaging.version import InvalidVersion
from packaging.version import Version as Number

from conformance.combine import by_platform
from conformance.corpus import Corpus
from conformance.errors import BadOption
from conformance.expectations import Setting, name_of, settings_of
from conformance.judge import Outcome
from conformance.publish.matrix import refusal_of
from conformance.report import Header, Record, Report, on_platform, split_label


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime in one version, as the newest report with it has it."""

    label: str
    number: str
    """The version as text: what follows the name in the label."""
    family: str
    parts: dict[str, str]
    started: str
    platform: str
    setting: Setting
    unverified: str = ""
    """What its runner.yaml was written after, where nobody has tried it with the real program."""

    @property
    def plain(self) -> str:
        """``name@version``, as `-r` takes it."""
        return split_label(self.label)[0]


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A runtime with all its versions, oldest first; on one platform, where there are several: ``a (linux-x86_64)``."""

    name: str
    family: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        """The version that stands for the runtime where there is place for one."""
        return self.versions[-1]


T = TypeVar("T")


class Span(msgspec.Struct, Generic[T], frozen=True):
    """Versions, one after the other, of which the same can be said."""

    oldest: Version
    newest: Version
    said: T

    @property
    def text(self) -> str:
        """``1.0``, or ``1.0 to 1.4``."""
        if self.oldest.label == self.newest.label:
            return self.newest.number
        return f"{self.oldest.number} to {self.newest.number}"


def spans(pairs: Iterable[tuple[Version, T]]) -> list[Span[T]]:
    """What is said of versions, oldest first, with those together that come after each other and say the same."""
    found: list[Span[T]] = []
    for version, said in pairs:
        if found and found[-1].said == said:
            found[-1] = Span(found[-1].oldest, version, said)
        else:
            found.append(Span(version, version, said))
    return found


class Results:
    """Everything that reports over one corpus say; for one case and version the newest report counts."""

    def __init__(self, reports: Sequence[Report], names: Sequence[str] = ()) -> None:
        """``names`` are those of the reports, by which people know them; when they were started, unless told."""
        if not reports:
            raise BadOption("REPORT", "", "nothing can be shown without a report")
        for report in reports:
            if report.header.corpus_sha256 != reports[0].header.corpus_sha256:
                raise BadOption("REPORT", report.header.corpus_sha256[:12], "the reports are over different corpora")
        self.named = tuple(zip(names or [report.header.started for report in reports], reports, strict=True))
        reports = by_platform(reports)
        newest_last = sorted(reports, key=lambda report: (report.header.started, msgspec.json.encode(report.header)))
        self.corpus_sha256 = reports[0].header.corpus_sha256
        self.suite_versions = tuple(sorted({short(report.header.suite_version) for report in reports}))
        self.started = newest_last[-1].header.started
        self.oldest = newest_last[0].header.started
        self.products = products_of([report.header for report in newest_last])
        known = {name for report in reports for name in report.header.runtimes}
        self.unavailable = {
            short(label): short(why, 1000)
            for report in newest_last
            for label, why in sorted(report.header.unavailable.items())
            if label not in known
        }
        self._records = _newest(newest_last)

    @cached_property
    def case_ids(self) -> tuple[str, ...]:
        """All cases that have a record."""
        return tuple(sorted({case_id for case_id, _ in self._records}))

    def counting(self, corpus: Corpus) -> frozenset[str]:
        """The cases that count when something is said of all: what was not run is not left out.

        Those of the corpus and of the reports; of the reports alone, where they are of whole runs over another state of
        the corpus: a case that did not exist is no gap.
        """
        headers = [report.header for _, report in self.named]
        whole = not any(header.shard or any(run.selection for run in header.runs) for header in headers)
        own = frozenset(self.case_ids)
        return own if whole and corpus.sha256 != self.corpus_sha256 else own | frozenset(corpus.ids)

    @cached_property
    def families(self) -> dict[str, tuple[Product, ...]]:
        """Implementation family → its runtimes."""
        names = dict.fromkeys(product.family for product in self.products)
        return {family: tuple(one for one in self.products if one.family == family) for family in names}

    def record(self, case_id: str, version: Version) -> Record | None:
        """The record of a case on a version, if there is one."""
        return self._records.get((case_id, version.label))

    def outcome(self, case_id: str, version: Version) -> Outcome:
        """What a case came to on a version; ``unknown`` without a record."""
        record = self._records.get((case_id, version.label))
        return record.outcome if record is not None else "unknown"

    @cached_property
    def refusals(self) -> dict[str, str]:
        """Label → the words with which a runtime refuses every component, where that is all that it does."""
        by_label: dict[str, list[Record]] = {}
        for (_, label), record in self._records.items():
            by_label.setdefault(label, []).append(record)
        found = {label: refusal_of(records) for label, records in by_label.items()}
        return {label: short(words, 1000) for label, words in found.items() if words}

    def newest_records(self, case_id: str) -> list[Record]:
        """The records of a case on each runtime's newest version."""
        found = (self.record(case_id, product.newest) for product in self.products)
        return [record for record in found if record is not None]


def short(text: str, most: int = 80) -> str:
    """A name of any length, cut so that different ones stay different."""
    if len(text) <= most:
        return text
    return f"{text[: most - 9]}…{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


def products_of(newest_last: Iterable[Header]) -> tuple[Product, ...]:
    versions: dict[str, Version] = {}
    for header in newest_last:
        versions |= {version.label: version for version in versions_of(header)}
    by_name: dict[str, list[Version]] = {}
    for version in versions.values():
        key = split_label(version.label)[1]
        name = name_of(version.label)
        by_name.setdefault(short(on_platform(name, key) if key else name), []).append(version)
    found = []
    for name, some in by_name.items():
        mine = sorted(some, key=_age)
        found.append(Product(name=name, family=mine[-1].family, versions=tuple(mine)))
    return tuple(sorted(found, key=lambda product: (product.family, product.name)))


def versions_of(header: Header) -> Iterator[Version]:
    settings = settings_of(header)
    for label, parts in header.runtimes.items():
        plain = split_label(label)[0]
        setting = settings[label]
        yield Version(
            label=label,
            number=short(plain[len(name_of(plain)) + 1 :] or "?"),
            family=short(header.families.get(label) or name_of(plain)),
            parts={short(part): short(number) for part, number in list(parts.items())[:40]},
            started=header.started,
            platform=short(f"{setting.system} {setting.machine}"),
            setting=setting,
            unverified=short(header.unverified.get(label, ""), 1000),
        )


def _age(version: Version) -> tuple[bool, Number, str]:
    """By number; what has none, such as a build of one's own, comes first, so that it stands for nothing."""
    try:
        return True, Number(version.number), version.label
    except InvalidVersion:
        return False, Number("0"), version.label


def _newest(newest_last: Iterable[Report]) -> dict[tuple[str, str], Record]:
    """The record of the newest report for each case and label, in whatever order reports of one second came."""
    found: dict[tuple[str, str], tuple[str, Record]] = {}
    for report in newest_last:
        started = report.header.started
        for record in report.records:
            key = record.case, record.runtime
            before = found.get(key)
            if before is not None and before[0] == started and _text(record) <= _text(before[1]):
                continue
            found[key] = started, record
    return {key: record for key, (_, record) in found.items()}


def _text(record: Record) -> bytes:
    return msgspec.json.encode(record)
