"""A case on a runtime as an item: it passes, fails, is skipped or is an xfail, and says why without Python."""

from __future__ import annotations

from os import PathLike
from typing import Any

import pytest
from _pytest._code.code import ReprEntryNative, ReprExceptionInfo, ReprFileLocation, ReprTraceback

from conformance.case import Case
from conformance.errors import SuiteError
from conformance.expectations import Met
from conformance.judge import UNEXPECTED, UNTRIED
from conformance.publish.shown import harmless
from conformance.publish.unexpected import result_text
from conformance.pytest_plugin.attempts import Attempted, Attempts
from conformance.report import Record
from conformance.runtimes.spec import Wanted
from conformance.unexpected import unexpected


class NotAsExpected(Exception):
    """A case that fails: one line that says it all, and all that there is to know."""

    def __init__(self, line: str, text: str) -> None:
        super().__init__(line)
        self.line = line
        self.text = text


class CaseItem(pytest.Item):
    """A case on a runtime."""

    def __init__(self, *, case: Case, wanted: Wanted, attempts: Attempts, **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        self._wanted = wanted
        self._attempts = attempts

    def runtest(self) -> None:
        """Make the attempt, and tell pytest what it came to."""
        made = self._attempts.attempt(self.case, self._wanted)
        record, assessment = made.record, made.assessment
        self.user_properties += [("outcome", record.outcome), ("reason", harmless(record.reason))]
        if record.outcome in UNTRIED:
            skipped = pytest.skip.Exception(f"{record.outcome}: {harmless(record.reason)}")
            skipped._use_item_location = True  # the case's place, and not this one
            raise skipped
        for met in assessment.passes:
            self._expect(f"expected otherwise by {met.expectation.place}")
        if assessment.stale and self._attempts.strict:
            places = ", ".join(one.place for one in assessment.stale)
            raise NotAsExpected(
                f"stale: {places}", f"stale expectation: {places}: another one explains the result\n{self._text(made)}"
            )
        if record.outcome not in UNEXPECTED:
            return
        for met in assessment.expected:
            self._expect(_known(met))
        for name, text in (("stdout", record.stdout), ("stderr", record.stderr)):
            if text:
                self.add_report_section("call", name, harmless(text))
        raise NotAsExpected(harmless(f"{record.outcome}: {_one_line(record.reason)}"), self._text(made))

    def _expect(self, reason: str) -> None:
        self.add_marker(pytest.mark.xfail(reason=harmless(_one_line(reason)), strict=self._attempts.strict))

    def _text(self, made: Attempted) -> str:
        """What ``run``, ``repro`` and ``explain`` tell of it."""
        news = {(one.record.case, one.record.runtime): one for one in made.assessment.news}
        results = unexpected([made.record], self._attempts.repeated, news or None)
        clause = self.case.front.clause
        return harmless("\n".join(result_text(one, clause=clause, record=made.record) for one in results))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure without a traceback, which would lead through the suite."""
        error = excinfo.value
        if isinstance(error, SuiteError):
            error = NotAsExpected(_one_line(str(error)), str(error))
        if not isinstance(error, NotAsExpected):
            return super().repr_failure(excinfo, style)
        return ReprExceptionInfo(
            reprcrash=ReprFileLocation(str(self.path), 1, error.line),
            reprtraceback=ReprTraceback([ReprEntryNative([f"{error.text}\n"])], None, "native"),
        )

    def reportinfo(self) -> tuple[PathLike[str], int, str]:
        """Where the case is stated."""
        return self.path, 0, self.name


def _known(met: Met) -> str:
    entry = met.expectation.entry
    record: Record = met.record
    more = f", {entry.issue}" if entry.issue else ""
    return f"{record.outcome}: {record.reason} ({met.expectation.place}{more})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
