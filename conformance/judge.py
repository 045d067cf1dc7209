"""Case + observation → verdict. A pure function that knows nothing of runtimes.

What a guest reports is believed only when all of it is there: the case's own id, every declared check exactly once,
and a closing line with the right count. A program that merely exits with 0, prints plausible text, or prints another
case's report passes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from conformance.answered import answer_findings
from conformance.case import Case, as_bytes
from conformance.observation import (
    Broken,
    Captured,
    Crashed,
    Exchange,
    Exited,
    Observation,
    Received,
    Refused,
    TimedOut,
    Trapped,
    describe,
    first_line,
)
from conformance.on_the_wire import peer_findings
from conformance.sandbox import AfterState, NoFile, expected_file

PROTOCOL = 1
_SET_UP = "set-up"
"""The check that a guest reports, undeclared, when it cannot even begin to make its claim (`require` in check.h)."""
Outcome = Literal[
    "pass", "allowed", "flaky", "fail", "trap", "crash", "timeout", "unsupported", "skip", "error", "unknown"
]
"""``flaky`` is no verdict on an attempt: it is what several are, of which an earlier one failed and the last passed."""
OUTCOMES: tuple[str, ...] = Outcome.__args__  # type: ignore[attr-defined]
GOOD: frozenset[Outcome] = frozenset({"pass", "allowed"})
UNTRIED: frozenset[Outcome] = frozenset({"unsupported", "skip", "unknown"})
"""Outcomes that say nothing about how a runtime behaves where it can be tried."""
UNEXPECTED: frozenset[Outcome] = frozenset({"fail", "trap", "crash", "timeout", "error", "unknown"})
"""Outcomes that nobody expects as long as no expectation says otherwise."""
_SHOWN = 120
"""Characters of got and want that a host-side check shows."""
_LISTED = 8
"""Choices that a reason lists; the checks have them all."""


class Check(msgspec.Struct, frozen=True):
    """A named assertion and how it came out."""

    name: str
    ok: bool
    got: str
    want: str


class Verdict(msgspec.Struct, frozen=True):
    """What an attempt proves."""

    outcome: Outcome
    reason: str
    checks: tuple[Check, ...] = ()


class Evidence(msgspec.Struct, frozen=True):
    """Everything that was seen of one attempt."""

    observation: Observation
    after: AfterState = AfterState()
    exchanges: tuple[Exchange, ...] = ()
    received: dict[str, tuple[Received, ...]] = {}
    """Peer → the requests that it was sent."""
    ports: dict[str, int] = {}
    """Peer → the port that it had."""


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a guest's report: exactly one of ``case``, ``check``, ``note``, ``done`` says of which kind."""

    case: str | None = None
    protocol: int | None = None
    check: str | None = None
    ok: bool | None = None
    got: str = ""
    want: str = ""
    note: str | None = None
    done: int | None = None


def judge(case: Case, evidence: Evidence) -> Verdict:
    """The verdict on one attempt."""
    ending = evidence.observation.ending
    match ending:
        case Broken(message):
            return Verdict("error", message)
    reported, problems, broken_set_up = _read_report(case, evidence)
    if isinstance(ending, Refused) and not case.front.expect.refused and all(c.got == _UNREPORTED for c in reported):
        return Verdict("unsupported", describe(ending))  # words alone do not make a refusal: a guest that spoke has run
    checks = (*reported, *_host_checks(case, evidence))
    breaches = [*evidence.after.breaches, *_reached_out(case, reported)]
    if breaches:
        return Verdict("fail", f"CONFINEMENT BROKEN: {'; '.join(breaches)}", checks)
    match ending:
        case TimedOut():
            return Verdict("timeout", describe(ending), checks)
        case Crashed():
            return Verdict("crash", describe(ending), checks)
        case Trapped() if broken_set_up is not None:
            return Verdict("fail", f"the set-up that the claim needs did not come about: {broken_set_up}", checks)
        case Trapped() if not case.front.expect.trap:
            return Verdict("trap", _with_first_failure(describe(ending), reported), checks)
    failures = [*problems, *(_explain(check) for check in checks if not check.ok)]
    if failures:
        more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        return Verdict("fail", f"{failures[0]}{more}", checks)
    return _passed(case, checks)


def _reached_out(case: Case, reported: Sequence[Check]) -> Iterator[str]:
    """The calls that worked although they lead outside: the gravest failure, also where nothing was changed."""
    if case.front.confinement:
        yield from (_explain(check) for check in reported if not check.ok and check.got == "ok")


