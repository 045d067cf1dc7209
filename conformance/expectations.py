"""Expectations: what is known not to pass, for which reason, in which versions; anything else is news.

They are TOML files, one per runtime, that people write and ``expectations update`` rewrites. An entry expects an
outcome *for a reason*: the same case failing in another way is news. Nothing here starts a runtime.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from conformance.account import Account, Told, account, normalised
from conformance.decoding import decode_toml, toml_line, toml_lines
from conformance.errors import BadOption, Malformed, near_matches
from conformance.judge import UNEXPECTED, UNTRIED, Outcome
from conformance.report import Header, Record, split_label
from conformance.resources import RUNNERS

HERE = Path("expectations")
"""Where a project's own expectations are found without being named."""
SUITE, NONE = "suite", "none"
"""Words that ``--expectations`` takes for a place: the suite's own, beside each runner.yaml; and none at all."""
_NEVER: frozenset[Outcome] = frozenset({"skip", "error", "unknown"})
"""Outcomes that say nothing about a runtime, so that nobody can expect them of one."""
_MANY = 4
"""Checks that an explanation names."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a file that people write: a field that nobody knows is a typing error, not a decoration."""


class Confirmed(Strict, frozen=True, kw_only=True):
    """Who looked at the result and found it to be the runtime's fault, and when."""

    by: str
    on: date


class Where(Strict, frozen=True, kw_only=True):
    """The machines that an entry is about: system and machine are as Python's ``platform`` names them."""

    system: str | tuple[str, ...] = ()
    machine: str | tuple[str, ...] = ()
    needs: str | tuple[str, ...] = ()
    """Machine needs, such as ``ipv6``, that have to be met."""


