"""The gate: may this upgrade go through? Decisions about two reports and about what came of running again.

A case speaks against an upgrade when it got worse, or fails for another reason than the one that is expected. It blocks
when that is seen again each time that both sides are run again; a flake is told, and lets the upgrade pass. Nothing
here runs anything.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from conformance.account import normalised
from conformance.case import Case, Level
from conformance.diff import Bucket, Change, Comparison, Diff, Regression, Result, against, bucket_of
from conformance.errors import (
    EXIT_EXPECTED,
    EXIT_INCOMPLETE,
    EXIT_NOTHING_RAN,
    EXIT_UNEXPECTED,
    EXIT_USAGE,
    Malformed,
    SuiteError,
)
from conformance.expectations import Assessment, Expectation, Expectations, assess, name_of
from conformance.judge import UNTRIED, Outcome
from conformance.relevance import Relevance
from conformance.report import Record, Report, split_label

_PROVES_NOTHING: frozenset[Outcome] = frozenset({"skip", "error", "unknown"})
_CHECKS = 3
"""Checks that a finding shows."""
_NAMED = 5
"""Cases that a sentence names."""


@dataclass(eq=False)
class UnfitReport(SuiteError):
    """A report that no gate can rest on; ``exit_code`` depends on why."""

    file: Path
    problem: str
    hint: str = "`wasi-conformance run -r NAME@VERSION --report FILE` makes one of the whole corpus"
    exit_code: int = EXIT_INCOMPLETE

    def __str__(self) -> str:
        return f"{self.file} cannot be gated: {self.problem}\n  hint: {self.hint}"


def admit(report: Report, file: Path, corpus_sha256: str, *, allow_corpus_change: bool = False) -> None:
    """Raise :class:`UnfitReport` for a report from which anything may be missing, or that is about other cases.

    Also raises :class:`Malformed` for a case that is there twice.
    """
    header = report.header
    if report.footer is None:
        raise UnfitReport(file, f"it has no footer after {len(report.records)} records: its run did not finish")
    if header.selection:
        raise UnfitReport(file, f"it is filtered: it has only what {_some(header.selection)} selects")
    if header.shard is not None:
        raise UnfitReport(file, f"it has only the shard {header.shard} of the cases")
    if not header.cases or not header.runtimes:
        raise UnfitReport(file, "it has no case at all", exit_code=EXIT_NOTHING_RAN)
    for label in report.labels:
        of_label = Counter(record.case for record in report.records if record.runtime == label)
        twice = [case for case, count in of_label.items() if count > 1]
        if twice:
            raise Malformed(file, None, "case", f"{twice[0]} is there twice for {label}")
        if len(of_label) != header.cases:
            problem = f"it has {len(of_label)} of {header.cases} cases for {label}: its run was stopped early"
            raise UnfitReport(file, problem)
    if header.corpus_sha256 != corpus_sha256 and not allow_corpus_change:
        raise UnfitReport(
            file,
            f"it is over another corpus ({header.corpus_sha256[:12]}) than the present one ({corpus_sha256[:12]}): "
            "a case may have changed, not the runtime",
            "make it again with this version of the suite, or compare all the same with --allow-corpus-change",
            EXIT_USAGE,
        )


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


# ------------------------------------------------------------------------------------------------- running again


class Rerun(msgspec.Struct, frozen=True):
    """A suspect run once more: what each side came to, or None for one that could not be run."""

    before: Result | None
    after: Result | None


Key = tuple[str, str, str]
"""Case, and the runtime before and after: what a suspect is about."""


def key_of(suspect: Regression) -> Key:
    """What a suspect is about."""
    return suspect.case, suspect.before, suspect.after


def seen_again(suspect: Regression, rerun: Rerun, one: Comparison, expectations: Expectations) -> bool:
    """Whether a rerun speaks against the upgrade as the first run did.

    A side that could not be run, or whose attempt proves nothing, stands as it did: it excuses nobody.
    """
    before = _told(rerun.before) or suspect.change.before
    after = _told(rerun.after) or suspect.change.after
    change = msgspec.structs.replace(suspect.change, before=before, after=after, bucket=bucket_of(before, after))
    return bool(against(one, change, expectations))


def _told(result: Result | None) -> Result | None:
    return result if result is not None and result.outcome not in _PROVES_NOTHING else None


def still_steady(
    suspects: Iterable[Regression],
    rounds: Sequence[Mapping[Key, Rerun]],
    found: Diff,
    expected: Sequence[Expectation],
) -> list[Regression]:
    """The suspects that every round so far has shown again: only these need another one."""
    comparisons, expectations = _by_labels(found), Expectations(expected)
    return [
        suspect
        for suspect in suspects
        if all(
            seen_again(suspect, one[key_of(suspect)], comparisons[key_of(suspect)[1:]], expectations)
            for one in rounds
            if key_of(suspect) in one
        )
    ]


def _by_labels(found: Diff) -> dict[tuple[str, str], Comparison]:
    return {(one.before.label, one.after.label): one for one in found.comparisons}


# ------------------------------------------------------------------------------------------------- findings

Verdict = Literal["confirmed", "unconfirmed", "unsteady"]


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a case came to on one side."""

    outcome: Outcome
    reason: str
    got: dict[str, str] = {}
    """Check → what it got, for the checks that fail now."""


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """One time that the case was run again, on the sides on which it could be."""

    before: Seen | None
    after: Seen | None
    seen_again: bool


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A case that spoke against the upgrade, and what running it again said to that."""

    case: str
    level: Level
    clause: str
    """What the specification demands; empty when the case is not in the present corpus."""
    runtime_before: str
    runtime_after: str
    bucket: Bucket
    why: str
    expected: dict[str, str]
    """Check → what it wants, for the checks that fail now."""
    before: Seen
    after: Seen
    verdict: Verdict
    again: tuple[Again, ...]
    unconfirmed: str = ""
    """Why it is not confirmed, although it was never seen otherwise."""
    rerun: tuple[str, ...] = ()
    """The commands to see it for oneself: now, and before."""
    bare: str = ""
    """The runtime's own command, in the sandbox that the first of these makes."""
    accept: str = ""
    """The command that makes the result an expected one."""

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of the upgrade."""
        return self.verdict != "unsteady"


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that a gate has to go by."""

    before: Report
    after: Report
    files: tuple[Path, Path]
    """Where these two are."""
    found: Diff
    suspects: tuple[Regression, ...]
    rounds: Sequence[Mapping[Key, Rerun]] = ()
    cannot_rerun: Mapping[str, str] = {}
    """``before`` or ``after`` → why that side could not be run again."""
    expected: tuple[Expectation, ...] = ()
    cases: Mapping[str, Case] = {}
    """The cases of the present corpus that the gate is about, by id."""
    options: tuple[str, ...] = ()
    """What a line to rerun has to repeat of the command."""
    scope: Scope | None = None
    same: bool = False
    """Both sides are the very same runtime, run side by side: whatever differs between them is not its doing."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a gate for a component of one's own looks at, and what not."""

    component: str
    cases: int
    left_out: dict[str, int]
    """Area → cases that assert nothing that the component uses."""
    unasserted: tuple[str, ...]
    """Functions of the component that no case asserts: a change of theirs is not seen."""
    text: str


