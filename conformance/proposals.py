"""The smallest change to a file of expectations that makes reports as expected; its comments and its order stay.

What is told apart by the reports alone is decided here; what is not is left to people, and said.
"""

from __future__ import annotations

import bisect
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from packaging.version import InvalidVersion, Version

from conformance.account import Account, account
from conformance.errors import BadOption
from conformance.expectations import (
    Entry,
    Expectation,
    Setting,
    applies,
    content_of,
    difference,
    expectations_in,
    inherited,
    meets,
    settings_of,
)
from conformance.judge import GOOD, UNEXPECTED, UNTRIED, Outcome
from conformance.report import Record, Report

_WIDTH = 110
"""Where a list of checks goes on in the next line."""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What would be changed in one file, case by case."""

    file: Path
    runtime: str
    before: str
    after: str
    added: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    """Cases that pass, although the file that is extended expects otherwise."""
    undecided: tuple[str, ...] = ()
    """What a person has to write, and why."""


class Accepted(msgspec.Struct, frozen=True):
    """The one result that a person accepts, and their words for the reason, which have to fit what is recorded."""

    case: str
    reason: str


class _Seen(msgspec.Struct, frozen=True):
    """A record, and where it was made."""

    setting: Setting
    record: Record

    @property
    def unexpected(self) -> bool:
        return self.record.outcome in UNEXPECTED


def propose(
    file: Path, text: str, runtime: str, reports: Sequence[Report], accepted: Accepted | None = None
) -> Proposal:
    """The change that reports ask for of the expectations about one runtime; ``text`` is empty for a new file."""
    text_now = text if text.strip() else f"runtime = {_quoted(runtime)}\n"
    some, content = expectations_in(text_now, file), content_of(text_now, file)
    if content.runtime != runtime:
        raise BadOption("--expectations", str(file), f"is about {content.runtime}, not {runtime}")
    seen, others = _seen(runtime, reports), _by_case(inherited(text_now, file))
    if accepted is not None:
        seen = {accepted.case: _acceptable(accepted, seen.get(accepted.case, []))}
    work = _Work(text_now, some, accepted, content.passes, others)
    for index, one in enumerate(some):
        work.look_at(index, one, [a for a in seen.get(one.entry.case, ()) if applies(one, a.setting)])
    for case_id, all_of_case in sorted(seen.items()):
        about = [one for one in some if one.entry.case == case_id]
        if case_id in others and not about:
            work.differ(case_id, all_of_case)
            continue
        work.add(case_id, all_of_case, [a for a in all_of_case if not any(applies(one, a.setting) for one in about)])
    changed = work.added or work.amended or work.removed or work.passing
    return Proposal(
        file=file,
        runtime=runtime,
        before=text,
        after=work.text() if changed else text,
        added=tuple(work.added),
        amended=tuple(work.amended),
        removed=tuple(work.removed),
        passing=tuple(work.passing),
        undecided=tuple(work.undecided),
    )


def _seen(runtime: str, reports: Iterable[Report]) -> dict[str, list[_Seen]]:
    """What was tried on a runtime, by case. Our own errors prove nothing about it."""
    seen: dict[str, list[_Seen]] = {}
    for report in reports:
        settings = settings_of(report.header)
        for record in report.records:
            setting = settings[record.runtime]
            if setting.name == runtime and record.outcome not in UNTRIED and record.outcome != "error":
                seen.setdefault(record.case, []).append(_Seen(setting, record))
    return seen


def _by_case(some: Iterable[Expectation]) -> dict[str, list[Expectation]]:
    by_case: dict[str, list[Expectation]] = {}
    for one in some:
        by_case.setdefault(one.entry.case, []).append(one)
    return by_case


def _acceptable(accepted: Accepted, some: list[_Seen]) -> list[_Seen]:
    bad = [a for a in some if a.unexpected]
    if not bad:
        raise BadOption("--accept", accepted.case, "the reports have no unexpected result of this case")
    for one in bad:
        entry = Entry(case=accepted.case, outcome=one.record.outcome, reason=accepted.reason)
        if difference(entry, one.record):
            problem = f"is not what is recorded, which is: {account(one.record).reason}"
            raise BadOption("--reason", accepted.reason, f"{problem} (* stands for any text; --note is for comments)")
    return some


class _Work:
    """A file in the making."""

    def __init__(
        self,
        text: str,
        some: Sequence[Expectation],
        accepted: Accepted | None,
        passes: Iterable[str] = (),
        others: Mapping[str, Sequence[Expectation]] | None = None,
    ) -> None:
        """``passes``: as the file has it now; ``others``: what the file that it extends says of each case."""
        self._head, self._blocks = _blocks(text, [one.line for one in some])
        self._others = others or {}
        self._passes = self._passed = tuple(passes)
        self._cases = [one.entry.case for one in some]
        self._accepted = accepted
        self._gone: set[int] = set()
        self._new: list[tuple[str, str]] = []
        self.added: list[str] = []
        self.amended: list[str] = []
        self.removed: list[str] = []
        self.passing: list[str] = []
        self.undecided: list[str] = []

    def look_at(self, index: int, one: Expectation, about: Sequence[_Seen]) -> None:
        """Keep an entry, remove it, or change what it says, by what was seen where it applies."""
        met = [a for a in about if meets(one.entry, a.record)]
        bad = [a for a in about if a not in met and (a.unexpected or a.record.outcome == "flaky")]
        good = [a for a in about if a not in met and a not in bad]
        fields: dict[str, Any] | None = {}
        if not about or (not bad and not good):
            return
        if not met and not bad:
            self._gone.add(index)
            self.removed.append(one.entry.case)
            if one.entry.case in self._others:  # without a word of this file's own, that of the other one would hold
                self._passes = (*self._passes, one.entry.case)
            return
        if bad:
            fields = self._what(one.entry.case, [a for a in met + bad if a.record.outcome not in GOOD])
        if good and fields is not None:
            fields |= self._narrowed(one, met + bad, good)
        if fields:
            self._blocks[index] = _amended(self._blocks[index], fields)
            self.amended.append(one.entry.case)

    def add(self, case_id: str, all_of_case: Sequence[_Seen], without: Sequence[_Seen]) -> None:
        """An entry for what no entry is about."""
        # What the other file says of a case does not hold of a flaky one either: the case needs a word of its own.
        flaky = case_id in self._others
        bad = [a for a in without if a.unexpected or (flaky and a.record.outcome == "flaky")]
        if not bad:
            return
        fields = self._what(case_id, bad)
        if fields is None:
            return
        good = [a for a in all_of_case if a.record.outcome in GOOD]
        versions = _range(bad, good) if good else None
        if versions == "":
            self.undecided.append(f"{case_id}: passes and fails in the same version: its outcome varies")
            return
        self.added.append(case_id)
        self._new.append((case_id, _block({"case": case_id, **({"versions": versions} if versions else {}), **fields})))

    def differ(self, case_id: str, some: Sequence[_Seen]) -> None:
        """Keep what the other file says of a case, note that it passes here, or say what it comes to instead."""
        passes = all(a.record.outcome in GOOD for a in some)
        if case_id in self._passes:
            if passes:
                return
            self._passes = tuple(name for name in self._passes if name != case_id)
            self.amended.append(case_id)
        if all(_as_told(a, self._others[case_id]) for a in some):
            return
        if passes:
            self._passes = (*self._passes, case_id)
            self.passing.append(case_id)
        else:
            self.add(case_id, some, some)

    def _what(self, case_id: str, some: Sequence[_Seen]) -> dict[str, Any] | None:
        """Outcome, reason and checks of an entry for results, which may differ."""
        outcomes: list[Outcome] = list(dict.fromkeys(a.record.outcome for a in some))
        accounts = [account(a.record) for a in some]
        reason = self._accepted.reason if self._accepted else _common([a.reason for a in accounts])
        if not reason.strip("* "):
            texts = "; ".join(dict.fromkeys(a.reason for a in accounts))
            self.undecided.append(f"{case_id}: fails for reasons that have nothing in common: {texts}")
            return None
        checks = None if self._accepted else _common_checks(accounts)
        return {"outcome": outcomes[0] if len(outcomes) == 1 else outcomes, "reason": reason, "checks": checks}

    def _narrowed(self, one: Expectation, bad: Sequence[_Seen], good: Sequence[_Seen]) -> dict[str, Any]:
        versions = _range(bad, good)
        if versions:
            return {"versions": f"{one.entry.versions},{versions}" if one.entry.versions else versions}
        same = {a.setting.label for a in bad} & {a.setting.label for a in good}
        why = f"its outcome varies on {', '.join(sorted(same))}" if same else "in which versions is no range"
        self.undecided.append(f"{one.entry.case}: passes and fails: {why}")
        return {}

    def text(self) -> str:
        """The whole file."""
        pieces = [
            (case, block)
            for index, (case, block) in enumerate(zip(self._cases, self._blocks, strict=True))
            if index not in self._gone
        ]
        in_order = self._cases == sorted(self._cases)
        for case_id, block in self._new:
            at = bisect.bisect([case for case, _ in pieces], case_id) if in_order else len(pieces)
            pieces.insert(at, (case_id, block + "\n"))
            if at:
                before, text = pieces[at - 1]
                pieces[at - 1] = before, text.rstrip("\n") + "\n\n"
        head = self._head.rstrip("\n") + "\n\n" if self._new else self._head
        named = {case for case, _ in pieces}
        passes = tuple(sorted({name for name in self._passes if name not in named}))
        if passes != tuple(sorted(self._passed)):
            head = _with_passes(head, passes)
        return (head + "".join(block for _, block in pieces)).rstrip("\n") + "\n"


def _as_told(seen: _Seen, about: Sequence[Expectation]) -> bool:
    """Whether a result is as one of these expects, or good where none of them applies."""
    applying = [one for one in about if applies(one, seen.setting)]
    return any(meets(one.entry, seen.record) for one in applying) or (not applying and seen.record.outcome in GOOD)


def _with_passes(head: str, names: Sequence[str]) -> str:
    """What comes before the entries, with another list of the cases that pass."""
    import tomlkit  # only what rewrites a file needs it

    body = head.rstrip("\n")
    document = tomlkit.parse(body + "\n")
    if names:
        listed = tomlkit.array()
        listed.extend(names)
        document["passes"] = listed.multiline(True)
    else:
        document.pop("passes", None)
    return tomlkit.dumps(document).rstrip("\n") + (head[len(body) :] or "\n")


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _blocks(text: str, lines: Sequence[int]) -> tuple[str, list[str]]:
    """What comes before the entries, and the entries, each with the comment right above it."""
    all_lines = _ended(text).splitlines(keepends=True)
    starts = []
    for line in lines:
        start = line - 1
        while start > 0 and all_lines[start - 1].lstrip().startswith("#"):
            start -= 1
        starts.append(start)
    ends = [*starts[1:], len(all_lines)][: len(starts)]
    blocks = ["".join(all_lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    return "".join(all_lines[: starts[0]] if starts else all_lines), blocks


def _amended(block: str, fields: Mapping[str, Any]) -> str:
    """An entry's text with some fields changed. Who confirmed what it said before did not confirm what it says now."""
    import tomlkit  # only what rewrites a file needs it

    body = block.rstrip("\n")
    document = tomlkit.parse(body + "\n")
    entry: Any = document["expected"][0]
    for name in ("outcome", "reason", "versions"):
        if name in fields and name in entry:
            entry[name] = fields[name]
    if "reason" in fields:
        for name in ("checks", "confirmed"):
            if name in entry:
                del entry[name]
    text = tomlkit.dumps(document).rstrip("\n") + "\n"
    if "versions" in fields and "versions" not in entry:
        text = _after_case(text, f"versions = {_quoted(fields['versions'])}\n")
    if fields.get("checks"):
        text += _checks_text(fields["checks"])
    return text.rstrip("\n") + block[len(body) :]


