"""The corpus as tests of pytest: each case on each runtime is an item ``AREA/CASE[NAME@VERSION]``.

    pytest --wasi-runtime wasmtime@49.0.4                       # the whole corpus
    pytest --wasi-runtime wasmtime -m "sockets and must"        # an area, a level; `wasi` is all of it
    pytest --wasi-runtime wasmtime -k exclusive filesystem      # ids and prefixes as arguments, as `run` takes them
    pytest --wasi-runtime wasmtime --wasi-runtime jco-node --wasi-expectations suite -n auto --junitxml junit.xml

Engine, judge and expectations are those of ``wasi-conformance run``. What is expected not to pass is an xfail with its
reason, and what then passes an XPASS, which fails with ``--wasi-strict``; what a runtime or a machine cannot do is
skipped. With pytest-xdist each worker process has a driver of its own for each runtime, and ends it.

Without an argument only the cases are collected; paths that are named are collected beside them. pytest loads this
module in every run and it does nothing in those that do not ask for it: all else is imported when it is asked for.
"""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; none of them does anything without the first."""
    group = parser.getgroup("wasi-conformance", "WASI conformance: cases as tests")
    several = {"action": "append", "default": []}
    group.addoption(
        "--wasi-runtime",
        dest="wasi_runtimes",
        metavar="NAME[@VERSION]",
        help="A runtime to collect the cases for, as `wasi-conformance run -r` takes it; may be given several times.",
        **several,
    )
    group.addoption(
        "--wasi-expectations",
        dest="wasi_expectations",
        metavar="DIR|FILE|suite|none",
        help="What is known not to pass; may be given several times. Default: ./expectations when it is there.",
        **several,
    )
    group.addoption(
        "--wasi-strict", action="store_true", help="Unexpected passes and stale expectations fail, as in a strict run."
    )
    group.addoption(
        "--wasi-runner",
        dest="wasi_runners",
        metavar="DIR",
        help="A folder with a runner.yaml of your own; may be given several times.",
        **several,
    )
    group.addoption("--wasi-corpus", metavar="DIR", help="A folder of guest programs. Default: the suite's own.")
    group.addoption("--wasi-timeout", type=float, metavar="S", help="Seconds that an attempt may take.")


def pytest_configure(config: pytest.Config) -> None:
    """Collect cases, where that was asked for."""
    if config.getoption("wasi_runtimes"):
        from conformance.pytest_plugin.session import Cases

        config.pluginmanager.register(Cases(config), "wasi-conformance-cases")
