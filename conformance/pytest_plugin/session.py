"""A run of pytest that has asked for cases: what is collected, on which runtimes, and their end."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

import pytest

from conformance import __version__
from conformance.case import Case
from conformance.cli.options import wanted_runtimes
from conformance.corpus import Corpus, load_corpus
from conformance.errors import EXIT_INCOMPLETE, BadOption, SuiteError
from conformance.observation import DEFAULT_TIMEOUT_S
from conformance.publish.matrix import LEVELS
from conformance.pytest_plugin.attempts import Attempts
from conformance.pytest_plugin.items import CaseItem
from conformance.resources import GUEST_PROGRAMS
from conformance.runtimes.spec import Wanted

_TAKEN = frozenset({"filterwarnings", "parametrize", "skip", "skipif", "usefixtures", "xfail", "tryfirst", "trylast"})
"""Marks that mean something to pytest: an area of that name is not marked with it."""


class Area(pytest.Collector):
    """The cases of an area."""

    def __init__(self, *, cases: Sequence[Case], attempts: Attempts, labels: Sequence[str | None], **more: object):
        super().__init__(**more)  # type: ignore[arg-type]
        self._cases = cases
        self._attempts = attempts
        self._labels = labels

    def collect(self) -> Iterator[CaseItem]:
        """Each case on each runtime; nothing is run for that."""
        for case in self._cases:
            for wanted in self._attempts.wanted:
                if self._labels == [None] or wanted.label in self._labels:
                    yield self._item(case, wanted)

    def _item(self, case: Case, wanted: Wanted) -> CaseItem:
        name = f"{case.id}[{wanted.label}]"
        item: CaseItem = CaseItem.from_parent(
            self, name=name, nodeid=f"{self.nodeid}::{name}", path=case.source, attempts=self._attempts, case=case,
            wanted=wanted,
        )  # fmt: skip
        for mark in ("wasi", case.front.level, case.area):
            if mark not in _TAKEN:
                item.add_marker(mark)
        return item


class Cases:
    """The plugin of such a run."""

    def __init__(self, config: pytest.Config) -> None:
        option = config.option
        self._config = config
        self._is_worker = hasattr(config, "workerinput")
        try:
            self._corpus = _corpus(option.wasi_corpus)
            runners = tuple(_folder("--wasi-runner", text) for text in option.wasi_runners)
            wanted = wanted_runtimes(option.wasi_runtimes, runners)
            self._cases, config.args[:] = self._asked_for(config)
            self._attempts = Attempts(
                corpus=self._corpus,
                wanted=wanted,
                runners=runners,
                corpus_folder=Path(option.wasi_corpus) if option.wasi_corpus else GUEST_PROGRAMS,
                places=option.wasi_expectations,
                strict=option.wasi_strict,
                timeout_s=option.wasi_timeout or DEFAULT_TIMEOUT_S,
            )
        except SuiteError as error:
            raise pytest.UsageError(str(error)) from None
        option.wasi_runtimes = [one.label for one in wanted]  # what @latest means is asked once, not by each worker
        areas = sorted({case.area for case, _ in self._cases})
        config.addinivalue_line("markers", "wasi: a case of wasi-conformance")
        for level in LEVELS:
            config.addinivalue_line("markers", f"{level}: a case about what the specification says with `{level}`")
        for area in areas:
            config.addinivalue_line("markers", f"{area}: a case of the area {area}")

    def _asked_for(self, config: pytest.Config) -> tuple[list[tuple[Case, str | None]], list[str]]:
        """The cases that arguments name, all without any, with a label where they name one; and the other arguments."""
        given = list(config.args) if config.args_source is pytest.Config.ArgsSource.ARGS else []
        told = list(getattr(config.option, "wasi_cases", ()))  # by the process that hands out the work
        paths = [text for text in given if config.option.pyargs or _is_path(config, text)]
        told += [text for text in given if text not in paths]
        config.option.wasi_cases = told
        chosen: list[tuple[Case, str | None]] = []
        for text in told:
            pattern, bracket, label = text.rpartition("::")[2].partition("[")
            chosen += [(case, label.removesuffix("]") if bracket else None) for case in self._corpus.select([pattern])]
        if not told:
            chosen = [(case, None) for case in self._corpus.cases]
        return chosen, paths

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Put the areas beside what pytest finds in folders."""
        report = yield
        if isinstance(collector, pytest.Session) and report.passed:
            report.result = [*report.result, *self._areas(collector)]
        return report

    def _areas(self, session: pytest.Session) -> Iterator[Area]:
        labels: dict[str, set[str | None]] = {}
        for case, label in self._cases:
            labels.setdefault(case.id, set()).add(label)
        groups: dict[tuple[str, tuple[str | None, ...]], dict[str, Case]] = {}
        for case, _ in self._cases:
            some = labels[case.id]
            key = (case.area, (None,) if None in some else tuple(sorted(map(str, some))))
            groups.setdefault(key, {})[case.id] = case
        for (area, chosen), cases in groups.items():
            ordered = sorted(cases.values(), key=lambda case: case.id)
            area_node: Area = Area.from_parent(
                session, name=area, nodeid=area, path=ordered[0].source.parent, cases=ordered, attempts=self._attempts,
                labels=list(chosen),
            )  # fmt: skip
            yield area_node

    def pytest_report_header(self) -> str:
        """Which corpus, and which runtimes."""
        runtimes = ", ".join(one.label for one in self._attempts.wanted)
        return f"wasi-conformance: {__version__}, corpus {self._corpus.sha256[:12]}, {runtimes}"

    def pytest_sessionstart(self) -> None:
        """Bring the runtimes before anything is handed out, so that what cannot be had is told once."""
        if self._is_worker or self._config.option.collectonly:
            return
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        try:
            missing = self._attempts.prepare(lambda text: terminal.write_line(text) if terminal is not None else None)
        except SuiteError as error:
            raise pytest.UsageError(str(error)) from None
        if missing:
            pytest.exit("\n".join(map(str, missing)), EXIT_INCOMPLETE)

    def pytest_sessionfinish(self) -> None:
        """End the drivers of this process."""
        self._attempts.close()


def _corpus(folder: str | None) -> Corpus:
    return load_corpus(_folder("--wasi-corpus", folder) if folder else GUEST_PROGRAMS)


def _folder(option: str, text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise BadOption(option, text, "is no folder")
    return folder.absolute()


def _is_path(config: pytest.Config, text: str) -> bool:
    """Whether an argument is for pytest itself: something that is there, or what only a test module is called."""
    path = text.partition("::")[0]
    return path.endswith(".py") or (config.invocation_params.dir / path.partition("[")[0]).exists()
