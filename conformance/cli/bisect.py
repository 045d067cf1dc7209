"""``bisect``: the first version of a runtime that changed the outcome of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click
import msgspec

from conformance.bisect import (
    Bisection,
    CheckChange,
    Span,
    Try,
    Way,
    between,
    check_changes,
    check_ends,
    remarks,
    search,
    told_by,
)
from conformance.case import Case
from conformance.cli.attempts import header_of, rerun_options
from conformance.cli.options import (
    case_argument,
    corpus_option,
    format_option,
    plain_style,
    print_json,
    runner_option,
    schema_option,
    tell,
)
from conformance.corpus import Corpus, load_corpus, verify_components
from conformance.crew import default_jobs
from conformance.diff import Results, diff, read_results
from conformance.engine import Options, plan
from conformance.errors import EXIT_EXPECTED, EXIT_INCOMPLETE, BadOption, UnknownName, Unprovided
from conformance.execution import run_locally
from conformance.observation import DEFAULT_TIMEOUT_S
from conformance.publish.differences import diff_markdown, diff_text
from conformance.publish.matrix import GLYPHS
from conformance.publish.tables import table
from conformance.publish.unexpected import escape, result_markdown, result_text
from conformance.report import Earlier, Record, Writer, now
from conformance.runtimes import registry
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.selection import select
from conformance.runtimes.spec import LoadedRunner, Wanted, load_runners
from conformance.unexpected import unexpected

DEFAULT_REPORT = Path("conformance-bisect.jsonl")
_REASON = 100
"""Characters of a reason that the table shows."""
_MOST = 20
"""Checks that are shown."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Which case, and which versions of what."""

    case: Case
    loaded: LoadedRunner
    prefix: str
    """What stands before every version: empty, or ``1.35.0+shim`` where the versions are those of a part."""
    versions: tuple[str, ...]
    """From one end to the other, oldest first."""
    good: str
    bad: str

    @property
    def runtime(self) -> str:
        """The name of the runtime."""
        return self.loaded.runner.name

    @property
    def way(self) -> Way:
        """Whether something broke or was fixed."""
        return "broke" if self.versions[0] == self.good else "fixed"


