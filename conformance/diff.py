"""Two reports side by side: what got worse, what got better, what fails otherwise than before.

Every case of a pair of runtimes is in exactly one bucket; comparing the other way round mirrors the buckets, and a
report compared with itself has nothing but unchanged cases. Durations are told and never judged.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from conformance.account import account
from conformance.case import Level
from conformance.decoding import decode_json
from conformance.errors import Malformed, SuiteError
from conformance.expectations import Expectation, Expectations, Setting, name_of, settings_of
from conformance.judge import GOOD, UNTRIED, Check, Outcome
from conformance.report import Footer, Header, Record, Report, on_platform, read_entries, split_label

Bucket = Literal[
    "regression",
    "newly-crashing",
    "newly-unsupported",
    "newly-flaky",
    "changed-reason",
    "changed-choice",
    "not-comparable",
    "fix",
    "no-longer-crashing",
    "newly-supported",
    "no-longer-flaky",
    "added",
    "removed",
    "unchanged",
]
BUCKETS: tuple[Bucket, ...] = Bucket.__args__  # type: ignore[attr-defined]
WORSE: frozenset[Bucket] = frozenset({"regression", "newly-crashing", "newly-unsupported", "newly-flaky"})
"""Buckets that may speak against an upgrade."""
MIRROR: Mapping[Bucket, Bucket] = {
    bucket: bucket for bucket in ("changed-reason", "changed-choice", "not-comparable", "unchanged")
} | {
    one: other
    for pair in (
        ("regression", "fix"),
        ("newly-crashing", "no-longer-crashing"),
        ("newly-unsupported", "newly-supported"),
        ("newly-flaky", "no-longer-flaky"),
        ("added", "removed"),
    )
    for one, other in (pair, pair[::-1])
}
"""The bucket of a case when before and after are swapped."""
_OURS: frozenset[Outcome] = frozenset({"skip", "error", "unknown"})
"""Outcomes that say nothing about the runtime, only about the machine or the suite."""
_NOISE_S = 0.1
"""Seconds by which any duration may differ."""
_LEAST_S = 1e-6
"""Seconds to which records tell durations: below that there is none."""
_NOISE_RATIO = math.log(2)
"""The least ratio that is more than noise, as a logarithm; where durations scatter much, more is asked for."""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """As much of a record as a comparison needs; of the checks, those that failed."""

    case: str
    level: Level
    runtime: str
    outcome: Outcome
    reason: str
    checks: tuple[Check, ...] = ()
    duration_s: float = 0.0
    component_sha256: str = ""


class _Line(msgspec.Struct, kw_only=True, gc=False, tag_field="kind", tag="record"):
    """A record as it is read. Its checks are decoded only where they matter: a passed case may have a hundred."""

    case: str
    level: Level
    runtime: str
    outcome: Outcome
    reason: str
    checks: msgspec.Raw
    duration_s: float
    component_sha256: str


class Results(msgspec.Struct, frozen=True):
    """A report as a comparison reads it: runtime → case → result."""

    header: Header
    by_runtime: dict[str, dict[str, Result]]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is not as it was."""

    case: str
    level: Level
    bucket: Bucket
    before: Result | None
    after: Result | None
    guest_changed: bool = False
    """Whether the guest itself is another, so that its results say little about the runtime."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose duration changed beyond noise, in seconds."""

    case: str
    before_s: float
    after_s: float


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One runtime against another, usually the same one in two versions."""

    before: Setting
    after: Setting
    cases: int
    unchanged: int
    counts: dict[str, int]
    """Bucket → cases, for those that are not empty."""
    outcomes: dict[str, tuple[int, int]]
    """Outcome → how many cases had it before, and after."""
    changes: tuple[Change, ...]
    paces: tuple[Pace, ...] = ()
    tempo: float = 1.0
    """How many times as long the median case took; paces are relative to it."""


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports compared."""

    comparisons: tuple[Comparison, ...]
    only_before: tuple[str, ...]
    """Runtimes of the first report that nothing in the second one was compared with."""
    only_after: tuple[str, ...]
    notes: tuple[str, ...]
    """What has to be known to read it."""

    @property
    def worse(self) -> bool:
        """Whether any case of any pair got worse."""
        return any(change.bucket in WORSE for one in self.comparisons for change in one.changes)


