"""What all verbs that run cases share: runtimes brought, reports written while they grow, progress, lines to rerun."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import IO

import msgspec

from conformance import __version__
from conformance.cli.options import tell
from conformance.cli.progress import Progress
from conformance.corpus import Corpus
from conformance.crew import Crew
from conformance.engine import Options, Planned, machine_lacks
from conformance.errors import BadOption, Unprovided
from conformance.execution import Again, execute_each, is_unexpected
from conformance.report import COMPRESSED, SCHEMA, Header, Record, Report, Writer, now, this_platform
from conformance.resources import GUEST_PROGRAMS
from conformance.runtimes.runtime import Runtime, bring_each, close_all
from conformance.runtimes.spec import Wanted


def bring_wanted(wanted: Sequence[Wanted], crew: Crew | None = None) -> tuple[list[Runtime], list[Unprovided]]:
    """The runtimes that can be had here, or by ``crew``, and those that cannot, of which each is told loudly."""
    results = (crew.bring_each if crew is not None else bring_each)(wanted, tell)
    found = [result for result in results if isinstance(result, Runtime)]
    missing = [result for result in results if isinstance(result, Unprovided)]
    for absent in missing:
        tell(f"UNAVAILABLE {absent.runtime}: {absent.reason}", fg="yellow")
    return found, missing


def header_of(
    corpus: Corpus,
    cases: int,
    runtimes: Sequence[Runtime],
    missing: Sequence[Unprovided] = (),
    selection: Sequence[str] = (),
    shard: str | None = None,
    crew: Crew | None = None,
) -> Header:
    """The header of a report that is about to be made, of so many cases: here, or by ``crew``."""
    return Header(
        schema=SCHEMA,
        suite_version=__version__,
        corpus_sha256=corpus.sha256,
        started=now(),
        platform=crew.platform() if crew is not None else this_platform(),
        runtimes={runtime.label: runtime.parts for runtime in runtimes},
        families={runtime.label: runtime.family for runtime in runtimes},
        unverified={one.label: one.unverified for one in runtimes if one.unverified is not None},
        unavailable={absent.runtime: absent.reason for absent in missing},
        selection=tuple(selection),
        shard=shard,
        cases=cases,
        lacks=crew.lacks() if crew is not None else machine_lacks(),
    )


class Section(msgspec.Struct, frozen=True):
    """A part of a plan that has a report of its own."""

    header: Header
    file: Path
    pairs: Sequence[Planned]


def attempt_all(
    sections: Sequence[Section], options: Options, crew: Crew, again: Again = is_unexpected, *, option: str = "--report"
) -> list[Report]:
    """Run all sections in one pass, taking turns, and give the report of each.

    Each record is in its section's file before the next is taken. ``option`` is the one that named the files.
    """
    laid = _in_turns(sections)
    records: list[list[Record]] = [[] for _ in sections]
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(_created(section.file, option)) for section in sections]
        progress = stack.enter_context(Progress(len(laid)))
        writers = [Writer(stream, section.header) for stream, section in zip(streams, sections, strict=True)]
        stack.callback(close_all)
        each = stack.enter_context(contextlib.closing(execute_each([pair for _, pair in laid], options, crew, again)))
        for index, record in each:
            section = laid[index][0]
            writers[section].record(record)
            records[section].append(record)
            progress.advance(record)
        footers = [writer.finish() for writer in writers]
    return [
        Report(section.header, tuple(some), footer)
        for section, some, footer in zip(sections, records, footers, strict=True)
    ]


def _in_turns(sections: Sequence[Section]) -> list[tuple[int, Planned]]:
    """The pairs of all sections, one of each in turn: what disturbs the machine for a while disturbs them all."""
    turns = zip_longest(*([(index, pair) for pair in section.pairs] for index, section in enumerate(sections)))
    return [entry for turn in turns for entry in turn if entry is not None]


def _created(file: Path, option: str) -> IO[bytes]:
    if file.suffix == COMPRESSED:
        problem = "a report is written line by line, and not compressed: `wasi-conformance combine` does that"
        raise BadOption(option, str(file), problem)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return file.open("wb")
    except OSError as error:
        raise BadOption(option, str(file), f"cannot be written: {error.strerror or error}") from None


def rerun_options(runner_folders: Sequence[Path], corpus_folder: Path) -> tuple[str, ...]:
    """The options that a rerun line has to repeat."""
    words = [word for folder in runner_folders for word in ("--runner", str(folder))]
    return (*words, "--corpus", str(corpus_folder)) if corpus_folder != GUEST_PROGRAMS else tuple(words)
