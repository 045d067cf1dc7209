"""What can go wrong before a verdict exists, one class each, able to explain itself and to say the way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

EXIT_EXPECTED = 0
EXIT_UNEXPECTED = 1
EXIT_INTERRUPTED = 2
EXIT_INCOMPLETE = 3
EXIT_USAGE = 4
EXIT_NOTHING_RAN = 5


class SuiteError(Exception):
    """Base of all errors that end a command with one clear message; ``exit_code`` is the command's exit code."""

    exit_code = EXIT_USAGE


@dataclass(eq=False)
class Malformed(SuiteError):
    """A file that people or programs write (front matter, runner.yaml, a report) does not say what it must."""

    file: Path
    line: int | None
    field: str | None
    problem: str
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line is not None else str(self.file)
        field = f" in `{self.field}`" if self.field else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}: error{field}: {self.problem}{hint}"


@dataclass(eq=False)
class UnknownName(SuiteError):
    """A case, runtime or area that nobody has; carries the near matches."""

    kind: str
    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        near = near_matches(self.name, self.known)
        if near:
            return f"unknown {self.kind} {self.name!r}; did you mean {', '.join(near)}?"
        some = ", ".join(sorted(self.known)[:8]) or "none at all"
        return f"unknown {self.kind} {self.name!r}; there is {some}{', …' if len(self.known) > 8 else ''}"


@dataclass(eq=False)
class BadOption(SuiteError):
    """A command-line option whose value cannot be used; ``option`` as it was typed."""

    option: str
    value: str
    problem: str

    def __str__(self) -> str:
        return f"{self.option} {self.value!r}: {self.problem}"


@dataclass(eq=False)
class CorpusError(SuiteError):
    """The corpus as a whole cannot be used: a component is missing, stale or not what the manifest says."""

    problem: str
    hint: str

    def __str__(self) -> str:
        return f"{self.problem}\n  hint: {self.hint}"


@dataclass(eq=False)
class IncompleteReport(SuiteError):
    """A report without its footer: the run that wrote it was interrupted, so absent records prove nothing."""

    file: Path
    records: int
    exit_code = EXIT_INCOMPLETE

    def __str__(self) -> str:
        return (
            f"{self.file}: the report has no footer after {self.records} records: the run that wrote it did not finish"
            "\n  hint: run again, or read what is there with --allow-incomplete"
        )


@dataclass(eq=False)
class Unprovided(SuiteError):
    """A runtime could not be brought to this machine; ``reason`` says why, for people to act on."""

    runtime: str
    reason: str
    exit_code = EXIT_INCOMPLETE

    def __str__(self) -> str:
        return f"{self.runtime} is unavailable: {self.reason}"


def near_matches(name: str, known: Iterable[str], most: int = 4) -> list[str]:
    """Names close to ``name``, best first: by spelling, or because one contains the other."""
    known = sorted(set(known))
    close = difflib.get_close_matches(name, known, n=most, cutoff=0.55)
    tail = name.rsplit("/", 1)[-1]
    containing = [k for k in known if tail and (tail in k or k in name) and k not in close]
    return (close + containing)[:most]