@dataclass(eq=False)
class CannotPair(SuiteError):
    """Runtimes of two reports of which it is not clear which belong together."""

    problem: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.problem}\n  before: {', '.join(self.before) or 'none'}\n  after:  {', '.join(self.after) or 'none'}"
            "\n  hint: say which to compare with --pair BEFORE=AFTER"
        )


@dataclass(eq=False)
class OtherCorpus(SuiteError):
    """Two reports that are not about the same cases."""

    before: str
    after: str

    def __str__(self) -> str:
        return (
            f"the reports are over different corpora ({self.before[:12]}, {self.after[:12]}): a case may have changed, "
            "not the runtime\n  hint: compare all the same with --allow-corpus-change"
        )


def read_results(file: Path, *, allow_incomplete: bool = False) -> Results:
    """Read what a comparison needs of a report. Raises as ``read_report`` does, and for a case that is there twice."""
    by_runtime: dict[str, dict[str, Result]] = {}
    header: Header | None = None
    for entry in read_entries(file, _Line, allow_incomplete=allow_incomplete):
        if isinstance(entry, Header):
            header = entry
            by_runtime = {sys.intern(label): {} for label in entry.runtimes}
        elif not isinstance(entry, Footer):
            of_runtime = by_runtime[entry.runtime]
            if entry.case in of_runtime:
                raise Malformed(file, None, "case", f"{entry.case} is there twice for {entry.runtime}")
            of_runtime[entry.case] = _result(entry, file)
    assert header is not None
    return Results(header, by_runtime)


def results_of(report: Report, cases: Collection[str] | None = None) -> Results:
    """What a comparison needs of a report that is in memory, or of these cases only."""
    by_runtime: dict[str, dict[str, Result]] = {label: {} for label in report.labels}
    for record in report.records:
        if cases is None or record.case in cases:
            by_runtime[record.runtime][record.case] = result_of(record)
    return Results(report.header, by_runtime)


def result_of(record: Record) -> Result:
    """As much of a record as a comparison needs."""
    return _reduced(record, record.checks)


def _result(line: _Line, file: Path) -> Result:
    return _reduced(line, () if line.outcome in GOOD else decode_json(bytes(line.checks), tuple[Check, ...], file))


def _reduced(line: _Line | Record, checks: Iterable[Check]) -> Result:
    return Result(
        case=line.case,
        level=line.level,
        runtime=sys.intern(line.runtime),
        outcome=line.outcome,
        reason=line.reason,
        checks=() if line.outcome in GOOD else tuple(check for check in checks if not check.ok),
        duration_s=line.duration_s,
        component_sha256=line.component_sha256,
    )


# ------------------------------------------------------------------------------------------------- pairing


def pair_up(
    before: Sequence[str], after: Sequence[str], chosen: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[str, str], ...]:
    """Which runtime of one report is compared with which of the other: by name, or as chosen.

    A runtime on a platform goes with the one on that platform. Raises :class:`CannotPair` when a name has several
    versions that are not the same ones on both sides, and when nothing at all goes together.
    """
    if chosen:
        return tuple((_one_of(a, before, before, after), _one_of(b, after, before, after)) for a, b in chosen)
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys(map(_named, before)):
        ours = [label for label in before if _named(label) == name]
        theirs = [label for label in after if _named(label) == name]
        if len(ours) == len(theirs) == 1:
            found.append((ours[0], theirs[0]))
        elif theirs and sorted(ours) != sorted(theirs):
            raise CannotPair(f"{name[0]} is there in several versions", tuple(ours), tuple(theirs))
        elif theirs:
            found += [(label, label) for label in ours]
    if not found:
        raise CannotPair("the reports have no runtime in common", tuple(before), tuple(after))
    return tuple(found)


def _told_by_platform(results: Results, other: Header) -> dict[str, str]:
    """The labels of a report by those that tell the platform, where the other report has several of them."""
    labels, keys = tuple(results.by_runtime), results.header.platform_keys
    if len(keys) > 1 or len(other.platform_keys) == 1:
        return {label: label for label in labels}
    return {on_platform(label, keys[0]): label for label in labels}