def _after_case(text: str, line: str) -> str:
    lines = text.splitlines(keepends=True)
    at = next(index for index, one in enumerate(lines) if one.split("=")[0].strip() == "case")
    return "".join((*lines[: at + 1], line, *lines[at + 1 :]))


def _block(fields: Mapping[str, Any]) -> str:
    lines = ["[[expected]]\n"]
    for name, value in fields.items():
        if name != "checks":
            text = _quoted(value) if isinstance(value, str) else f"[{', '.join(map(_quoted, value))}]"
            lines.append(f"{name} = {text}\n")
    return "".join(lines) + (_checks_text(fields["checks"]) if fields.get("checks") else "")


def _checks_text(checks: Mapping[str, Sequence[str]]) -> str:
    return "[expected.checks]\n" + "".join(f"{_quoted(got)} = {_list(names)}\n" for got, names in checks.items())


def _list(names: Sequence[str]) -> str:
    lines, width = [""], 0
    for name in map(_quoted, names):
        if width and width + len(name) > _WIDTH:
            lines.append("")
            width = 0
        lines[-1] += f"{name}, "
        width += len(name) + 2
    if len(lines) == 1:
        return f"[{lines[0].removesuffix(', ')}]"
    return "[\n" + "".join(f"  {line.rstrip()}\n" for line in lines) + "]"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for one character that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _common(texts: Sequence[str]) -> str:
    """What texts have in common, with ``*`` for what they have not."""
    first, *rest = dict.fromkeys(texts)
    for other in rest:
        prefix = _common_start(first, other)
        suffix = _common_start(first[len(prefix) :][::-1], other[len(prefix) :][::-1])[::-1]
        first = f"{prefix}*{suffix}".replace("**", "*")
    return first


def _common_start(a: str, b: str) -> str:
    length = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:length]


def _common_checks(accounts: Sequence[Account]) -> dict[str, list[str]] | None:
    """What failing checks got → their names; none where the reason tells it all, or where the checks vary."""
    names = [name for name, _ in accounts[0].failing]
    if len(names) < 2 or any([name for name, _ in other.failing] != names for other in accounts):
        return None
    grouped: dict[str, list[str]] = {}
    for index, name in enumerate(names):
        grouped.setdefault(_common([other.failing[index][1] for other in accounts]), []).append(name)
    return grouped


def _range(bad: Sequence[_Seen], good: Sequence[_Seen]) -> str:
    """The versions that tell failing from passing ones: below one, or from one on; empty when neither does."""
    try:
        failing, passing = sorted(set(_versions(bad))), sorted(set(_versions(good)))
    except InvalidVersion:
        return ""
    if failing[-1] < passing[0]:
        return f"<{passing[0]}"
    return f">={failing[0]}" if failing[0] > passing[-1] else ""


def _versions(some: Sequence[_Seen]) -> Iterator[Version]:
    return (Version(a.setting.version) for a in some)
