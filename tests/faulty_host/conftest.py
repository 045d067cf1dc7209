"""Tells at the end of the tests how many cases have been seen to fail."""

from __future__ import annotations

import pytest

from conformance.corpus import load_corpus
from conformance.errors import SuiteError
from faulty_host.proofs import load_proofs, summary


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("proofs that cases can fail")
    try:
        lines = list(summary(load_corpus(), load_proofs()))
    except SuiteError as error:  # the tests have told it
        lines = [str(error)]
    for line in lines:
        terminalreporter.write_line(line.partition(";")[0])