@click.command("bisect")
@case_argument
@click.option("-r", "--runtime", "selection", required=True, metavar="NAME", help="The runtime whose versions to try.")
@click.option("--good", required=True, metavar="VERSION", help="A version in which the case passes.")
@click.option("--bad", required=True, metavar="VERSION", help="One in which it does not; it may be the older one.")
@click.option("--part", metavar="NAME", help="Search the versions of this part instead: -r jco-node --part shim.")
@click.option("--pre", is_flag=True, help="Pre-releases, too.")
@click.option(
    "--repeat",
    type=click.IntRange(1, 1000),
    default=3,
    show_default=True,
    help="Attempts in each version, which is bad when any of them is.",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=DEFAULT_REPORT,
    show_default=True,
    help="Where the report goes, a record for each version that was tried.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=DEFAULT_TIMEOUT_S,
    show_default=True,
    metavar="S",
    help="Seconds that an attempt may take.",
)
@format_option("pretty", "json", "markdown")
@runner_option
@corpus_option
@schema_option(Bisection)
def bisect_command(
    case_id: str,
    selection: str,
    good: str,
    bad: str,
    part: str | None,
    pre: bool,
    repeat: int,
    report_file: Path,
    timeout: float,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Find the first version of a runtime that changed the outcome of a case.

    Of the versions that the registry has between the two, a binary search tries as few as it can; those that cannot be
    had, or in which the case cannot be tried, are passed over. With --bad older than --good it finds the version that
    fixed the case. Exits with 0 when it is one version, with 3 when it is one of several.

    \b
    wasi-conformance bisect filesystem/link-at-follow -r wasmtime --good 43.0.1 --bad 49.0.4
    wasi-conformance bisect io/poll-one-ready -r jco-node@1.35.0 --part shim --good 0.25.0 --bad 0.26.1
    """
    corpus = load_corpus(corpus_folder)
    case = corpus.case(case_id)
    verify_components([case])
    runners = load_runners(runner_folders)
    question = _question(case, (good, bad), *_versions_of(selection, part, runners), prereleases=pre)
    tell(f"{len(question.versions)} versions from {question.versions[0]} to {question.versions[-1]}")
    _check_writable(report_file)
    trials = Trials(question, corpus, Options(timeout_s=timeout), repeat)
    try:
        span = _search(question, trials)
    finally:
        trials.keep(report_file)
    result = _answer(question, span, trials, report_file, rerun_options(runner_folders, corpus_folder))
    if style == "json":
        print_json(result)
    else:
        click.echo("\n\n".join(_markdown(result) if style == "markdown" else _text(result)))
    return EXIT_EXPECTED if result.first is not None else EXIT_INCOMPLETE


# ------------------------------------------------------------------------------------------------- the question


def _versions_of(
    selection: str, part: str | None, runners: dict[str, LoadedRunner]
) -> tuple[LoadedRunner, str, list[str]]:
    """The runner, what stands before every version, and all versions there are."""
    wanted = select(selection, runners, tell)
    loaded, name = wanted.loaded, wanted.loaded.runner.name
    if part is None:
        if selection != name:
            raise BadOption("--runtime", selection, f"its version is what is searched for: -r {name}")
        return loaded, "", registry.versions(loaded, tell)
    npm = loaded.runner.provide.npm
    parts = tuple(npm.packages) if npm is not None else ()
    if not parts:
        raise BadOption("--part", part, f"no part of {name} can be chosen apart from its version")
    if part not in parts:
        raise UnknownName(f"part of {name}", part, parts)
    return loaded, f"{wanted.version}+{part}", registry.part_versions(loaded, part, tell)


def _question(
    case: Case, ends: tuple[str, str], loaded: LoadedRunner, prefix: str, there: Sequence[str], *, prereleases: bool
) -> Question:
    if not prefix:
        runner = {loaded.runner.name: loaded}
        chosen = [
            select(f"{loaded.runner.name}@{end}", runner, tell, option=option).version or end
            for option, end in zip(("--good", "--bad"), ends, strict=True)
        ]
    else:
        chosen = list(ends)
    good, bad = chosen
    versions = between(there, good, bad, prereleases=prereleases)
    return Question(case=case, loaded=loaded, prefix=prefix, versions=tuple(versions), good=good, bad=bad)


# ------------------------------------------------------------------------------------------------- trying


class Trials:
    """Tries versions, and remembers what they came to."""

    def __init__(self, question: Question, corpus: Corpus, options: Options, repeat: int) -> None:
        self._question = question
        self._corpus = corpus
        self._options = options
        self._repeat = repeat
        self._started = now()
        self._runtimes: dict[str, Runtime] = {}
        self._absent: list[Unprovided] = []
        self.tried: dict[str, Try] = {}
        self.shown: dict[str, Record] = {}
        """Version → the record that stands for it."""

    def label(self, version: str) -> str:
        """``name@version`` of a version, which may be that of a part."""
        return f"{self._question.runtime}@{self._question.prefix}{version}"

    def tries(self, version: str) -> Try:
        """What the case comes to in a version: tried when it was not yet."""
        if version not in self.tried:
            self.tried[version] = found = self._try(version)
            tell(f"[{len(self.tried)}] {self.label(version)}: {found.side}, {_seen(found)}")
        return self.tried[version]

    def _try(self, version: str) -> Try:
        wanted = Wanted(self._question.loaded, f"{self._question.prefix}{version}")
        try:
            runtime = bring(wanted, tell)
        except Unprovided as absent:
            self._absent.append(Unprovided(wanted.label, absent.reason))
            return Try(version=version, side="skip", outcome=None, reason=absent.reason)
        pairs = plan([self._question.case], [runtime])
        times = self._repeat if pairs[0].verdict is None else 1
        try:
            records = list(run_locally(pairs * times, self._options, min(times, default_jobs())))
        finally:
            close_all()
        found, record = told_by(version, records)
        self._runtimes[version] = runtime
        self.shown[version] = _with_others(record, records)
        return found

    def keep(self, file: Path) -> None:
        """Write the report of what was tried: oldest version first, a record each."""
        tried = [version for version in self._question.versions if version in self.shown]
        found = [self._runtimes[version] for version in tried]
        header = header_of(self._corpus, 1, found, self._absent, (self._question.case.id,))
        header = msgspec.structs.replace(header, started=self._started)
        with file.open("wb") as stream:
            writer = Writer(stream, header)
            for version in tried:
                writer.record(self.shown[version])
            writer.finish()


def _check_writable(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.open("ab").close()
    except OSError as error:
        raise BadOption("--report", str(file), f"cannot be written: {error.strerror or error}") from None


def _with_others(shown: Record, records: Sequence[Record]) -> Record:
    """The record that stands for a version, with what the other attempts came to."""
    numbered = list(enumerate(records, start=1))
    others = tuple(
        Earlier(attempt=number, outcome=record.outcome, reason=record.reason, duration_s=record.duration_s)
        for number, record in numbered
        if record is not shown
    )
    own = next(number for number, record in numbered if record is shown)
    return msgspec.structs.replace(shown, attempt=own, earlier=others)


def _search(question: Question, trials: Trials) -> Span:
    """Raises :class:`conformance.bisect.EndNotAsSaid` when the ends are not as they were said to be."""
    check_ends(question.case.id, trials.tries(question.good), trials.tries(question.bad))
    newer = "bad" if question.way == "broke" else "good"

    def as_newer(index: int) -> bool | None:
        side = trials.tries(question.versions[index]).side
        return None if side == "skip" else side == newer

    return search(len(question.versions), as_newer)


# ------------------------------------------------------------------------------------------------- the answer


def _answer(question: Question, span: Span, trials: Trials, report: Path, repeated: Sequence[str]) -> Bisection:
    candidates = tuple(question.versions[index] for index in span.remaining)
    last, first = question.versions[span.low], candidates[-1]
    results = read_results(report)
    pair = trials.label(last), trials.label(first)
    older, newer = (Results(results.header, {label: results.by_runtime[label]}) for label in pair)
    failing = first if question.way == "broke" else last
    return Bisection(
        case=question.case.id,
        runtime=f"{question.runtime}@{question.prefix}" if question.prefix else question.runtime,
        good=question.good,
        bad=question.bad,
        way=question.way,
        versions=question.versions,
        tried=tuple(trials.tried[version] for version in question.versions if version in trials.tried),
        last=last,
        first=first if len(candidates) == 1 else None,
        candidates=candidates,
        difference=diff(older, newer, [pair]),
        checks=check_changes(trials.shown[last], trials.shown[first]),
        failure=next(iter(unexpected([trials.shown[failing]], repeated)), None),
        notes=remarks(
            list(trials.tried.values()), question.way, trials.tried[first], trials.tried[question.bad], trials.shown
        ),
        report=str(report),
    )


def _conclusion(result: Bisection) -> str:
    """The answer in a sentence."""
    verb = "broke" if result.way == "broke" else "fixed"
    tried = f"{len(result.tried)} of {len(result.versions)} versions tried"
    if result.first is not None:
        return f"{result.first} {verb} {result.case} on {result.runtime}: {result.last} is the last before; {tried}"
    some = ", ".join(result.candidates)
    return (
        f"one of {some} {verb} {result.case} on {result.runtime}: none of them but the last could be tried; "
        f"{result.last} is the last before; {tried}"
    )


def _seen(one: Try) -> str:
    """What a version came to, in a line."""
    if one.outcome is None:
        return "cannot be had"
    seen = [f"{GLYPHS[outcome]} {outcome}" for outcome in GLYPHS if outcome in one.seen]
    if len(one.seen) > 1:
        seen = [f"{one.seen[outcome]} × {GLYPHS[outcome]} {outcome}" for outcome in GLYPHS if outcome in one.seen]
    return ", ".join(seen)


def _rows(result: Bisection, cut: Callable[[str], str]) -> Iterator[tuple[str, str, str, str]]:
    for one in result.tried:
        mark = " ←" if one.version == result.first else ""
        yield f"{one.version}{mark}", one.side, _seen(one), cut(one.reason)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _REASON else line[: _REASON - 1] + "…"


def _check_row(one: CheckChange) -> tuple[str, ...]:
    return one.name, *(text if text is not None else "not reported" for text in (one.want, one.before, one.after))


def _more(result: Bisection) -> str:
    left = len(result.checks) - _MOST
    return f"\n\nand {left} more checks that differ; --format json has them all" if left > 0 else ""


_CHECKS = ("check", "wanted", "got before", "got now")
_COLUMNS = ("version", "is", "came to", "because")


def _text(result: Bisection) -> Iterator[str]:
    yield table(list(_rows(result, _short)), _COLUMNS, plain_style("pretty"))
    yield _conclusion(result)
    yield from (f"note: {note}" for note in result.notes)
    yield diff_text(result.difference)
    if result.checks:
        yield table([_check_row(one) for one in result.checks[:_MOST]], _CHECKS, plain_style("pretty")) + _more(result)
    if result.failure is not None:
        yield result_text(result.failure)
    yield f"report: {result.report}"


def _markdown(result: Bisection) -> Iterator[str]:
    yield f"**{escape(_conclusion(result))}**"
    yield table(list(_rows(result, lambda text: escape(_short(text)))), _COLUMNS, "markdown")
    yield from (f"> {escape(note)}" for note in result.notes)
    yield diff_markdown(result.difference)
    if result.checks:
        rows = [tuple(map(escape, _check_row(one))) for one in result.checks[:_MOST]]
        yield table(rows, _CHECKS, "markdown") + _more(result)
    if result.failure is not None:
        yield result_markdown(result.failure, rerun=True)
    yield f"Report: `{result.report}`"
