"""Runners that are used when they are asked for, with the real programs: those that are installed on this machine.

None is installed for the sake of these tests: `wasi-conformance runtimes install NAME` brings one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from stand_ins import run_cases

from conformance.corpus import load_corpus
from conformance.errors import Unprovided
from conformance.observation import Exited, Lane, Launch, Observation, Preopen, Refused, TimedOut, Trapped
from conformance.resources import RUNNERS
from conformance.runtimes.environments import place_of
from conformance.runtimes.runtime import Runtime, bring, close_all
from conformance.runtimes.spec import Wanted, load_runner
from conformance.smoke import GUESTS

ON_NODE = ("jco-deno", "jco-bun")
WEB = ("jco-workerd", "jco-chromium", "jco-firefox")
CORE_ONLY = ("node-wasi", "wasmer-sdk")
EXITS_WITH_7 = bytes.fromhex(
    "0061736d0100000001080260017f0060000002240116776173695f736e617073686f745f7072657669657731"
    "0970726f635f65786974000003020101050301000107130206" "6d656d6f72790200065f737461727400010a08010600410710000b"
)  # fmt: skip
"""A core module, of WASI 0.1, that does so."""
LATER_S = 120.0
"""Far more than a guest takes that ends at all, on a machine that is busy with other things."""


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """No driver outlives its test."""
    yield
    close_all()


def brought(name: str) -> Runtime:
    """The runtime, if all of it is here already."""
    loaded = load_runner(RUNNERS / name)
    version = loaded.runner.version.default
    assert version is not None
    if place_of(loaded, version).read() is None:
        pytest.skip(f"{name} is not installed: `wasi-conformance runtimes install {name}` brings it")
    try:
        return bring(Wanted(loaded, version))
    except Unprovided as absent:
        pytest.skip(str(absent))


def run(
    runtime: Runtime, component: Path, folder: Path, timeout_s: float = LATER_S, lane: Lane = "worker", **more: object
) -> Observation:
    digest = hashlib.sha256(component.read_bytes()).hexdigest()
    launch = Launch(component=component, sha256=digest, working_directory=folder, timeout_s=timeout_s, **more)  # type: ignore[arg-type]
    return runtime.run(launch, lane)


def never_seen(component: Path, folder: Path) -> Path:
    """A component that does the same and is in nobody's cache: a custom section makes the difference."""
    name = secrets.token_hex(8).encode()
    fresh = folder / "fresh.wasm"
    fresh.write_bytes(component.read_bytes() + bytes([0, len(name) + 1, len(name)]) + name)
    return fresh


@pytest.mark.parametrize("name", [*ON_NODE, *WEB])
def test_guests_come_to_their_ends(name: str, tmp_path: Path) -> None:
    ids = ("cli/stdout-bytes", "cli/stderr-separate", "cli/arguments-unicode", "cli/environment-exact", "cli/exit-err")
    cases = [case for case in load_corpus().cases if case.id in (*ids, "random/get-random-u64-varies")]
    records = run_cases(cases, brought(name), timeout_s=LATER_S, jobs=1)
    assert {case: record.outcome for case, record in records.items()} == dict.fromkeys(records, "pass")
    assert len(records) == len(ids) + 1


@pytest.mark.parametrize(
    ("name", "lane"), [*((name, "process") for name in ON_NODE), *((n, "worker") for n in WEB + ON_NODE)]
)
def test_a_trap_and_a_refusal_are_what_they_are(name: str, lane: Lane, tmp_path: Path) -> None:
    runtime = brought(name)
    assert isinstance(run(runtime, GUESTS / "traps.wasm", tmp_path, lane=lane).ending, Trapped)
    assert isinstance(run(runtime, GUESTS / "lacks.wasm", tmp_path, lane=lane).ending, Refused)
    noise = tmp_path / "noise.wasm"
    noise.write_bytes(b"\0asm\x0d\0\x01\0 Moriarty")
    assert isinstance(run(runtime, noise, tmp_path, lane=lane).ending, Refused)


@pytest.mark.parametrize("name", [*ON_NODE, *WEB])
def test_a_panic_of_the_transpiler_costs_its_component_and_no_other(name: str, tmp_path: Path) -> None:
    runtime = brought(name)
    panics = RUNNERS.parent / "guest_programs" / "prebuilt" / "abi" / "string-latin1-to-latin1.wasm"
    assert isinstance(run(runtime, panics, tmp_path).ending, Refused)
    assert isinstance(run(runtime, never_seen(GUESTS / "traps.wasm", tmp_path), tmp_path).ending, Trapped)