def _passed(case: Case, checks: tuple[Check, ...]) -> Verdict:
    """A pass, saying which choices were taken; or `allowed` when a recommendation was not followed."""
    choices = case.choices
    taken = [(choices[check.name], check.got) for check in checks if check.name in choices]
    astray = [f"{spec.name}: took {got}, recommended is {spec.preferred}" for spec, got in taken if _astray(spec, got)]
    if astray:
        return Verdict("allowed", _listed(astray), checks)
    texts = [f"{spec.name}: took {got}" for spec, got in taken]
    if case.front.expect.trap == "allowed":
        texts += [f"ending: took {check.got}" for check in checks if check.name == "expect.ending"]
    return Verdict("pass", _listed(texts), checks)


def _listed(texts: Sequence[str]) -> str:
    """The first few texts, and how many more there are: a table may leave a hundred choices."""
    more = f"; and {len(texts) - _LISTED} more" if len(texts) > _LISTED else ""
    return "; ".join(texts[:_LISTED]) + more


def _astray(spec: object, got: str) -> bool:
    preferred = getattr(spec, "preferred", None)
    return preferred is not None and got != preferred


def _explain(check: Check) -> str:
    return f"{check.name}: got {check.got or 'nothing'}, want {check.want or 'nothing'}"


def _with_first_failure(text: str, checks: Sequence[Check]) -> str:
    failed = next((check for check in checks if not check.ok and check.got != _UNREPORTED), None)
    return f"{text}; before that {_explain(failed)}" if failed is not None else text


_UNREPORTED = "not reported"


def _read_report(case: Case, evidence: Evidence) -> tuple[tuple[Check, ...], list[str], str | None]:
    """The declared checks in their order, what is wrong with the report as such, and what set-up failed, if one did."""
    if case.front.expect.refused and isinstance(evidence.observation.ending, Refused):
        return (), [], None  # it never ran, which is what was expected: there is nothing to report
    stream = _report_stream(case, evidence)
    seen: dict[str, Check] = {}
    problems: list[str] = []
    reader = _ReportReader(case, seen, problems)
    for number, line in enumerate(stream.data.split(b"\n"), start=1):
        if line:
            reader.take(number, line)
    reader.close(stream)
    if case.front.report == "response" and evidence.exchanges:
        first = evidence.exchanges[0]
        if first.failure is not None:  # a report that was cut off may lack what would have been said after it
            problems.insert(0, f"the response with the report is not whole: {first.failure}")
        elif not seen:
            problems.insert(0, f"the first response (status {first.status}) carries no report")
    checks = tuple(seen.get(name, Check(name, False, _UNREPORTED, "a report")) for name in case.check_names)
    return checks, problems, reader.broken_set_up


def _report_stream(case: Case, evidence: Evidence) -> Captured:
    if case.front.report == "response":
        body = evidence.exchanges[0].body if evidence.exchanges else b""
        return Captured(body, len(body))
    return evidence.observation.stderr if case.front.report == "stderr" else evidence.observation.stdout


