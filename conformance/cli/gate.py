"""``gate``: may this upgrade go through? Both sides side by side, and what got worse once more."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from conformance.case import Case
from conformance.cli import reader_may_leave
from conformance.cli.attempts import Section, attempt_all, bring_wanted, header_of, rerun_options
from conformance.cli.options import (
    chosen_pairs,
    corpus_option,
    expectations_option,
    format_option,
    jobs_option,
    pairs_option,
    print_json,
    runner_option,
    schema_option,
    tell,
    timeout_option,
    wanted_runtime,
)
from conformance.corpus import Corpus, load_corpus, verify_components
from conformance.crew import local
from conformance.diff import Regression, Result, diff, regressions, result_of, results_of
from conformance.engine import Options, Planned, plan
from conformance.errors import EXIT_INCOMPLETE, EXIT_NOTHING_RAN, BadOption, SuiteError, Unprovided
from conformance.execution import execute_each
from conformance.expectations import Expectation, expectation_files, load_expectations
from conformance.gate import (
    Evidence,
    Gate,
    Key,
    Rerun,
    Scope,
    admit,
    conclude,
    key_of,
    scope_of,
    still_steady,
)
from conformance.publish.gating import annotation_lines, gate_junit, gate_markdown, gate_text
from conformance.relevance import relevance
from conformance.report import Report, read_report, split_label, this_platform
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spec import Wanted, load_runners

DEFAULT_FOLDER = Path("conformance-gate")
_SIDES = ("before", "after")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How both sides are run."""

    options: Options
    jobs: int | None
    confirm: int
    folder: Path
    runner_folders: tuple[Path, ...]
    rerun: tuple[str, ...]
    """The options that a rerun line has to repeat."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a gate: a report that is there, or a runtime that is to be run, which makes one."""

    name: str
    """``before`` or ``after``."""
    file: Path
    report: Report | None = None
    wanted: Wanted | None = None
    runtime: Runtime | None = None

    @property
    def done(self) -> Report:
        """The report, once it is there."""
        assert self.report is not None
        return self.report


@click.command("gate")
@click.option(
    "--from", "before", required=True, metavar="NAME@VERSION|REPORT", help="What is relied on now, or a report of it."
)
@click.option("--to", "after", required=True, metavar="NAME@VERSION|REPORT", help="What is to take its place.")
@pairs_option
@click.option(
    "--component",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Only the cases whose functions this component of yours imports or exports.",
)
@expectations_option
@click.option(
    "--confirm",
    type=click.IntRange(0, 100),
    default=3,
    show_default=True,
    metavar="N",
    help="Run what got worse again, N times on both sides: only what is seen again each time blocks. With 0 all does.",
)
@click.option("--allow-corpus-change", is_flag=True, help="Take reports over another corpus than the present one, too.")
@click.option(
    "--report-dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="Where before.jsonl, after.jsonl, gate.json, gate.md and junit.xml go.",
)
@jobs_option
@timeout_option
@format_option("pretty", "json", "markdown")
@runner_option
@corpus_option
@schema_option(Gate)
def gate_command(
    before: str,
    after: str,
    pairs: tuple[str, ...],
    component: Path | None,
    expectation_places: tuple[str, ...],
    confirm: int,
    allow_corpus_change: bool,
    folder: Path,
    jobs: int | None,
    timeout: float,
    style: str,
    runner_folders: tuple[Path, ...],
    corpus_folder: Path,
) -> int:
    """Say whether an upgrade of a runtime makes anything worse.

    Runs the whole corpus on both sides at once, or takes stored reports of it, and runs what got worse again on both:
    a flake is told and does not block. What an expectation explains does not block either. Markdown goes to
    $GITHUB_STEP_SUMMARY, too, when that is set.

    Exits with 0 when nothing got worse, 1 when something did, 2 when interrupted, 3 when a runtime or a part of the
    results is missing, 4 for a mistake in options or files, 5 when nothing could be tried on both sides.

    \b
    wasi-conformance gate --from wasmtime@45.0.2 --to wasmtime@46.0.1
    wasi-conformance gate --from baseline.jsonl --to wasmtime@latest --component app.wasm
    """
    chosen = chosen_pairs(pairs)
    corpus = load_corpus(corpus_folder)
    scope, cases = _scope(component, corpus)
    expected = load_expectations(expectation_files(expectation_places), corpus.ids, load_runners(runner_folders))
    settings = Settings(
        options=Options(timeout_s=timeout),
        jobs=jobs,
        confirm=confirm,
        folder=folder,
        runner_folders=runner_folders,
        rerun=rerun_options(runner_folders, corpus_folder),
    )
    sides = [
        _side(name, option, text, settings, corpus, allow_corpus_change=allow_corpus_change)
        for name, option, text in (("before", "--from", before), ("after", "--to", after))
    ]
    if not cases:
        tell("nothing to gate: no case concerns what the component imports or exports" if scope else "no case at all")
        return EXIT_NOTHING_RAN
    verify_components(cases)
    found, missing = bring_wanted([side.wanted for side in sides if side.wanted is not None])
    if missing:
        return EXIT_INCOMPLETE
    sides = _run(sides, found, cases, corpus, scope, settings)
    evidence = _evidence(sides, chosen, cases, scope, expected, settings)
    gate = conclude(evidence)
    _publish(gate, evidence, settings.folder)
    with reader_may_leave():
        _show(gate, style)
    return gate.exit_code


