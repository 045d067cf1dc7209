"""One attempt at a time, and what it came to in the light of what was expected: what ``run`` does, for one item."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from conformance.case import Case
from conformance.cli.attempts import header_of, rerun_options
from conformance.corpus import Corpus, verify_components
from conformance.engine import Options, attempt, decided, plan
from conformance.errors import Unprovided
from conformance.expectations import Assessment, Expectation, assess, expectation_files, load_expectations
from conformance.report import Header, Record
from conformance.runtimes.runtime import Runtime, bring, bring_each, close_all
from conformance.runtimes.spec import Wanted, load_runners
from conformance.runtimes.tools import Tell


class Attempted(msgspec.Struct, frozen=True):
    """A record, and what to think of it."""

    record: Record
    assessment: Assessment


class Attempts:
    """The runtimes of this process and what is expected of them; nothing is brought or read before it is needed."""

    def __init__(
        self,
        *,
        corpus: Corpus,
        wanted: Sequence[Wanted],
        runners: Sequence[Path],
        corpus_folder: Path,
        places: Sequence[str],
        strict: bool,
        timeout_s: float,
    ) -> None:
        self.wanted = wanted
        self.strict = strict
        self.repeated = rerun_options(runners, corpus_folder)
        self._corpus = corpus
        self._runners = runners
        self._places = places
        self._options = Options(timeout_s=timeout_s)
        self._brought: dict[str, Runtime | Unprovided] = {}
        self._headers: dict[str, Header] = {}
        self._expected: Mapping[str, Sequence[Expectation]] | None = None

    def prepare(self, tell: Tell) -> list[Unprovided]:
        """Bring all runtimes and read what is expected; what cannot be had is given back. Raises as both do."""
        self._about("")
        for wanted, found in zip(self.wanted, bring_each(self.wanted, tell), strict=True):
            self._brought[wanted.label] = found
        return [found for found in self._brought.values() if isinstance(found, Unprovided)]

    def attempt(self, case: Case, wanted: Wanted) -> Attempted:
        """Make an attempt, unless a need decides it. Raises :class:`Unprovided` and :class:`CorpusError`."""
        verify_components([case])
        runtime = self._runtime(wanted)
        header = self._headers.get(runtime.label)
        if header is None:
            header = self._headers[runtime.label] = header_of(self._corpus, len(self._corpus.cases), [runtime])
        (pair,) = plan([case], [runtime], header.lacks)
        record = decided(pair) if pair.verdict is not None else attempt(case, runtime, self._options)
        return Attempted(record, assess(header, [record], self._about(case.id)))

    def _runtime(self, wanted: Wanted) -> Runtime:
        found = self._brought.get(wanted.label)
        if found is None:
            try:
                found = bring(wanted)
            except Unprovided as absent:
                found = absent
            self._brought[wanted.label] = found
        if isinstance(found, Unprovided):
            raise found
        return found

    def _about(self, case_id: str) -> Sequence[Expectation]:
        if self._expected is None:
            files = expectation_files(self._places)
            by_case: dict[str, list[Expectation]] = {}
            for one in load_expectations(files, self._corpus.ids, load_runners(self._runners)):
                by_case.setdefault(one.entry.case, []).append(one)
            self._expected = by_case
        return self._expected.get(case_id, ())

    def close(self) -> None:
        """End the drivers of this process, and what runtimes left behind."""
        close_all()
        spawn = sys.modules.get("conformance.runtimes.spawn")
        if self._headers and spawn is not None:
            spawn.bury_orphans()
