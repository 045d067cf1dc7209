"""How each record of a report stands, in the light of expectations: what JUnit, TAP and CSV tell of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from conformance.combine import by_platform
from conformance.expectations import Expectation, assess
from conformance.judge import GOOD, UNTRIED
from conformance.publish.shown import excerpt, harmless, line, placeless
from conformance.report import Header, Record, Report, split_label

Standing = Literal["passed", "failed", "error", "expected", "surprise", "flaky", "untried"]
"""``expected``: it did not pass, for the reason that was expected. ``surprise``: it passed against an expectation."""
_REASON = 2000
"""Characters of a reason that are told."""
_CHECKS = 20
"""Failing checks that are told."""


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """A record, how it stands, and why in one line, which is harmless and knows nothing of the machine."""

    header: Header
    record: Record
    standing: Standing
    why: str

    @property
    def name(self) -> str:
        """The case, harmless."""
        return line(self.record.case)

    @property
    def runtime(self) -> str:
        """The runtime, harmless."""
        return line(self.record.runtime)


def standings(reports: Iterable[Report], expectations: Sequence[Expectation] = ()) -> list[Stood]:
    """How all records stand: by runtime, then by case, then by report."""
    found = [one for report in by_platform(list(reports)) for one in _of_report(report, expectations)]
    return sorted(found, key=lambda one: (one.record.runtime, one.record.case, one.header.started))


def _of_report(report: Report, expectations: Sequence[Expectation]) -> Iterable[Stood]:
    assessed = assess(report.header, report.records, expectations)
    known: dict[int, tuple[Standing, Expectation]] = {}
    known |= {id(met.record): ("surprise", met.expectation) for met in assessed.passes}
    known |= {id(met.record): ("expected", met.expectation) for met in assessed.expected}
    for record in report.records:
        standing, expectation = known.get(id(record), (_alone(record), None))
        if standing == "surprise" and record.outcome not in GOOD:
            standing = _alone(record)
        why = _why(record, standing, expectation)
        yield Stood(header=report.header, record=record, standing=standing, why=why)


def _alone(record: Record) -> Standing:
    """How a record stands of which nobody expects anything."""
    if record.outcome in GOOD:
        return "passed"
    if record.outcome in ("error", "unknown"):  # no run writes the latter, and it says nothing about the runtime
        return "error"
    if record.outcome in UNTRIED:
        return "untried"
    return "flaky" if record.outcome == "flaky" else "failed"


def _why(record: Record, standing: Standing, expectation: Expectation | None) -> str:
    reason = line(excerpt(record.reason, _REASON).text)
    told = f"{record.outcome}: {reason}" if reason else record.outcome
    if expectation is None or standing not in ("expected", "surprise"):
        return told if standing != "passed" else reason
    place = line(placeless(expectation.place))
    issue = f", {line(expectation.entry.issue)}" if expectation.entry.issue else ""
    if standing == "surprise":
        return f"passes, though {place} expects {' or '.join(expectation.entry.outcomes)}{issue}"
    return f"expected by {place}{issue}: {told}"


def details(one: Stood) -> str:
    """All that there is to know of a record that did not pass, in a few lines, harmless."""
    record = one.record
    failing = [check for check in record.checks if not check.ok]
    lines = [line(record.reason[:_REASON])] if record.reason else []
    lines += [f"{line(check.name)}: got {line(check.got)}, want {line(check.want)}" for check in failing[:_CHECKS]]
    if len(failing) > _CHECKS:
        lines.append(f"and {len(failing) - _CHECKS} checks more")
    lines.append(f"rerun: {rerun(record)}")
    if record.stderr:
        lines.append(f"stderr:\n{excerpt(harmless(record.stderr), _REASON).text}")
    return "\n".join(lines)


def rerun(record: Record) -> str:
    """The command that runs the attempt again, for a shell."""
    return line(shlex.join(["wasi-conformance", "repro", record.case, "-r", split_label(record.runtime)[0]]))


def counted_as(one: Stood, *, strict: bool) -> Standing:
    """How it counts: strictly, what passed against an expectation, or not at once, has failed."""
    return "failed" if strict and one.standing in ("surprise", "flaky") else one.standing