def _scope(component: Path | None, corpus: Corpus) -> tuple[Scope | None, Sequence[Case]]:
    if component is None:
        return None, corpus.cases
    from conformance.component import read_component  # which only this option has a use for

    chosen = relevance(read_component(component), corpus.cases)
    return scope_of(component, chosen), chosen.cases


# ------------------------------------------------------------------------------------------------- the two sides


def _side(name: str, option: str, text: str, settings: Settings, corpus: Corpus, *, allow_corpus_change: bool) -> Side:
    is_runtime = text.partition("@")[0] in load_runners(settings.runner_folders)
    if is_runtime or not (text.endswith((".jsonl", ".jsonl.gz")) or Path(text).is_file()):
        wanted = wanted_runtime(text, settings.runner_folders, option=option)
        return Side(name=name, file=settings.folder / f"{name}.jsonl", wanted=wanted)
    file = Path(text)
    for written in (settings.folder / f"{side}.jsonl" for side in _SIDES):
        if written.exists() and file.exists() and written.samefile(file):
            raise BadOption(option, text, "would be written over: choose another --report-dir, or move it away")
    report = read_report(file, allow_incomplete=True)  # and refuse it with a hint of our own
    admit(report, file, corpus.sha256, allow_corpus_change=allow_corpus_change)
    return Side(name=name, file=file, report=report)


def _run(
    sides: Sequence[Side],
    found: Sequence[Runtime],
    cases: Sequence[Case],
    corpus: Corpus,
    scope: Scope | None,
    settings: Settings,
) -> list[Side]:
    """The sides with their reports; those that are not there yet are made in one pass."""
    runtimes = iter(found)
    ready = [side if side.report else msgspec.structs.replace(side, runtime=next(runtimes)) for side in sides]
    selection = [case.id for case in cases] if scope is not None else []
    sections = [
        Section(
            header_of(corpus, len(cases), [side.runtime], selection=selection), side.file, plan(cases, [side.runtime])
        )
        for side in ready
        if side.runtime is not None
    ]
    with local(settings.jobs) as crew:
        made = iter(attempt_all(sections, settings.options, crew, option="--report-dir") if sections else ())
    return [side if side.report else msgspec.structs.replace(side, report=next(made)) for side in ready]


def _evidence(
    sides: Sequence[Side],
    chosen: Sequence[tuple[str, str]],
    cases: Sequence[Case],
    scope: Scope | None,
    expected: Sequence[Expectation],
    settings: Settings,
) -> Evidence:
    before, after = sides
    by_id = {case.id: case for case in cases}
    results = [results_of(side.done, by_id if scope is not None else None) for side in sides]
    if before.runtime is not None and after.runtime is not None and not chosen:
        chosen = [(before.runtime.label, after.runtime.label)]  # they need not have one name
    found = diff(results[0], results[1], chosen, allow_corpus_change=True)  # both sides are admitted
    evidence = Evidence(
        before=before.done,
        after=after.done,
        files=(before.file, after.file),
        found=found,
        suspects=regressions(found, expected),
        expected=tuple(expected),
        cases=by_id,
        options=settings.rerun,
        scope=scope,
        same=before.runtime is not None and before.runtime == after.runtime,
    )
    return _run_again(evidence, sides, settings)


# ------------------------------------------------------------------------------------------------- running again


