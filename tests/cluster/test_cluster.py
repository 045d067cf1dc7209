"""A run on a real Dask cluster: its scheduler and its workers are processes of this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from conftest import Cli
from stand_ins import (
    Guest,
    alive,
    cli_process,
    eventually,
    good_guests,
    none_alive,
    villain,
    write_copier,
    write_corpus,
    write_runner,
)

from conformance.report import Report, read_report

REAL = ("cli/exit-ok", "clocks/monotonic-now-nondecreasing", "random/get-random-bytes-length", "io/poll-one-ready")


class Dask(NamedTuple):
    """A cluster: the address for ``--executor``, where its workers keep components, and a way to add a worker."""

    address: str
    shipped: Path
    join: Callable[[], subprocess.Popen[bytes]]


@contextmanager
def a_cluster(folder: Path, cache: Path, workers: int = 2) -> Iterator[Dask]:
    """A scheduler and workers of one thread each, all with Dask's own commands."""
    environment = {**os.environ, "WASI_CONFORMANCE_CACHE": str(cache)}
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        log = (folder / f"{len(started)}.log").open("wb")
        command = [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]]
        started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder))
        return started[-1]

    place = folder / "scheduler.json"
    address = ""

    def join() -> subprocess.Popen[bytes]:
        limits = ("--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0", "--no-nanny")
        return start("dask_worker", address, *limits, "--local-directory", str(folder))

    try:
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place))
        assert eventually(lambda: place.exists() and place.read_bytes().endswith(b"}"), 120)
        address = msgspec.json.decode(place.read_bytes())["address"]
        for _ in range(workers):
            join()
        yield Dask("dask://" + address.removeprefix("tcp://"), cache / "shipped", join)
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with a_cluster(tmp_path_factory.mktemp("dask"), tmp_path_factory.mktemp("far")) as cluster:
        yield cluster


def alike(report: Report) -> list[dict[str, Any]]:
    """The records of a report, without what differs between any two runs: times, and places in the cache."""
    places = ("duration_s", "command", "bare_command")
    kept = [msgspec.to_builtins(record) for record in report.records]
    return sorted(({k: v for k, v in one.items() if k not in places} for one in kept), key=lambda one: str(one["case"]))


def run(cli: Cli, report: Path, *more: object) -> Report:
    said = cli("run", "--report", report, *more)
    assert said.code in (0, 1), said.err
    return read_report(report)


def test_a_run_on_a_cluster_is_a_run_here(two: Dask, cli: Cli, tmp_path: Path) -> None:
    guests = {**good_guests(8), "bad/silent": b"", "bad/other": good_guests(1)["good/case-0"]}
    words = ("--corpus", write_corpus(tmp_path / "corpus", guests), "--runner", write_copier(tmp_path / "runner"))
    here = run(cli, tmp_path / "here.jsonl", *words, "-r", "copier")
    there = run(cli, tmp_path / "there.jsonl", *words, "-r", "copier", "--executor", two.address)
    assert alike(here) == alike(there)
    assert len(alike(here)) == 10
    times = {"started": ""}
    assert msgspec.structs.replace(here.header, **times) == msgspec.structs.replace(there.header, **times)


def test_real_cases_on_a_real_runtime_on_a_cluster(two: Dask, cli: Cli, tmp_path: Path) -> None:
    report = run(cli, tmp_path / "r.jsonl", *REAL, "-r", "wasmtime", "--executor", two.address)
    assert {record.case: record.outcome for record in report.records} == dict.fromkeys(REAL, "pass")
    assert report.header.runtimes[report.labels[0]]


def slow(folder: Path, count: int = 6) -> tuple[object, ...]:
    """Options for a run of guests that take a while each."""
    copying = ["/bin/sh", "-c", 'sleep 0.7; cat "$1"', "sh", "{component}"]
    runner = write_runner(folder / "runner", "slow", process={"run": copying})
    return ("--corpus", write_corpus(folder / "corpus", good_guests(count)), "--runner", runner, "-r", "slow")