class _ReportReader:
    """Takes a report line by line; fills ``seen`` and ``problems``."""

    def __init__(self, case: Case, seen: dict[str, Check], problems: list[str]) -> None:
        self._case = case
        self._choices = case.choices
        self._declared = frozenset(case.check_names)
        self._seen = seen
        self._problems = problems
        self._opened = False
        self._done: int | None = None
        self.broken_set_up: str | None = None

    def take(self, number: int, raw: bytes) -> None:
        """The next line that is not empty."""
        try:
            line = msgspec.json.decode(raw.decode(), type=_Line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            line = _Line()
        if sum(kind is not None for kind in (line.case, line.check, line.note, line.done)) != 1:
            if self._case.front.report == "stderr" and not raw.startswith(b"{"):
                return  # a runtime may put diagnostics of its own on stderr, and on no other stream
            self._problems.append(f"line {number} of the report is not part of it: {show(raw)}")
            return
        if self._done is not None:
            must_trap = self._case.front.expect.trap is True
            what = "the guest survived what must trap" if must_trap else "the guest did not stop"
            self._problems.append(f"{what}: it went on after its closing line: {first_line(raw.decode(), _SHOWN)}")
        elif line.case is not None:
            self._open(line)
        elif not self._opened:
            self._problems.append(f"line {number} of the report comes before the line that names the case")
        elif line.check is not None:
            self._check(line)
        elif line.done is not None:
            self._done = line.done

    def close(self, stream: Captured) -> None:
        """No more lines: say what is missing."""
        if stream.truncated:
            self._problems.insert(0, f"the output has {stream.total} bytes, of which {len(stream.data)} were kept")
        if not self._opened:
            self._problems.insert(0, "the guest reported nothing: it did not run, or its output was lost")
        elif self._done is None:
            self._problems.append("the report has no closing line")
        elif self._done != len(self._seen):
            self._problems.append(f"the closing line counts {self._done} checks, of which {len(self._seen)} are there")

    def _open(self, line: _Line) -> None:
        if self._opened:
            self._problems.append("the report names the case twice")
        if line.case != self._case.id:
            self._problems.append(f"the report is that of another case: {line.case}")
        if line.protocol != PROTOCOL:
            self._problems.append(f"the report speaks protocol {line.protocol}, not {PROTOCOL}")
        self._opened = True

    def _check(self, line: _Line) -> None:
        name = line.check or ""
        choice = self._choices.get(name)
        if name in self._seen:
            self._problems.append(f"check {name} was reported twice")
        elif name not in self._declared:
            if name == _SET_UP:
                self.broken_set_up = line.got
            self._problems.append(f"check {name} was reported, but the case does not declare it")
        elif choice is not None:
            self._seen[name] = Check(name, line.got in choice.allowed, line.got, " or ".join(choice.allowed))
        elif line.ok is None:
            self._problems.append(f"check {name} was reported without saying whether it is ok")
        else:
            self._seen[name] = Check(name, line.ok, line.got, line.want)


def _host_checks(case: Case, evidence: Evidence) -> Iterator[Check]:
    """The checks that need no guest: its ending, its outputs, the files it left, what went over the wire."""
    expect, observation = case.front.expect, evidence.observation
    yield _ending_check(case, observation)
    if expect.stdout is not None:
        stdout = observation.stdout
        yield _bytes_check("expect.stdout", as_bytes(expect.stdout), stdout.data, stdout.total)
    if expect.stderr is not None:  # a runtime may add diagnostics of its own there
        want, got = as_bytes(expect.stderr), observation.stderr.data
        yield Check("expect.stderr", want in got, show(got), show(want))
    for path, content in expect.files.items():
        yield _file_check(f"expect.files.{path}", expected_file(content), evidence.after.files.get(path))
    for finding in peer_findings(expect.peers, evidence.received, evidence.ports):
        yield Check(*finding)
    for answer in answer_findings(case.requests, evidence.exchanges):
        yield Check(*answer)


def _ending_check(case: Case, observation: Observation) -> Check:
    expect, ending = case.front.expect, observation.ending
    if expect.trap == "allowed":
        ok = isinstance(ending, Trapped) or (isinstance(ending, Exited) and ending.code == 0)
        return Check("expect.ending", ok, describe(ending), "a trap, or exited with code 0")
    if expect.trap:
        return Check("expect.ending", isinstance(ending, Trapped), describe(ending), "a trap")
    if expect.refused:
        return Check("expect.ending", isinstance(ending, Refused), describe(ending), "a refusal at load")
    code = expect.exit or 0
    ok = isinstance(ending, Exited) and ending.code == code
    return Check("expect.ending", ok, describe(ending), f"exited with code {code}")


def _bytes_check(name: str, want: bytes, got: bytes, total: int) -> Check:
    if got == want and total == len(want):
        return Check(name, True, show(want), show(want))
    differ = next((i for i, (a, b) in enumerate(zip(got, want, strict=False)) if a != b), min(len(got), len(want)))
    return Check(name, False, f"{show(got)} ({total} bytes, first difference at {differ})", show(want))


def _file_check(name: str, want: bytes | None, got: bytes | NoFile | None) -> Check:
    if want is None or not isinstance(got, bytes):
        return Check(name, want is None and got is None, _presence(got), _presence(want))
    return _bytes_check(name, want, got, len(got))


def _presence(content: bytes | NoFile | None) -> str:
    if isinstance(content, NoFile):
        return content.what
    return "no such file" if content is None else show(content)


def show(data: bytes, most: int = _SHOWN) -> str:
    """Bytes as text for people: printable ASCII as it is, anything else escaped, cut after ``most`` bytes."""
    text = data[:most].decode("latin-1").encode("unicode_escape").decode("ascii")
    return f'"{text}"' + (f"… ({len(data)} bytes)" if len(data) > most else "")