class Entry(Strict, frozen=True, kw_only=True):
    """One ``[[expected]]``: a case that is known not to pass."""

    case: str
    outcome: Outcome | tuple[Outcome, ...]
    """What it comes to; several, ``pass`` among them perhaps, for a case whose outcome varies."""
    reason: str
    """The reason that reports record, ``*`` standing for any text. Ports, paths, times and the like do not matter."""
    checks: dict[str, tuple[str, ...]] | None = None
    """What failing checks got → their names. With it, no other check may fail, and none otherwise."""
    issue: str | None = None
    """The link to the runtime's own issue."""
    versions: str | None = None
    """The versions of the runtime that it is true of, such as ``>=46,<50``; all of them without it."""
    parts: dict[str, str] = {}
    """Part of the runtime → its versions."""
    where: Where = Where()
    note: str | None = None
    confirmed: Confirmed | None = None

    def __post_init__(self) -> None:
        if not self.outcomes or self.outcomes == ("pass",):
            raise ValueError("Expected an outcome other than `pass`, which needs no expectation")
        for outcome in self.outcomes:
            if outcome in _NEVER:
                raise ValueError(f"Expected an outcome of the runtime's; `{outcome}` says nothing about it")
        if not self.reason.strip("* \t\n"):
            raise ValueError("Expected a reason, as it stands in the report: without one any failure would do")
        if self.issue is not None and not re.match(r"https?://\S+$", self.issue):
            raise ValueError(f"Expected a link in `issue`, got {self.issue!r}")
        for versions in (self.versions, *self.parts.values()):
            if versions is not None:
                _specifiers(versions)
        names = [name for some in (self.checks or {}).values() for name in some]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"Expected each check once in `checks`, got {twice!r} twice")

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What the case may come to."""
        return self.outcome if isinstance(self.outcome, tuple) else (self.outcome,)

    def subject(self) -> tuple[object, ...]:
        """What it is about; two entries about the same would be two answers to one question."""
        return self.case, self.versions, tuple(sorted(self.parts.items())), self.where


class ExpectationsFile(Strict, frozen=True, kw_only=True):
    """A file of expectations for one runtime, in all its versions."""

    runtime: str
    extends: str | None = None
    """The path, from this file, of the expectations about another runtime that shares most of its code: all that they
    say is expected here, too, but about the cases that this file names itself."""
    passes: tuple[str, ...] = ()
    """Cases about which nothing is expected here, although the other file expects something."""
    expected: tuple[Entry, ...] = ()

    def __post_init__(self) -> None:
        if self.passes and self.extends is None:
            raise ValueError("Expected `extends` beside `passes`: without it nobody expects anything else")
        if both := set(self.passes) & {entry.case for entry in self.expected}:
            raise ValueError(f"Expected each case in `passes` or in an entry, got {min(both)!r} in both")


class Expectation(msgspec.Struct, frozen=True):
    """An entry, and where it stands."""

    runtime: str
    file: Path
    line: int
    entry: Entry

    @property
    def place(self) -> str:
        """``file:line``, as editors take it."""
        return f"{self.file}:{self.line}"


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Where the records of one runtime were made: what decides whether an expectation is about them."""

    label: str
    parts: dict[str, str] = {}
    system: str = ""
    machine: str = ""
    lacks: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The runtime without its version."""
        return name_of(self.label)

    @property
    def version(self) -> str:
        """The version, as versions are compared: without the platform that a label may have."""
        return split_label(self.label)[0].partition("@")[2]


def name_of(label: str) -> str:
    """The name in ``name@version``."""
    return re.split(r"[@:]", label, maxsplit=1)[0]


def settings_of(header: Header) -> dict[str, Setting]:
    """The setting of each runtime of a report; in one of several runs, what the runs that had the runtime say."""
    found = {}
    for label, parts in header.runtimes.items():
        plain, key = split_label(label) if header.sources else (label, "")
        had = [run for run in header.sources if plain in run.runtimes and key in ("", run.platform.key)]
        runs = had or [header]
        found[label] = Setting(
            label=label,
            parts=parts,
            system=runs[0].platform.system,
            machine=runs[0].platform.machine,
            lacks=frozenset(need for run in runs for need in run.lacks),
        )
    return found


# ----------------------------------------------------------------------------------------------- reading files


def expectation_files(choices: Sequence[str]) -> list[Path]:
    """The files that ``--expectations`` means; without it those in ``./expectations``. Raises :class:`BadOption`."""
    if not choices:
        return _in_folder(HERE) if HERE.is_dir() else []
    if NONE in choices and len(choices) > 1:
        raise BadOption("--expectations", NONE, "goes with no other")
    found: dict[Path, None] = {}
    for choice in choices:
        place = RUNNERS if choice == SUITE else Path(choice)
        if choice == NONE:
            return []
        if not place.exists():
            raise BadOption("--expectations", choice, f"no such file or folder, nor one of the words {SUITE}, {NONE}")
        files = _in_folder(place) if place.is_dir() else [place]
        if not files:
            raise BadOption("--expectations", choice, "holds neither *.toml nor */expectations.toml")
        found.update(dict.fromkeys(files))
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    return sorted((*folder.glob("*.toml"), *folder.glob("*/expectations.toml")))


def load_expectations(files: Iterable[Path], cases: Iterable[str], runtimes: Iterable[str]) -> tuple[Expectation, ...]:
    """All expectations of files. Raises :class:`Malformed`, also for a case or runtime that nobody has."""
    files, known = list(files), (frozenset(cases), frozenset(runtimes))
    for file in files:
        for fault in faults(file, *known):
            raise fault
    return tuple(one for file in files for one in read_file(file))


class _Written(msgspec.Struct, frozen=True):
    """A file's text, and what it comes to: a circle of files that extend each other is found by who reads on."""

    file: Path
    text: str
    content: ExpectationsFile
    own: tuple[Expectation, ...]

    @property
    def named(self) -> frozenset[str]:
        """The cases that it has a word of its own about."""
        return frozenset(self.content.passes) | {one.entry.case for one in self.own}

    def bad(self, field: str, problem: str, hint: str | None = None) -> Malformed:
        """What is wrong with one of its fields."""
        return Malformed(self.file, toml_line(self.text, field), field, problem, hint)


def read_file(file: Path) -> tuple[Expectation, ...]:
    """The expectations of one file: its own, and those of the file that it extends.

    They are well-formed; nothing is known yet about the names in them. Raises :class:`Malformed`.
    """
    text = file_text(file)
    first = _written(text, file)
    return (*first.own, *(one for one in inherited(text, file) if one.entry.case not in first.named))


def inherited(text: str, file: Path) -> tuple[Expectation, ...]:
    """What the file that a text extends expects, all of it, as expectations about the text's own runtime.

    Raises :class:`Malformed`.
    """
    first, *others = _chain(text, file)
    named: frozenset[str] = frozenset()
    found: list[Expectation] = []
    for other in others:
        found += (one for one in other.own if one.entry.case not in named)
        named |= other.named
    return tuple(msgspec.structs.replace(one, runtime=first.content.runtime) for one in found)