def _run_again(evidence: Evidence, sides: Sequence[Side], settings: Settings) -> Evidence:
    """The evidence with rounds of one attempt on each side, of what has been steady so far."""
    suspects = evidence.suspects
    if not suspects or not settings.confirm:
        return evidence
    runtimes: list[dict[str, Runtime]] = []
    cannot: dict[str, str] = {}
    for side, labels in zip(sides, ({s.before for s in suspects}, {s.after for s in suspects}), strict=True):
        brought = {label: _bring_again(label, side, settings) for label in sorted(labels)}
        runtimes.append({label: one for label, one in brought.items() if isinstance(one, Runtime)})
        reasons = [str(one) for one in brought.values() if not isinstance(one, Runtime)]
        if reasons:
            cannot[side.name] = f"{side.name} could not be run again: {'; '.join(reasons)}"
            tell(cannot[side.name], fg="yellow")
    rounds: list[dict[Key, Rerun]] = []
    left = [suspect for suspect in suspects if suspect.case in evidence.cases] if any(runtimes) else []
    if left:
        tell(f"got worse: {len(left)}; running that again, up to {settings.confirm} times on both sides")
    try:
        while left and len(rounds) < settings.confirm:
            rounds.append(_round(left, runtimes, evidence.cases, settings, backwards=len(rounds) % 2 == 1))
            left = still_steady(left, rounds, evidence.found, evidence.expected)
    finally:
        close_all()
    return msgspec.structs.replace(evidence, rounds=rounds, cannot_rerun=cannot)


def _bring_again(label: str, side: Side, settings: Settings) -> Runtime | SuiteError:
    """A runtime of a side, if it can be had here exactly as it was."""
    if side.runtime is not None:
        return side.runtime
    plain, platform = split_label(label)
    if platform not in ("", this_platform().key):
        return Unprovided(label, f"its attempts were made on another platform than this one, {this_platform().key}")
    try:
        runtime = bring(wanted_runtime(plain, settings.runner_folders), tell)
    except SuiteError as error:
        return error
    if runtime.loaded.runner.provide.path is not None:
        return Unprovided(label, "it is a program on this machine, and may not be the one of the report")
    parts = side.done.header.runtimes[label]
    if (runtime.label, runtime.parts) != (plain, parts):
        now = ", ".join(f"{name} {version}" for name, version in runtime.parts.items() if parts.get(name) != version)
        return Unprovided(label, f"here it has other parts than in the report: {now or runtime.label}")
    return runtime


def _round(
    suspects: Sequence[Regression],
    runtimes: Sequence[Mapping[str, Runtime]],
    cases: Mapping[str, Case],
    settings: Settings,
    *,
    backwards: bool,
) -> dict[Key, Rerun]:
    """One attempt of each suspect on each side that can be run. The sides take turns in going first."""
    planned: list[tuple[Key, int, Planned]] = []
    for suspect in suspects:
        for side in (1, 0) if backwards else (0, 1):
            runtime = runtimes[side].get((suspect.before, suspect.after)[side])
            if runtime is not None:
                (pair,) = plan([cases[suspect.case]], [runtime])
                planned.append((key_of(suspect), side, pair))
    came: dict[tuple[Key, int], Result] = {}
    with local(settings.jobs) as crew:
        for index, record in execute_each([pair for *_, pair in planned], settings.options, crew):
            key, side, _ = planned[index]
            came[key, side] = result_of(record)
    keys = [key_of(suspect) for suspect in suspects]
    return {key: Rerun(came.get((key, 0)), came.get((key, 1))) for key in keys}


# ------------------------------------------------------------------------------------------------- telling


def _publish(gate: Gate, evidence: Evidence, folder: Path) -> None:
    markdown = gate_markdown(gate)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "gate.json").write_bytes(msgspec.json.format(msgspec.json.encode(gate), indent=2) + b"\n")
        (folder / "gate.md").write_text(markdown, encoding="utf-8")
        (folder / "junit.xml").write_bytes(gate_junit(gate, evidence))
    except OSError as error:
        raise BadOption("--report-dir", str(folder), f"cannot be written: {error.strerror or error}") from None
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as stream:
            stream.write(markdown + "\n")
    if os.environ.get("GITHUB_ACTIONS"):
        workspace = Path(os.environ.get("GITHUB_WORKSPACE") or ".").absolute()
        for line in annotation_lines(gate, {case.id: case.source for case in evidence.cases.values()}, workspace):
            tell(line)


def _show(gate: Gate, style: str) -> None:
    if style == "json":
        print_json(gate)
    else:
        click.echo(gate_markdown(gate) if style == "markdown" else gate_text(gate))
    for side, file in gate.reports.items():
        tell(f"report {side}: {file}")
