"""Build what changed, or prove that what is committed comes from what is committed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from guest_programs.tools import cases, generated, verify
from guest_programs.tools.cases import Case, sha256
from guest_programs.tools.compile import Pipeline
from guest_programs.tools.errors import ProgramFailed
from guest_programs.tools.manifest import Entry, Manifest, locked
from guest_programs.tools.programs import Programs
from guest_programs.tools.wit_source import Source

Say = Callable[[str], None]


@dataclass(frozen=True)
class Repository:
    """The places that the build reads and writes."""

    folder: Path

    @property
    def guests(self) -> Path:
        """The corpus."""
        return self.folder / "guest_programs"

    @property
    def prebuilt(self) -> Path:
        """The committed components."""
        return self.guests / "prebuilt"

    @property
    def manifest(self) -> Path:
        """The record of the committed components."""
        return self.prebuilt / "manifest.json"

    @property
    def source(self) -> Source:
        """Where WIT comes from."""
        return Source.read(self.folder / "wit_fixtures" / "source.json")

    def component(self, case_id: str) -> Path:
        """The component of a case."""
        return self.prebuilt / f"{case_id}.wasm"

    def components(self) -> dict[str, Path]:
        """Every component that is there, by the id that its place gives it."""
        found = sorted(self.prebuilt.rglob("*.wasm"))
        return {path.relative_to(self.prebuilt).with_suffix("").as_posix(): path for path in found}

    def shown(self, path: Path) -> str:
        """A path as messages name it."""
        return path.relative_to(self.folder).as_posix()


@dataclass(frozen=True)
class Built:
    """What became of the cases that were built: components by id, and messages of those that failed."""

    components: dict[str, bytes]
    failures: dict[str, str]


def _build_all(pipeline: Pipeline, wanted: Sequence[Case], jobs: int, say: Say) -> Built:
    """Build cases side by side; one that fails does not stop the others."""
    built = Built({}, {})

    def one(case: Case) -> None:
        try:
            built.components[case.id] = pipeline.component(case)
            say(f"built {case.id} ({len(built.components[case.id])} bytes)")
        except ProgramFailed as failure:
            built.failures[case.id] = str(failure)

    with ThreadPoolExecutor(max_workers=jobs) as pool:
        list(pool.map(one, wanted))
    return built


def _fresh(repository: Repository, manifest: Manifest, case: Case, inputs: str) -> bool:
    entry, path = manifest.cases.get(case.id), repository.component(case.id)
    if entry is None or entry.inputs != inputs or not path.is_file():
        return False
    return sha256(path.read_bytes()) == entry.component


def build(repository: Repository, wanted: Sequence[str], jobs: int, say: Say, detail: Say) -> int:
    """Bring generated files, components and manifest up to date; the exit code is 1 when a case does not build."""
    programs, source = Programs.find(), repository.source
    for path, text in generated.files(repository.folder, programs, source).items():
        if generated.write(path, text.encode()):
            say(f"wrote {repository.shown(path)}")
    pipeline = Pipeline.at(repository.guests, programs, source)
    every = cases.discover(repository.guests, source.wasi)
    before = Manifest.read(repository.manifest)
    if wanted and before.settings != pipeline.settings() and before.cases:
        say("the tool chain changed: building every case")
        wanted = ()
    selected = cases.select(every, wanted)
    inputs = {case.id: pipeline.inputs(case) for case in selected}
    stale = [case for case in selected if not _fresh(repository, before, case, inputs[case.id])]
    built = _build_all(pipeline, stale, jobs, detail)
    _record(repository, pipeline, every, built, inputs, say)
    for _, message in sorted(built.failures.items()):
        say(message)
    done = f"{len(built.components)} built, {len(selected) - len(stale)} up to date, {len(built.failures)} failed"
    say(f"{len(selected)} of {len(every)} cases: {done}")
    return 1 if built.failures else 0


def _record(
    repository: Repository, pipeline: Pipeline, every: Sequence[Case], built: Built, inputs: dict[str, str], say: Say
) -> None:
    """Write the components and the manifest; forget cases that are gone. Other builds may be doing the same."""
    paths = {case.id: case for case in every}
    with locked(repository.manifest):
        entries = {
            case_id: entry for case_id, entry in Manifest.read(repository.manifest).cases.items() if case_id in paths
        }
        for case_id, data in built.components.items():
            generated.write(repository.component(case_id), data)
            source = pipeline.source_sha256(paths[case_id])
            entries[case_id] = Entry(source, inputs[case_id], sha256(data), len(data))
        for case_id, path in repository.components().items():
            if case_id not in paths:
                path.unlink()
                say(f"removed {repository.shown(path)}: its source is gone")
        Manifest(pipeline.settings(), entries).write(repository.manifest)


def _differences(repository: Repository, pipeline: Pipeline, every: Sequence[Case], built: Built) -> list[str]:
    """What is committed against what was just built, one line for each difference."""
    parsed = generated.interfaces(pipeline.programs, pipeline.source, pipeline.worlds)
    found = [f"wrong: {problem}" for problem in verify.problems(pipeline, parsed)]
    for path, text in generated.files(repository.folder, pipeline.programs, repository.source).items():
        if not path.is_file():
            found.append(f"missing: {repository.shown(path)}")
        elif path.read_bytes() != text.encode():
            found.append(f"changed: {repository.shown(path)} is not what the WIT gives")
    entries = {}
    for case in every:
        path, data = repository.component(case.id), built.components.get(case.id)
        if data is None:
            found.append(f"failed: {built.failures[case.id]}")
            continue
        entries[case.id] = Entry(pipeline.source_sha256(case), pipeline.inputs(case), sha256(data), len(data))
        if not path.is_file():
            found.append(f"missing: {repository.shown(path)}")
        elif path.read_bytes() != data:
            found.append(f"changed: {repository.shown(path)} does not come from {repository.shown(case.path)}")
    orphans = [path for case_id, path in repository.components().items() if case_id not in {case.id for case in every}]
    found += [f"orphaned: {repository.shown(path)} has no source" for path in orphans]
    return found + _manifest_differences(Manifest.read(repository.manifest), Manifest(pipeline.settings(), entries))


def _manifest_differences(committed: Manifest, rebuilt: Manifest) -> list[str]:
    found = []
    if committed.settings != rebuilt.settings:
        found.append("changed: manifest.json was written by another tool chain")
    for case_id in sorted({*committed.cases, *rebuilt.cases}):
        was, now = committed.cases.get(case_id), rebuilt.cases.get(case_id)
        if was != now:
            word = "missing" if was is None else "orphaned" if now is None else "changed"
            found.append(f"{word}: manifest.json's entry of {case_id}")
    return found


def check(repository: Repository, wanted: Sequence[str], jobs: int, say: Say, detail: Say) -> int:
    """Rebuild with fresh caches, write nothing, and say what differs; the exit code is 1 when anything does."""
    programs, source = Programs.find(), repository.source
    every = cases.discover(repository.guests, source.wasi)
    selected = cases.select(every, wanted)
    with tempfile.TemporaryDirectory(prefix="guests-check-") as scratch:
        pipeline = Pipeline.at(repository.guests, programs, source, Path(scratch) / "zig")
        built = _build_all(pipeline, selected, jobs, detail)
        found = _of_some(repository, selected, built) if wanted else _differences(repository, pipeline, every, built)
    for line in found:
        say(line)
    say(f"{len(selected)} of {len(every)} cases rebuilt: {f'{len(found)} differences' if found else 'no difference'}")
    return 1 if found else 0


def _of_some(repository: Repository, selected: Sequence[Case], built: Built) -> list[str]:
    """The differences of named cases only: their bytes."""
    found = []
    for case in selected:
        path, data = repository.component(case.id), built.components.get(case.id)
        if data is None:
            found.append(f"failed: {built.failures[case.id]}")
        elif not path.is_file() or path.read_bytes() != data:
            found.append(f"changed: {repository.shown(path)}")
    return found


def default_jobs() -> int:
    """Two at a time, or one on a machine with one processor."""
    return min(2, os.cpu_count() or 1)