def test_a_lost_worker_loses_nothing(cli: Cli, tmp_path: Path) -> None:
    with a_cluster(tmp_path, tmp_path / "far", workers=1) as dask:
        doomed = dask.join()
        report = tmp_path / "r.jsonl"
        with cli_process("run", "--report", report, *slow(tmp_path), "--executor", dask.address) as process:
            assert eventually(lambda: report.exists() and report.read_bytes().count(b"\n") >= 3, 120)
            doomed.send_signal(signal.SIGKILL)
            _, err = process.communicate(timeout=120)
            assert process.returncode == 0, err
        assert {record.case: record.outcome for record in read_report(report).records} == {
            f"good/case-{index}": "pass" for index in range(6)
        }


def test_a_worker_that_joins_late_takes_part(tmp_path: Path) -> None:
    with a_cluster(tmp_path, tmp_path / "far", workers=1) as dask:
        report = tmp_path / "r.jsonl"
        with cli_process("run", "--report", report, *slow(tmp_path, 200), "--executor", dask.address) as process:
            assert eventually(lambda: report.exists() and report.read_bytes().count(b"\n") >= 2, 120)
            dask.join()
            assert eventually(lambda: len(alive(str(dask.shipped))) == 2, 120), "one guest on each worker"
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=120)
            assert process.returncode == 2


def test_an_interrupted_run_ends_its_guests_on_the_workers(two: Dask, tmp_path: Path) -> None:
    sleeping = Guest(villain("sleeps"), {"arguments": ["a/x"]})
    corpus = write_corpus(tmp_path / "corpus", {f"a/sleeps-{index}": sleeping for index in range(4)})
    words = ("--corpus", corpus, "--runner", write_runner(tmp_path / "runner"), "-r", "stand-in")
    with cli_process("run", "--report", tmp_path / "r.jsonl", *words, "--executor", two.address) as process:
        assert eventually(lambda: len(alive(str(two.shipped))) == 2, 120)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=120)
        assert process.returncode == 2
    assert none_alive(str(two.shipped))


REFUSED = {
    "nobody there": (("--executor", "dask://127.0.0.1:9"), "no scheduler of Dask answers"),
    "another kind": (("--executor", "threads"), "expected dask://HOST:PORT"),
    "jobs": (("--executor", "dask://127.0.0.1:9", "-j", "3"), "leave out --jobs and --memory"),
    "no cluster": (("--platform", "linux-x86_64"), "chooses among the workers of an --executor"),
    "no size": (("--memory", "much"), "is no size such as 512M or 4G"),
}


@pytest.mark.parametrize(("words", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_said(words: tuple[str, ...], why: str, cli: Cli) -> None:
    said = cli("run", "cli", "-r", "wasmtime", *words)
    assert (said.code, why in said.err) == (4, True), said.err


def test_a_platform_that_no_worker_has_is_said(two: Dask, cli: Cli) -> None:
    said = cli("run", "cli", "-r", "wasmtime", "--executor", two.address, "--platform", "plan9-mips")
    assert (said.code, "no worker is that; there is linux-" in said.err) == (4, True), said.err


def test_a_runtime_that_the_workers_cannot_have_is_unavailable(two: Dask, cli: Cli, tmp_path: Path) -> None:
    runner = write_runner(tmp_path / "runner", provide={"path": {"program": "nobody-has-this"}})
    said = cli("run", "cli", "--runner", runner, "-r", "stand-in", "--executor", two.address)
    assert said.code == 3, said.err
    assert "UNAVAILABLE stand-in: the worker at tcp://127.0.0.1:" in said.err


def test_an_empty_cluster_is_said(cli: Cli, tmp_path: Path) -> None:
    with a_cluster(tmp_path, tmp_path / "far", workers=0) as dask:
        said = cli("run", "cli", "-r", "wasmtime", "--executor", dask.address)
    assert (said.code, "no worker has joined: start some with `dask worker HOST:PORT`" in said.err) == (4, True), (
        said.err
    )
