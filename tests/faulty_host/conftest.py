"""Tells at the end of the tests how many cases have been seen to fail."""

from __future__ import annotations

import pytest

from conformance.corpus import load_corpus
from faulty_host.proofs import load_proofs, summary


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("proofs that cases can fail")
    for line in summary(load_corpus(), load_proofs()):
        terminalreporter.write_line(line.partition(";")[0])