def _named(label: str) -> tuple[str, str]:
    """The name of a runtime, and its platform where the label has one."""
    return name_of(label), split_label(label)[1]


def _one_of(text: str, labels: Sequence[str], before: Sequence[str], after: Sequence[str]) -> str:
    fitting = [label for label in labels if text in (label, split_label(label)[0], name_of(label))]
    if len(fitting) != 1:
        several = "on several platforms" if any(split_label(label)[1] for label in fitting) else "in several versions"
        problem = "is not in that report" if not fitting else f"is there {several}"
        raise CannotPair(f"{text} {problem}", tuple(before), tuple(after))
    return fitting[0]


# ------------------------------------------------------------------------------------------------- comparing


def diff(
    before: Results,
    after: Results,
    chosen: Sequence[tuple[str, str]] = (),
    *,
    allow_corpus_change: bool = False,
) -> Diff:
    """Compare two reports. Raises :class:`CannotPair`, and :class:`OtherCorpus` unless that is allowed."""
    corpora = before.header.corpus_sha256, after.header.corpus_sha256
    if corpora[0] != corpora[1] and not allow_corpus_change:
        raise OtherCorpus(*corpora)
    ours, theirs = _told_by_platform(before, after.header), _told_by_platform(after, before.header)
    pairs = [(ours[a], theirs[b]) for a, b in pair_up(tuple(ours), tuple(theirs), chosen)]
    settings = settings_of(before.header), settings_of(after.header)
    comparisons = tuple(
        compare(settings[0][a], settings[1][b], before.by_runtime[a], after.by_runtime[b]) for a, b in pairs
    )
    return Diff(
        comparisons=comparisons,
        only_before=tuple(label for label in before.by_runtime if label not in {a for a, _ in pairs}),
        only_after=tuple(label for label in after.by_runtime if label not in {b for _, b in pairs}),
        notes=tuple(_notes(before.header, after.header, comparisons)),
    )


def _notes(before: Header, after: Header, comparisons: Sequence[Comparison]) -> Iterator[str]:
    if before.corpus_sha256 != after.corpus_sha256:
        others = sum(change.guest_changed for one in comparisons for change in one.changes)
        yield f"The corpora differ; {others} of the changed cases have another guest."
    if (before.selection, before.shard) != (after.selection, after.shard):
        yield "The reports are over different selections of cases: that alone makes cases added or removed."
    machines = [(h.platform.system, h.platform.machine, h.platform.release) for h in (before, after)]
    if machines[0] != machines[1]:
        yield f"The reports come from different machines: {' '.join(machines[0])}, {' '.join(machines[1])}."


def compare(before: Setting, after: Setting, ours: Mapping[str, Result], theirs: Mapping[str, Result]) -> Comparison:
    """Compare the results of two runtimes, case by case."""
    changes = []
    cases = sorted(ours.keys() | theirs.keys())
    for case_id in cases:
        a, b = ours.get(case_id), theirs.get(case_id)
        bucket = bucket_of(a, b)
        if bucket != "unchanged":
            level = (b or a).level  # type: ignore[union-attr]
            other = a is not None and b is not None and a.component_sha256 != b.component_sha256
            change = Change(case=case_id, level=level, bucket=bucket, before=a, after=b, guest_changed=other)
            changes.append(change)
    counted = Counter(change.bucket for change in changes)
    sums = Counter(r.outcome for r in ours.values()), Counter(r.outcome for r in theirs.values())
    tempo, paces = _paces(
        [(ours[case_id], theirs[case_id]) for case_id in cases if case_id in ours and case_id in theirs]
    )
    return Comparison(
        before=before,
        after=after,
        cases=len(cases),
        unchanged=len(cases) - len(changes),
        counts={bucket: counted[bucket] for bucket in BUCKETS if counted[bucket]},
        outcomes={outcome: (sums[0][outcome], sums[1][outcome]) for outcome in sorted(sums[0].keys() | sums[1].keys())},
        changes=tuple(changes),
        paces=paces,
        tempo=tempo,
    )


