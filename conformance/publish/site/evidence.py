"""What the records of one case say, as its page shows it: versions that came to the same are told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec
from markupsafe import Markup

from conformance.account import account
from conformance.case import Case
from conformance.expectations import Expectations
from conformance.judge import GOOD, UNTRIED, Check, Outcome
from conformance.publish.plots import life_svg
from conformance.publish.results import Product, Results, Span, Version, short, spans
from conformance.publish.shown import Excerpt, command_line, excerpt
from conformance.publish.site.findings import Finding
from conformance.report import Earlier, Record, Sent, split_label

_REASON = 1500
_VALUE = 400
_OUTPUT = 3000
_CHECKS = 60
"""Checks that are shown of one result; the others are counted."""
_EARLIER = 10
_SENT, _SENT_TEXT = 6, 1000


class CheckRow(msgspec.Struct, frozen=True):
    """A check as it is shown."""

    name: Excerpt
    ok: bool
    got: Excerpt
    want: Excerpt


class SentRow(msgspec.Struct, frozen=True):
    """A request that a peer was sent."""

    peer: str
    text: Excerpt
    total: int
    problem: str | None


class Issue(msgspec.Struct, frozen=True):
    """An upstream issue about a result."""

    text: str
    link: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One result, in all the versions of a runtime that came to it; the evidence is the newest one's."""

    product: Product
    versions: tuple[Version, ...]
    outcome: Outcome
    good: bool
    tried: bool
    reason: Excerpt
    failing: tuple[CheckRow, ...]
    passing: tuple[CheckRow, ...]
    more_checks: int
    stdout: Excerpt
    stderr: Excerpt
    sent: tuple[SentRow, ...]
    earlier: tuple[Earlier, ...]
    attempt: int
    lane: str | None
    duration_s: float
    rerun: str
    bare: str
    other_guest: bool
    """Whether the record was made with another component than the corpus has now."""
    findings: tuple[Finding, ...]
    issues: tuple[Issue, ...]
    notes: tuple[str, ...]


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a case on one runtime: the outcome of each version, oldest first, and the results themselves."""

    product: Product
    newest: Outcome
    reason: Excerpt
    history: tuple[Span[Outcome], ...]
    life: Markup
    """The same as a small plot."""
    told: tuple[Told, ...]


def stories(case: Case, results: Results, findings: Iterable[Finding], expectations: Expectations) -> tuple[Story, ...]:
    """The stories of a case, in the order of the runtimes."""
    mine = [finding for finding in findings if case.id in finding.cases]
    return tuple(_story(case, results, product, mine, expectations) for product in results.products)


def _story(
    case: Case, results: Results, product: Product, findings: Sequence[Finding], expectations: Expectations
) -> Story:
    groups: dict[object, list[tuple[Version, Record]]] = {}
    for version in product.versions:
        record = results.record(case.id, version)
        if record is not None:
            groups.setdefault((record.outcome, account(record)), []).append((version, record))
    order = {version.label: index for index, version in enumerate(product.versions)}
    newest_first = sorted(groups.values(), key=lambda group: order[group[-1][0].label], reverse=True)
    told = [_told(case, product, group, findings, expectations) for group in newest_first]
    newest = results.record(case.id, product.newest)
    return Story(
        product=product,
        newest=newest.outcome if newest is not None else "unknown",
        reason=excerpt(newest.reason if newest is not None else "no report has a record of it", 300),
        history=tuple(spans((version, results.outcome(case.id, version)) for version in product.versions)),
        life=Markup(life_svg([results.outcome(case.id, version) for version in product.versions])),
        told=tuple(told),
    )


def _told(
    case: Case,
    product: Product,
    group: Sequence[tuple[Version, Record]],
    findings: Sequence[Finding],
    expectations: Expectations,
) -> Told:
    version, record = group[-1]
    good, tried = record.outcome in GOOD, record.outcome not in UNTRIED
    failing = [check for check in record.checks if not check.ok]
    passing = [check for check in record.checks if check.ok]
    entries = [one.entry for one in expectations.about(version.setting, case.id) if not good]
    return Told(
        product=product,
        versions=tuple(version for version, _ in group),
        outcome=record.outcome,
        good=good,
        tried=tried,
        reason=excerpt(record.reason, _REASON),
        failing=tuple(_check(check) for check in failing[:_CHECKS]),
        passing=tuple(_check(check) for check in passing[:_CHECKS]),
        more_checks=max(0, len(failing) - _CHECKS) + max(0, len(passing) - _CHECKS),
        stdout=excerpt(record.stdout, _OUTPUT),
        stderr=excerpt(record.stderr, _OUTPUT),
        sent=tuple(_sent(one) for one in record.sent[:_SENT]),
        earlier=record.earlier[:_EARLIER],
        attempt=record.attempt,
        lane=record.lane,
        duration_s=record.duration_s,
        rerun=command_line(["wasi-conformance", "repro", record.case, "-r", split_label(record.runtime)[0]]),
        bare=command_line(record.bare_command),
        other_guest=record.component_sha256 != case.component_sha256,
        findings=tuple(one for one in findings if tried and not good and short(one.family) == product.family),
        issues=tuple(_issues(entry.issue for entry in entries)),
        notes=tuple(entry.note for entry in entries if entry.note),
    )


def _sent(one: Sent) -> SentRow:
    problem = None if one.problem is None else short(one.problem, _VALUE)
    return SentRow(short(one.peer), excerpt(one.text, _SENT_TEXT), one.total, problem)


def _issues(links: Iterable[str | None]) -> Iterator[Issue]:
    for link in dict.fromkeys(filter(None, links)):
        yield Issue(link.partition("://")[2], link)


def _check(check: Check) -> CheckRow:
    return CheckRow(excerpt(check.name, _VALUE), check.ok, excerpt(check.got, _VALUE), excerpt(check.want, _VALUE))


def upstream(told: Told) -> list[Issue]:
    """The upstream issues of a result: those of expectations, and those of its findings, once each."""
    ours = (Issue(text, link) for finding in told.findings for text, link in finding.issues)
    return list({issue.link: issue for issue in chain(ours, told.issues)}.values())