def scope_of(component: Path, chosen: Relevance) -> Scope:
    """The scope that the imports and exports of a component make."""
    return Scope(
        component=str(component),
        cases=len(chosen.cases),
        left_out=chosen.left_out,
        unasserted=chosen.unasserted,
        text=chosen.describe(),
    )


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """Every suspect with its verdict, those that block first."""
    records = [
        {(record.case, record.runtime): record for record in report.records}
        for report in (evidence.before, evidence.after)
    ]
    comparisons, expectations = _by_labels(evidence.found), Expectations(evidence.expected)
    some = [
        _finding(
            evidence,
            suspect,
            (records[0][suspect.case, suspect.before], records[1][suspect.case, suspect.after]),
            _again(evidence, suspect, comparisons[suspect.before, suspect.after], expectations),
        )
        for suspect in evidence.suspects
    ]
    return tuple(sorted(some, key=lambda one: not one.blocks))


def _again(evidence: Evidence, suspect: Regression, one: Comparison, expectations: Expectations) -> tuple[Again, ...]:
    reruns = [some[key_of(suspect)] for some in evidence.rounds if key_of(suspect) in some]
    return tuple(
        Again(
            before=_seen(rerun.before, suspect.change),
            after=_seen(rerun.after, suspect.change),
            seen_again=seen_again(suspect, rerun, one, expectations),
        )
        for rerun in reruns
    )


