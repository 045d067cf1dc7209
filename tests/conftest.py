"""Fixtures that all tests of the suite share."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest

from conformance.cli import main

hypothesis.settings.register_profile("quick", max_examples=60, deadline=None)
hypothesis.settings.load_profile("quick")


class Said(NamedTuple):
    """What a command came to: its exit code, the data on stdout, and the talk on stderr."""

    code: int
    out: str
    err: str


Cli = Callable[..., Said]


@pytest.fixture(scope="session")
def session_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def own_cache(session_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's cache out of a test."""
    monkeypatch.setenv("WASI_CONFORMANCE_CACHE", str(session_cache))
    return session_cache


@pytest.fixture
def cli(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> Iterator[Cli]:
    """The command, run in this process (a fresh one for each call would take most of the tests' time)."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["wasi-conformance", *map(str, arguments)])
        with pytest.raises(SystemExit) as exited:
            main()
        out, err = capfd.readouterr()
        return Said(int(exited.value.code or 0), out, err)

    yield call
    for number, handler in before.items():
        signal.signal(number, handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have measured, for people to read."""
    for report in terminalreporter.getreports("passed"):
        for name, text in report.user_properties:
            if name == "shown":
                terminalreporter.section(report.nodeid.rpartition("::")[2].replace("_", " ").removeprefix("test "))
                terminalreporter.write_line(str(text).rstrip())