@pytest.mark.parametrize("name", ON_NODE)
def test_a_guest_that_ends_the_process_ends_no_driver(name: str, tmp_path: Path) -> None:
    """The shim calls process.exit, which in a thread of these hosts is ours to catch, too."""
    runtime = brought(name)
    case = load_corpus().case("io/poll-empty-list-traps")
    for _ in range(2):
        assert isinstance(run(runtime, case.component, tmp_path).ending, Trapped)
    assert runtime.parts.keys().isdisjoint({"node"})


@pytest.mark.parametrize("name", WEB)
def test_a_guest_without_end_costs_its_attempt_and_no_other(name: str, tmp_path: Path) -> None:
    runtime = brought(name)
    assert isinstance(run(runtime, GUESTS / "loops.wasm", tmp_path, timeout_s=3.0).ending, TimedOut)
    assert isinstance(run(runtime, GUESTS / "traps.wasm", tmp_path).ending, Trapped)


@pytest.mark.parametrize("name", WEB)
def test_files_are_read_into_memory_and_put_back(name: str, tmp_path: Path) -> None:
    cases = [
        case
        for case in load_corpus().cases
        if case.id in ("filesystem/write-at-offset", "filesystem/rename-at-moves", "filesystem/rename-at-replaces")
    ]
    assert cases
    records = run_cases(cases, brought(name), timeout_s=LATER_S, jobs=1)
    assert {record.outcome for record in records.values()} == {"pass"}


@pytest.mark.parametrize("name", WEB)
def test_names_that_no_directory_can_have_stay_in_memory(name: str) -> None:
    """Memory takes them, which is the host's fault; that they cannot be put back must not be ours."""
    ids = ("filesystem/nul-in-path", "filesystem/symlink-at-path-errors")
    records = run_cases([load_corpus().case(one) for one in ids], brought(name), timeout_s=LATER_S, jobs=1)
    assert {record.outcome for record in records.values()} == {"fail"}


@pytest.mark.parametrize("name", WEB)
def test_what_a_guest_does_not_touch_stays_as_it_was(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "bytes").write_bytes(bytes(range(256)))
    (folder / "deep" / "dangling").symlink_to("nowhere")
    (folder / "__proto__").write_text("a name like another")
    outside = tmp_path / "outside"
    outside.write_text("not theirs")
    (folder / "out").symlink_to("../outside")
    before = {path: path.lstat().st_mtime_ns for path in sorted(folder.rglob("*"))}
    component = RUNNERS.parent / "guest_programs" / "prebuilt" / "cli" / "run-returns-ok.wasm"
    preopens = (Preopen(host=str(folder), guest="/"),)
    assert run(brought(name), component, tmp_path, preopens=preopens).ending == Exited(0)
    assert {path: path.lstat().st_mtime_ns for path in sorted(folder.rglob("*"))} == before
    assert (folder / "deep" / "er" / "bytes").read_bytes() == bytes(range(256))
    assert outside.read_text() == "not theirs"


@pytest.mark.parametrize("name", WEB)
def test_a_web_host_says_what_it_has_not(name: str) -> None:
    runtime = brought(name)
    assert {"network", "name-lookup", "readonly-preopens", "tls-trust"} <= set(runtime.cannot)
    assert ("http-incoming" in runtime.cannot) == (name != "jco-workerd")
    assert ("http-outgoing" in runtime.cannot) == (name == "jco-firefox")


@pytest.mark.parametrize("lane", get_args(Lane))
@pytest.mark.parametrize("name", CORE_ONLY)
def test_a_component_is_refused_and_a_core_module_runs(name: str, lane: Lane, tmp_path: Path) -> None:
    """The refusal is worth something only beside something that is not refused."""
    runtime = brought(name)
    core = tmp_path / "core.wasm"
    core.write_bytes(EXITS_WITH_7)
    assert run(runtime, core, tmp_path, lane=lane).ending == Exited(7)
    refused = run(runtime, GUESTS / "traps.wasm", tmp_path, lane=lane).ending
    assert isinstance(refused, Refused)
    assert "component" in refused.message or "version" in refused.message
