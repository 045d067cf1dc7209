"""``expectations``: the files of what is known not to pass, held against corpus and reports."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec

from conformance.cli.options import (
    corpus_option,
    expectations_option,
    format_option,
    print_json,
    runner_option,
    schema_option,
    tell,
)
from conformance.corpus import load_corpus
from conformance.errors import EXIT_EXPECTED, EXIT_USAGE, BadOption, Malformed
from conformance.expectations import (
    HERE,
    NONE,
    SUITE,
    Expectation,
    assess,
    expectation_files,
    faults,
    file_text,
    name_of,
    read_file,
)
from conformance.proposals import Accepted, Proposal, propose
from conformance.report import Report, read_report
from conformance.resources import RUNNERS
from conformance.runtimes.spec import LoadedRunner, load_runners

_REPORT = click.Path(path_type=Path, dir_okay=False)


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check of expectations found."""

    files: tuple[str, ...]
    entries: int
    problems: tuple[str, ...]
    """With file and line; none when all is well."""


class Updated(msgspec.Struct, frozen=True, kw_only=True):
    """A change to one file of expectations, proposed or made."""

    file: str
    runtime: str
    written: bool
    added: tuple[str, ...]
    amended: tuple[str, ...]
    removed: tuple[str, ...]
    passing: tuple[str, ...]
    """Cases that pass, although the file that is extended expects otherwise."""
    undecided: tuple[str, ...]
    diff: str


@click.group("expectations")
def expectations_command() -> None:
    """Check or update what is known not to pass.

    Expectations are TOML files, one per runtime, in ./expectations or wherever --expectations says. An entry gives a
    case, an outcome, and the reason as reports record it: failing for another reason is news.

    \b
    runtime = "wasmtime"
    [[expected]]
    case = "filesystem/link-at-follow"
    outcome = "fail"
    reason = "file: got invalid, want ok*"
    issue = "https://github.com/…"       # all from here on may be left out
    versions = ">=46,<50"
    where = {system = "Linux"}
    confirmed = {by = "…", on = 2026-11-22}
    """