def _seen(result: Result | None, change: Change) -> Seen | None:
    if result is None:
        return None
    failing = {check.name for check in change.after.checks[:_CHECKS]} if change.after is not None else set()
    got = {check.name: check.got for check in result.checks if check.name in failing}
    return Seen(outcome=result.outcome, reason=result.reason, got=got)


def _finding(
    evidence: Evidence, suspect: Regression, records: tuple[Record, Record], again: tuple[Again, ...]
) -> Finding:
    before, after = records
    failing = [check for check in after.checks if not check.ok][:_CHECKS]
    names = {check.name for check in failing}
    case = evidence.cases.get(suspect.case)
    steady = all(one.seen_again for one in again)
    unconfirmed = _unconfirmed(evidence, case, again) if steady else ""
    return Finding(
        case=suspect.case,
        level=suspect.change.level,
        clause=case.front.clause.strip() if case is not None else "",
        runtime_before=suspect.before,
        runtime_after=suspect.after,
        bucket=suspect.change.bucket,
        why=suspect.why,
        expected={check.name: check.want for check in failing},
        before=Seen(
            outcome=before.outcome,
            reason=before.reason,
            got={check.name: check.got for check in before.checks if check.name in names},
        ),
        after=Seen(outcome=after.outcome, reason=after.reason, got={check.name: check.got for check in failing}),
        verdict="unsteady" if not steady or evidence.same else "unconfirmed" if unconfirmed else "confirmed",
        again=again,
        unconfirmed=unconfirmed,
        rerun=tuple(_rerun_lines(suspect, evidence.options)),
        bare=shlex.join(after.bare_command),
        accept=_accept_line(after, evidence),
    )


def _unconfirmed(evidence: Evidence, case: Case | None, again: Sequence[Again]) -> str:
    """Why a finding that was always seen again is not confirmed all the same; empty when it is."""
    if evidence.same:
        return "both sides are the very same runtime, so that it is the case that varies"
    if case is None:
        return "the present corpus does not have it"
    if not again:
        return "; ".join(evidence.cannot_rerun.values()) or "it was not run again"
    lacking = [
        evidence.cannot_rerun.get(side, f"an attempt on {side} came to nothing")
        for side in ("before", "after")
        if any((seen := getattr(one, side)) is None or seen.outcome in _PROVES_NOTHING for one in again)
    ]
    return "; ".join(lacking)


def _rerun_lines(suspect: Regression, options: Sequence[str]) -> Iterator[str]:
    for label in dict.fromkeys((suspect.after, suspect.before)):
        yield shlex.join(["wasi-conformance", "repro", suspect.case, "-r", split_label(label)[0], *options])


def _accept_line(after: Record, evidence: Evidence) -> str:
    words = ["wasi-conformance", "expectations", "update", "--from", str(evidence.files[1])]
    words += ["-r", name_of(after.runtime), "--accept", after.case, "--reason", normalised(after.reason), "--write"]
    return shlex.join([*words, *evidence.options]) if after.reason else ""