def _chain(text: str, file: Path) -> list[_Written]:
    """A file, the one that it extends, the one that this extends, and so on."""
    chain = [_written(text, file)]
    while (extends := chain[-1].content.extends) is not None:
        last = chain[-1]
        base = Path(os.path.normpath(last.file.parent / extends))
        if any(base.resolve() == one.file.resolve() for one in chain):
            raise last.bad("extends", f"{extends} extends this file: files that extend each other have no beginning")
        if not base.is_file():
            raise last.bad("extends", f"no such file: {base}", "it is looked for from the folder of this file")
        chain.append(_written(file_text(base), base))
    return chain


def file_text(file: Path) -> str:
    """A file of expectations as text. Raises :class:`Malformed` when it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"cannot be read: {error}") from None


def content_of(text: str, file: Path) -> ExpectationsFile:
    """What a file's text says, without the files that it extends. Raises :class:`Malformed`."""
    return _written(text, file).content


def expectations_in(text: str, file: Path) -> tuple[Expectation, ...]:
    """The expectations of a file's text, without those of files that it extends. Raises :class:`Malformed`."""
    return _written(text, file).own


@cache
def _written(text: str, file: Path) -> _Written:
    content = decode_toml(text, ExpectationsFile, file)
    lines = toml_lines(text)
    places = [lines.get(f"expected[{index}]") for index in range(len(content.expected))]
    if None in places or f"expected[{len(places)}]" in lines:
        problem = "each entry has to begin with a line [[expected]]"
        raise Malformed(file, toml_line(text, "expected"), "expected", problem)
    own = (
        Expectation(content.runtime, file, place or 0, entry)
        for place, entry in zip(places, content.expected, strict=True)
    )
    return _Written(file, text, content, tuple(own))


def faults(file: Path, cases: frozenset[str], runtimes: frozenset[str]) -> Iterator[Malformed]:
    """What is wrong with a file that is well-formed, and with those that it extends.

    That is names that nobody has, and what is there twice.
    """
    for written in _chain(file_text(file), file):
        yield from _faults(written, cases, runtimes)


def _faults(written: _Written, cases: frozenset[str], runtimes: frozenset[str]) -> Iterator[Malformed]:
    content, file, lines = written.content, written.file, toml_lines(written.text)
    if content.runtime not in runtimes:
        hint = _did_you_mean(content.runtime, runtimes) or "a runner of your own is named with --runner"
        yield written.bad("runtime", f"unknown runtime {content.runtime!r}", hint)
    for name in content.passes:
        if name not in cases:
            yield written.bad("passes", f"unknown case {name!r}", _did_you_mean(name, cases))
    seen: dict[tuple[object, ...], int] = {}
    for index, one in enumerate(written.own):
        line = lines.get(f"expected[{index}].case", one.line)
        if one.entry.case not in cases:
            near = _did_you_mean(one.entry.case, cases)
            yield Malformed(file, line, "case", f"unknown case {one.entry.case!r}", near)
        before = seen.setdefault(one.entry.subject(), one.line)
        if before != one.line:
            yield Malformed(file, line, "case", f"{one.entry.case} is there twice for the same versions: line {before}")


def _did_you_mean(name: str, known: Iterable[str]) -> str | None:
    near = near_matches(name, known)
    return f"did you mean {' or '.join(near)}?" if near else None


# ----------------------------------------------------------------------------------------------- what they mean


@cache
def _specifiers(text: str) -> SpecifierSet:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        raise ValueError(f"Expected versions such as '>=46,<50', got {text!r}") from None


def within(version: str, range_text: str) -> bool:
    """Whether a version is in a range; one that is no version (a local build) is in none."""
    try:
        return _specifiers(range_text).contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False


def applies(expectation: Expectation, setting: Setting) -> bool:
    """Whether an expectation is about this runtime in this version on this machine."""
    entry, where = expectation.entry, expectation.entry.where
    return (
        expectation.runtime == setting.name
        and (entry.versions is None or within(setting.version, entry.versions))
        and all(within(setting.parts.get(part, ""), versions) for part, versions in entry.parts.items())
        and (not where.system or setting.system in _several(where.system))
        and (not where.machine or setting.machine in _several(where.machine))
        and setting.lacks.isdisjoint(_several(where.needs))
    )


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def meets(entry: Entry, told: Told) -> bool:
    """Whether a result is what an entry expects, for the reason that it gives."""
    if told.outcome not in entry.outcomes:
        return False
    return told.outcome == "pass" or not difference(entry, told)  # a pass needs no reason