def bucket_of(before: Result | None, after: Result | None) -> Bucket:
    """The one bucket of a case, by what it came to before and after."""
    if before is None or after is None:
        return "removed" if after is None else "added"
    if before.outcome == after.outcome and (_equal(before, after) or account(before) == account(after)):
        return "unchanged"
    if before.outcome in _OURS or after.outcome in _OURS:
        return "not-comparable"
    for outcome, towards, away in _STEPS:
        if (before.outcome == outcome) != (after.outcome == outcome):
            return towards if after.outcome == outcome else away
    return _by_rank(before.outcome, after.outcome)


_STEPS: tuple[tuple[Outcome, Bucket, Bucket], ...] = (
    ("unsupported", "newly-unsupported", "newly-supported"),
    ("crash", "newly-crashing", "no-longer-crashing"),
)


def _by_rank(before: Outcome, after: Outcome) -> Bucket:
    """Among results that are good, flaky or bad: the step from one to the other, or the change within one."""
    if before in GOOD and after in GOOD:
        return "changed-choice"
    if "flaky" in (before, after) and (before in GOOD or after in GOOD):
        return "newly-flaky" if after == "flaky" else "no-longer-flaky"
    rank = {**dict.fromkeys(GOOD, 0), "flaky": 1}
    step = rank.get(after, 2) - rank.get(before, 2)
    return "changed-reason" if not step else "regression" if step > 0 else "fix"


def _equal(before: Result, after: Result) -> bool:
    return before.reason == after.reason and before.checks == after.checks


def _paces(pairs: Sequence[tuple[Result, Result]]) -> tuple[float, tuple[Pace, ...]]:
    """How the tempo of all changed, and the cases that left it by more than the others scatter.

    Only cases that came to the same are looked at: one that fails early is not quick.
    """
    timed = [
        (a, b, math.log(b.duration_s / a.duration_s))
        for a, b in pairs
        if a.outcome == b.outcome and a.outcome not in UNTRIED and min(a.duration_s, b.duration_s) >= _LEAST_S
    ]
    if not timed:
        return 1.0, ()
    tempo = statistics.median(ratio for *_, ratio in timed)
    scatter = statistics.median(abs(ratio - tempo) for *_, ratio in timed)
    noise = max(_NOISE_RATIO, 6 * 1.4826 * scatter)  # the latter factor makes a standard deviation of it
    return math.exp(tempo), tuple(
        Pace(case=a.case, before_s=a.duration_s, after_s=b.duration_s)
        for a, b, ratio in timed
        if abs(ratio - tempo) > noise and abs(b.duration_s - a.duration_s) > _NOISE_S
    )


# ------------------------------------------------------------------------------------------------- for a gate


class Regression(msgspec.Struct, frozen=True, kw_only=True):
    """A case that speaks against an upgrade, until running it again on both sides says otherwise."""

    case: str
    before: str
    """The runtime that it was better on, as ``name@version``."""
    after: str
    change: Change
    why: str


def regressions(found: Diff, expected: Iterable[Expectation]) -> tuple[Regression, ...]:
    """What has to be confirmed before it may block: what got worse, or fails as nobody expects it to any more.

    What is as expected after the upgrade does not block it, and neither does a case that failed before and cannot be
    run now.
    """
    expectations = Expectations(expected)
    return tuple(
        Regression(case=change.case, before=one.before.label, after=one.after.label, change=change, why=why)
        for one in found.comparisons
        for change in one.changes
        if (why := against(one, change, expectations))
    )


def against(one: Comparison, change: Change, expectations: Expectations) -> str:
    """Why a change speaks against an upgrade; empty when it does not."""
    before, after = change.before, change.after
    if before is None or after is None or expectations.explain(one.after, change.case, after):
        return ""
    if change.bucket == "newly-unsupported":
        return "could be run before" if before.outcome in GOOD | {"flaky"} else ""
    if change.bucket in WORSE:
        return f"was {before.outcome}, is {after.outcome}"
    was_expected = expectations.explain(one.before, change.case, before)
    if change.bucket == "changed-reason" and was_expected:
        return f"fails for another reason than {was_expected.place} expects"
    return ""