# ------------------------------------------------------------------------------------------------- conclusion


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What a gate came to."""

    exit_code: int
    verdict: str
    cases: int
    """How many were compared, summed over pairs of runtimes."""
    blocking: tuple[Finding, ...]
    unsteady: tuple[Finding, ...]
    """What got worse once and did not do so every time when it was run again."""
    incomplete: tuple[str, ...]
    """Why the gate cannot answer, although both sides are there."""
    expected: int
    """Results after the upgrade that do not pass, as expected."""
    unexpected_passes: tuple[str, ...]
    scope: Scope | None
    reports: dict[str, str]
    """``before`` and ``after`` → file."""
    diff: Diff


def conclude(evidence: Evidence) -> Gate:
    """The answer of the gate."""
    some = findings(evidence)
    blocking = tuple(one for one in some if one.blocks)
    incomplete = tuple(dict.fromkeys(_incomplete(evidence)))
    tried = sum(_tried_on_both_sides(evidence))
    code = (
        EXIT_INCOMPLETE if incomplete else EXIT_UNEXPECTED if blocking else EXIT_EXPECTED if tried else EXIT_NOTHING_RAN
    )
    told = assessed(evidence)
    return Gate(
        exit_code=code,
        verdict=_verdict(code, blocking, tried),
        cases=sum(one.cases for one in evidence.found.comparisons),
        blocking=blocking,
        unsteady=tuple(one for one in some if not one.blocks),
        incomplete=incomplete,
        expected=len(told.expected),
        unexpected_passes=tuple(
            f"{met.record.case} is {met.record.outcome} on {met.record.runtime}, expected otherwise by "
            f"{met.expectation.place}"
            for met in told.passes
        ),
        scope=evidence.scope,
        reports={"before": str(evidence.files[0]), "after": str(evidence.files[1])},
        diff=evidence.found,
    )


def assessed(evidence: Evidence) -> Assessment:
    """The results after the upgrade in the light of expectations."""
    return assess(evidence.after.header, after_records(evidence), evidence.expected)


def after_records(evidence: Evidence) -> list[Record]:
    """The records after the upgrade that the gate looks at, by case."""
    labels = {one.after.label for one in evidence.found.comparisons}
    looked_at: Collection[str] | None = evidence.cases if evidence.scope is not None else None
    return sorted(
        (r for r in evidence.after.records if r.runtime in labels and (looked_at is None or r.case in looked_at)),
        key=lambda record: (record.case, record.runtime),
    )


def _verdict(code: int, blocking: Sequence[Finding], tried: int) -> str:
    if code == EXIT_INCOMPLETE:
        return "incomplete: the gate cannot answer"
    if blocking:
        return f"{len(blocking)} case{'' if len(blocking) == 1 else 's'} got worse"
    if code == EXIT_NOTHING_RAN:
        return "nothing could be tried on both sides"
    return f"nothing got worse: {tried} case{'' if tried == 1 else 's'} tried on both sides"


def _tried_on_both_sides(evidence: Evidence) -> Iterator[int]:
    """For each pair of runtimes, how many cases say something about both."""
    silent = UNTRIED | _PROVES_NOTHING
    of_before = {(r.case, r.runtime): r.outcome for r in evidence.before.records}
    of_after = {(r.case, r.runtime): r.outcome for r in after_records(evidence)}
    for one in evidence.found.comparisons:
        yield sum(
            outcome not in silent and of_before.get((case, one.before.label), "unknown") not in silent
            for (case, label), outcome in of_after.items()
            if label == one.after.label
        )


def _incomplete(evidence: Evidence) -> Iterator[str]:
    """Results that are absent where they had to be there: they must not pass for unchanged."""
    looked_at = {record.case for record in after_records(evidence)}
    for one in evidence.found.comparisons:
        sides = [
            {r.case: r for r in report.records if r.runtime == label and r.case in looked_at}
            for report, label in ((evidence.before, one.before.label), (evidence.after, one.after.label))
        ]
        for label, records in zip((one.before.label, one.after.label), sides, strict=True):
            failed = sorted(case for case, record in records.items() if record.outcome in ("error", "unknown"))
            if failed:
                first = records[failed[0]].reason
                yield f"the suite itself failed on {label} in {_some(failed)}: {first}"
        lost = [
            case
            for case, record in sides[1].items()
            if record.outcome == "skip" and case in sides[0] and sides[0][case].outcome not in UNTRIED
        ]
        if lost:
            yield (
                f"tried on {one.before.label} but skipped on {one.after.label}: {_some(lost)}: "
                f"{sides[1][lost[0]].reason}"
            )