def difference(entry: Entry, told: Told) -> str:
    """How a result differs from what an entry expects, in words; empty when it does not."""
    if told.outcome not in entry.outcomes:
        return f"expected {' or '.join(entry.outcomes)}, got {told.outcome}"
    seen = account(told)
    texts = [] if _fits(entry.reason, seen.reason) else [f"another reason than expected: {entry.reason}"]
    if entry.checks is not None:
        texts += _check_differences(entry.checks, seen)
    return "; ".join(texts)


def _check_differences(expected: Mapping[str, Sequence[str]], seen: Account) -> Iterator[str]:
    wanted = {name: got for got, names in expected.items() for name in names}
    found = dict(seen.failing)
    news = [name for name in found if name not in wanted]
    gone = [name for name in wanted if name not in found]
    other = [name for name, got in found.items() if name in wanted and not _fits(wanted[name], got)]
    if news:
        yield f"fails now, too: {_some(news)}"
    if gone:
        yield f"fails no more: {_some(gone)}"
    if other:
        yield "fails in another way: " + _some([f"{name} got {found[name]}, not {wanted[name]}" for name in other])


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MANY} more" if len(texts) > _MANY else ""
    return ", ".join(texts[:_MANY]) + more


def _fits(pattern: str, text: str) -> bool:
    return _pattern(pattern).fullmatch(text) is not None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """``*`` is any text; all else is compared as accounts have it, so that a reason can be pasted from a report."""
    return re.compile(".*".join(map(re.escape, normalised(text).split("*"))), re.DOTALL)


class News(msgspec.Struct, frozen=True):
    """A result that is not as expected: nothing was expected, or something else."""

    record: Record
    expectation: Expectation | None = None
    difference: str = ""


class Met(msgspec.Struct, frozen=True):
    """A result and the expectation about it."""

    record: Record
    expectation: Expectation


class Assessment(msgspec.Struct, frozen=True):
    """Records in the light of expectations; each unexpected outcome is either news or expected."""

    news: tuple[News, ...] = ()
    expected: tuple[Met, ...] = ()
    passes: tuple[Met, ...] = ()
    """Cases that pass although they are expected not to."""
    stale: tuple[Expectation, ...] = ()
    """Entries that are about a record which another entry explains."""


class Expectations:
    """Expectations by what they are about."""

    def __init__(self, some: Iterable[Expectation]) -> None:
        self._about: dict[tuple[str, str], list[Expectation]] = {}
        for one in some:
            self._about.setdefault((one.runtime, one.entry.case), []).append(one)

    def about(self, setting: Setting, case_id: str) -> list[Expectation]:
        """Those that speak about a case on a runtime where it is now."""
        return [one for one in self._about.get((setting.name, case_id), ()) if applies(one, setting)]

    def explain(self, setting: Setting, case_id: str, told: Told) -> Expectation | None:
        """The expectation that a result is as it says, if there is one."""
        return next((one for one in self.about(setting, case_id) if meets(one.entry, told)), None)


def assess(header: Header, records: Iterable[Record], some: Iterable[Expectation]) -> Assessment:
    """Set the records of a run against expectations. What could not be tried is left out: it proves nothing."""
    settings, expectations = settings_of(header), Expectations(some)
    news: list[News] = []
    expected: list[Met] = []
    passes: list[Met] = []
    stale: list[Expectation] = []
    for record in records:
        about = expectations.about(settings[record.runtime], record.case)
        met = [one for one in about if meets(one.entry, record)]
        if met and record.outcome != "error":
            expected.append(Met(record, met[0]))
            stale += [one for one in about if one not in met]
        elif record.outcome in UNEXPECTED:
            nearest = about[0] if about else None
            news.append(News(record, nearest, difference(nearest.entry, record) if nearest else ""))
        elif about and record.outcome not in UNTRIED:
            passes += [Met(record, one) for one in about]
    return Assessment(tuple(news), tuple(expected), tuple(passes), tuple(stale))
