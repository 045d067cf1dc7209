"""What a client was answered, beside what a case demands of it: a pure function from evidence to checks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from conformance.client_specs import ExpectedResponse, RequestSpec
from conformance.content import bytes_of
from conformance.observation import Exchange

_SHOWN = 120
_NUMBERS = "{n}"
_LISTED = 3
"""Copies of a request whose differences are told."""
Finding = tuple[str, bool, str, str]
"""A check: its name, whether it is ok, what was got and what was wanted."""
Pair = tuple[str, str]
"""What was got and what was wanted: the same text where the one is as the other."""


def answer_findings(requests: Sequence[RequestSpec], exchanges: Sequence[Exchange]) -> Iterator[Finding]:
    """For each request, what is expected of its answer."""
    for index, request in enumerate(requests):
        got = exchanges[index] if index < len(exchanges) else Exchange(end="silence", failure="never sent")
        for want in request.expected:
            yield _choice(want, got) if want.what is not None else _demand(want, got)


def _demand(want: ExpectedResponse, got: Exchange) -> Finding:
    """One check for the response, or for all copies of it."""
    copies = (got, *got.copies)
    wrong = []
    for n, copy in enumerate(copies):
        pairs = list(Answered(_numbered(want, n), copy).pairs())
        if any(one != other for one, other in pairs):
            wrong.append((f"copy {n}: " if got.copies else "", pairs))
    if not wrong:
        pairs = list(Answered(_numbered(want, 0), got).pairs())
        said = "; ".join(text for text, _ in pairs) or "a complete response"
        return want.check, True, said, said
    found = " | ".join(which + "; ".join(one for one, _ in pairs) for which, pairs in wrong[:_LISTED])
    more = f" ({len(wrong)} of {len(copies)} copies)" if got.copies else ""
    return want.check, False, found + more, "; ".join(other for _, other in wrong[0][1])


def _numbered(want: ExpectedResponse, n: int) -> ExpectedResponse:
    if not (isinstance(want.body, str) and _NUMBERS in want.body) and not any(_NUMBERS in one for one in want.lines):
        return want
    body = want.body.replace(_NUMBERS, str(n)) if isinstance(want.body, str) else want.body
    lines = tuple(line.replace(_NUMBERS, str(n)) for line in want.lines)
    return msgspec.structs.replace(want, body=body, lines=lines)


def _choice(want: ExpectedResponse, got: Exchange) -> Finding:
    """One word of the answer, which has to be among those that are allowed."""
    words = dict.fromkeys(said(copy, want.what or "") for copy in (got, *got.copies))
    word = " and ".join(words)
    ok = word in want.allowed
    why = f" ({got.failure})" if got.failure is not None and not ok else ""
    return want.check, ok, word + why, " or ".join(want.allowed)


def said(got: Exchange, what: str) -> str:
    """What an answer says to one question of :attr:`ExpectedResponse.what`."""
    kind, _, name = what.partition(" ")
    return QUESTIONS[kind](got, name)


def outcome(got: Exchange) -> str:
    """How the answer ended; but an ``error`` is one also when a reset overtakes the end of its body."""
    if got.end in ("complete", "cut") and got.status is not None and got.status >= 400:
        return "error"
    return got.end


def _line(got: Exchange, name: str) -> str:
    opening = f"{name}: ".encode()
    found = [line[len(opening) :] for line in got.body.split(b"\n") if line.startswith(opening)]
    return found[0].decode("utf-8", "backslashreplace") if len(found) == 1 else f"{len(found)} lines {name}"


def _joined(fields: Sequence[tuple[str, str]], name: str) -> str:
    values = _values(fields, name)
    return ", ".join(values) if values else f"no {name}"


def _values(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name.lower()]


QUESTIONS: dict[str, Callable[[Exchange, str], str]] = {
    "outcome": lambda got, _: outcome(got),
    "status": lambda got, _: str(got.status or "none"),
    "framing": lambda got, _: got.framing or "none",
    "closed": lambda got, _: "yes" if got.closed else "no",
    "version": lambda got, _: got.version or "none",
    "informational": lambda got, _: ", ".join(map(str, got.informational)) or "none",
    "body": lambda got, _: _escaped(got.body),
    "header": lambda got, name: _joined(got.headers, name),
    "trailer": lambda got, name: _joined(got.trailers, name),
    "has": lambda got, name: "yes" if _values(got.headers, name) else "no",
    "names": lambda got, name: ", ".join(key for key, _ in got.headers if key.startswith(name)),
    "line": _line,
}
"""What can be asked of an answer, by the first word of the question; the rest of it is a name."""


class Answered(msgspec.Struct, frozen=True):
    """One answer that is demanded, beside the one that came."""

    want: ExpectedResponse
    got: Exchange

    def pairs(self) -> Iterator[Pair]:
        """What came beside what was wanted, for all that is looked at."""
        want, got = self.want, self.got
        if got.failure is not None:
            yield got.failure, "a complete response"
        if got.extra:
            yield f"{got.extra} bytes after the end of the response", "none after it"
        yield from self._status()
        yield from self._fields()
        if want.framing is not None:
            framings = (want.framing,) if isinstance(want.framing, str) else want.framing
            yield _among(f"framing {got.framing}", [f"framing {one}" for one in framings])
        if want.informational is not None:
            yield f"informational {got.informational}", f"informational {want.informational}"
        if want.pushed_at_most is not None:
            most = f"at most {want.pushed_at_most} bytes taken"
            ok = got.pushed is not None and got.pushed <= want.pushed_at_most
            yield (most, most) if ok else (f"{got.pushed} bytes taken", most)
        yield from self._content()

    def _status(self) -> Iterator[Pair]:
        want, got = self.want.status, self.got.status
        if want is None:
            return
        if want == "error":
            yield f"status {got}", f"status {got}" if got is not None and 400 <= got <= 599 else "status error"
            return
        wanted = want if isinstance(want, tuple) else (int(want),)
        yield _among(f"status {got}", [f"status {one}" for one in wanted])

    def _fields(self) -> Iterator[Pair]:
        for name, value in self.want.headers.items():
            values = _values(self.got.headers, name)
            yield _field(name, [", ".join(values)] if values else []), _field(name, [] if value is None else [value])
        for name, apart in self.want.apart.items():
            yield _field(name, _values(self.got.headers, name)), _field(name, apart)
        if self.want.trailers is not None:
            wanted = sorted((name.lower(), value) for name, value in self.want.trailers.items())
            yield _trailers(sorted(self.got.trailers)), _trailers(wanted)

    def _content(self) -> Iterator[Pair]:
        body = self.got.body
        if self.want.body is not None:
            wanted = bytes_of(self.want.body)
            total = len(body) if self.got.body_total is None else self.got.body_total
            same = body == wanted
            if total > len(body):
                same = total == len(wanted) and self.got.body_sha256 == hashlib.sha256(wanted).hexdigest()
            text = f"body {shown(wanted)}"
            yield (text, text) if same else (f"body {shown(body, total)}{_where(body, wanted)}", text)
        for line in self.want.lines:
            there = line.encode() in body.split(b"\n")
            yield (f"line {line}", f"line {line}") if there else (f"body {shown(body)}", f"line {line}")


def _where(got: bytes, want: bytes) -> str:
    """Where long texts begin to differ: nobody sees that by looking."""
    if max(len(got), len(want)) <= _SHOWN:
        return ""
    differ = next((i for i, (a, b) in enumerate(zip(got, want, strict=False)) if a != b), min(len(got), len(want)))
    return f", first difference at {differ}"


def _among(got: str, wanted: Sequence[str]) -> Pair:
    return got, got if got in wanted else " or ".join(wanted)


def _field(name: str, values: Sequence[str]) -> str:
    return f"{name}: {' | '.join(values)}" if values else f"no {name}"


def _trailers(fields: Sequence[tuple[str, str]]) -> str:
    return "trailers " + (", ".join(f"{name}: {value}" for name, value in fields) or "none")


def shown(data: bytes, total: int | None = None) -> str:
    """Bytes as text for people: printable ASCII as it is, anything else escaped, cut where it gets long."""
    text = _escaped(data)
    total = len(data) if total is None else total
    return f'"{text}"' + (f"… ({total} bytes)" if total > _SHOWN else "")


def _escaped(data: bytes) -> str:
    return data[:_SHOWN].decode("latin-1").encode("unicode_escape").decode("ascii")