@expectations_command.command("check")
@expectations_option
@click.option("--report", "reports", multiple=True, type=_REPORT, help="Also find entries that a report disproves.")
@format_option("pretty", "json")
@runner_option
@corpus_option
@schema_option(Checked)
def check_command(
    expectation_places: tuple[str, ...],
    reports: tuple[Path, ...],
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Find unknown cases, entries without a reason, and entries that are no longer true of a report.

    Exits with 4 when there is anything to correct.

    \b
    wasi-conformance expectations check
    wasi-conformance expectations check --expectations suite --report conformance-report.jsonl
    """
    files = expectation_files(expectation_places)
    if not files:
        raise BadOption("--expectations", str(HERE), "there is nothing to check; which files?")
    cases, runtimes = frozenset(load_corpus(corpus_folder).ids), frozenset(load_runners(runner_folders))
    problems: list[Malformed] = []
    some: list[Expectation] = []
    for file in files:
        try:
            found = read_file(file)
        except Malformed as malformed:
            problems.append(malformed)
        else:
            problems += faults(file, cases, runtimes)
            some += found
    disproved = [one for report in map(read_report, reports) for one in _disproved(report, some)]
    texts = tuple(dict.fromkeys(map(str, sorted([*problems, *disproved], key=lambda one: (one.file, one.line or 0)))))
    entries = len({one.place for one in some})  # one that several files have by `extends` is one all the same
    result = Checked(files=tuple(map(str, files)), entries=entries, problems=texts)
    if style == "json":
        print_json(result)
    else:
        for text in texts:
            click.echo(text)
        counts = f"{_count(entries, 'expectation')} in {_count(len(files), 'file')}"
        click.echo(f"{counts}, {len(texts)} to correct")
        if disproved:
            tell("  hint: `wasi-conformance expectations update --from REPORT` proposes the change")
    return EXIT_USAGE if texts else EXIT_EXPECTED


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _disproved(report: Report, some: Iterable[Expectation]) -> Iterable[Malformed]:
    """The entries that are about a record of the report and match none."""
    found = assess(report.header, report.records, some)
    for met in found.passes:
        problem = f"stale: {met.record.case} is {met.record.outcome} on {met.record.runtime}"
        yield Malformed(met.expectation.file, met.expectation.line, None, problem)
    for one in found.news:
        if one.expectation is not None:
            problem = f"stale: {one.record.case} on {one.record.runtime}: {one.difference}"
            yield Malformed(one.expectation.file, one.expectation.line, None, problem)
    for stale in found.stale:
        yield Malformed(stale.file, stale.line, None, "stale: another entry explains the result")


@expectations_command.command("update")
@click.option("--from", "reports", multiple=True, required=True, type=_REPORT, help="A report; several tell more.")
@click.option(
    "--expectations",
    "place",
    metavar="DIR|FILE|suite",
    default=str(HERE),
    show_default="./expectations",
    help="What to update: a file, a folder with a file per runtime, `suite` for the suite's own.",
)
@click.option("-r", "--runtime", "names", multiple=True, metavar="NAME", help="Only these runtimes of the reports.")
@click.option("--accept", metavar="ID", help="Only this case; it takes --reason.")
@click.option("--reason", metavar="TEXT", help="Why it fails, as it is recorded; * stands for any text.")
@click.option("--write", is_flag=True, help="Change the files, not only show what would be changed.")
@format_option("pretty", "json")
@runner_option
@corpus_option
@schema_option(list[Updated])
def update_command(
    reports: tuple[Path, ...],
    place: str,
    names: tuple[str, ...],
    accept: str | None,
    reason: str | None,
    write: bool,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Propose the smallest change that makes reports as expected: a unified diff. Comments and order stay.

    New failures are added, entries that hold no longer are removed or bounded to the versions of which they are true,
    and those that fail for another reason are rewritten. What differs between several reports becomes a `*`.

    \b
    wasi-conformance expectations update --from conformance-report.jsonl
    wasi-conformance expectations update --from monday.jsonl --from tuesday.jsonl -r wamr --write
    wasi-conformance expectations update --from report.jsonl --accept io/poll-one-ready --reason 'ready: *' -r wamr
    """
    if (accept is None) != (reason is None):
        raise BadOption("--accept", accept or "", "goes with --reason TEXT: why is it accepted?")
    if accept is not None:
        load_corpus(corpus_folder).case(accept)
    found = [read_report(file) for file in reports]
    accepted = Accepted(accept, reason) if accept is not None and reason is not None else None
    proposals = [
        propose(file, file_text(file) if file.exists() else "", name, found, accepted)
        for name in _runtimes(found, names, accepted)
        for file in [_file_for(place, name, runner_folders)]
    ]
    updated = [_updated(one, write=write) for one in proposals]
    if style == "json":
        print_json(updated)
    else:
        _show(updated)
    return EXIT_EXPECTED


def _runtimes(reports: Sequence[Report], names: Sequence[str], accepted: Accepted | None) -> list[str]:
    there = list(dict.fromkeys(name_of(label) for report in reports for label in report.labels))
    for name in names:
        if name not in there:
            raise BadOption("--runtime", name, f"the reports have only {', '.join(there)}")
    chosen = list(names) or there
    if accepted is not None and len(chosen) > 1:
        raise BadOption("--accept", accepted.case, f"on which runtime? Choose one with -r: {', '.join(chosen)}")
    return chosen


def _file_for(place: str, name: str, runner_folders: Sequence[Path]) -> Path:
    """The file about a runtime: the one that was named, beside its runner.yaml, or in a folder under its name."""
    if place == NONE:
        raise BadOption("--expectations", place, "nothing to update")
    folder = RUNNERS if place == SUITE else Path(place)
    if folder.suffix == ".toml":
        return folder
    if (folder / name / "runner.yaml").exists():
        return folder / name / "expectations.toml"
    own = folder / "runner.yaml"
    if own.exists() and any(name == loaded.runner.name for loaded in _own(folder, runner_folders)):
        return folder / "expectations.toml"
    return folder / f"{name}.toml"


def _own(folder: Path, runner_folders: Sequence[Path]) -> list[LoadedRunner]:
    return [one for one in load_runners([*runner_folders, folder]).values() if one.folder == folder.resolve()]


def _updated(one: Proposal, *, write: bool) -> Updated:
    before, after = (text.splitlines(keepends=True) for text in (one.before, one.after))
    name = str(one.file)
    changed = one.before != one.after
    if write and changed:
        one.file.parent.mkdir(parents=True, exist_ok=True)
        one.file.write_text(one.after, encoding="utf-8")
    return Updated(
        file=name,
        runtime=one.runtime,
        written=write and changed,
        added=one.added,
        amended=one.amended,
        removed=one.removed,
        passing=one.passing,
        undecided=one.undecided,
        diff="".join(difflib.unified_diff(before, after, name if one.before else "/dev/null", name)),
    )


def _show(updated: Sequence[Updated]) -> None:
    for one in updated:
        click.echo(one.diff, nl=False)
    for one in updated:
        done = "written" if one.written else "nothing to change" if not one.diff else "--write makes it so"
        counts = f"{len(one.added)} added, {len(one.amended)} amended, {len(one.removed)} removed"
        counts += f", {len(one.passing)} pass unlike the file that is extended" if one.passing else ""
        tell(f"{one.file}: {counts}; {done}")
        for text in one.undecided:
            tell(f"  left to you: {text}", fg="yellow")
