"""Load generators: what each prints is read alike. Those that the machine has are run for real; the others have
stand-ins, scripts that take the arguments that their manuals name and print what their manuals show."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from startup_stand_ins import write_program

from conformance.startup.guests import bench_guests
from conformance.startup.load import GENERATORS, NAMES, QUANTILES, Shot, find_generator
from conformance.startup.machine import Pinning
from conformance.startup.probes import Setting
from conformance.startup.processes import Lost
from conformance.startup.serving import bare_server

OHA = """
assert arguments[0] == "-z" and arguments[2] == "-c" and "--no-tui" in arguments and arguments[-1].startswith("http")
names = ["p10", "p25", "p50", "p75", "p90", "p95", "p99", "p99.9", "p99.99"]
print(json.dumps({
    "summary": {"total": 2.0, "requestsPerSec": 1500.0},
    "latencyPercentiles": {name: 0.001 * index for index, name in enumerate(names)},
    "statusCodeDistribution": {"200": 3000},
    "errorDistribution": {"aborted due to deadline": 16},
}))
"""
K6 = """
assert arguments[0] == "run" and open(arguments[-1]).read().startswith("import http from 'k6/http'")
assert arguments[arguments.index("--vus") + 1] == "16"
trends = arguments[arguments.index("--summary-trend-stats") + 1].split(",")
with open(arguments[arguments.index("--summary-export") + 1], "w") as out:
    json.dump({"metrics": {
        "http_reqs": {"count": 3000, "rate": 1500.0},
        "http_req_duration": {name: 2.0 + index for index, name in enumerate(trends)},
        "checks": {"passes": 3000, "fails": 0, "value": 1},
    }}, out)
"""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the bare server serves."""
    setting = Setting(bench_guests(tmp_path, quick=True), tmp_path, Pinning(False), 30)
    with bare_server(setting)() as serving:
        yield f"http://{serving.host}:{serving.port}/"


@contextlib.contextmanager
def only_on_path(folder: Path) -> Iterator[None]:
    """Nothing but the programs of this folder is on PATH."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder))
        yield


@pytest.mark.parametrize("name", GENERATORS)
def test_a_real_generator_makes_requests_and_tells_how_long_they_took(name: str, address: str) -> None:
    if name != "aiohttp" and shutil.which(name) is None:
        pytest.skip(f"{name} is not on PATH")
    shot = find_generator(name).shoot(address, 4, 0.5)
    assert shot.requests > 0
    assert shot.failed == 0
    assert 0 < shot.rate < 1e7
    told = [value for value in shot.quantiles if value is not None]
    assert len(told) >= 1
    assert told == sorted(told)
    assert 0 < told[0] < 10


@pytest.mark.parametrize(("name", "body"), [("oha", OHA), ("k6", K6)])
def test_what_a_stand_in_prints_as_its_manual_has_it_is_read(name: str, body: str, tmp_path: Path) -> None:
    write_program(tmp_path, name, body)
    with only_on_path(tmp_path):
        shot = find_generator(name).shoot("http://127.0.0.1:1/", 16, 2)
    assert (shot.requests, shot.rate, shot.failed) == (3000, 1500.0, 0)
    wanted = {"oha": (0.002, 0.004, 0.006, 0.007), "k6": (0.002, 0.003, 0.004, 0.005)}[name]
    assert shot.quantiles == pytest.approx(wanted)


def test_the_first_that_is_on_path_is_taken_and_our_own_client_last(tmp_path: Path) -> None:
    with only_on_path(tmp_path):
        assert find_generator().name == "aiohttp"
        for name in ("k6", "hey", "oha", "wrk"):
            write_program(tmp_path, name, "print('1.2.3')")
            assert find_generator().name == name
        (tmp_path / "oha").unlink()
        with pytest.raises(Lost, match="oha is not on PATH"):
            find_generator("oha")


@pytest.mark.parametrize("name", ["wrk", "oha", "hey", "k6"])
@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "print('{')",
        "print('[]')",
        "print('BENCH {}')",
        "print('response-time,status-code,offset')\nprint('soon,200,never')",
        "os.write(1, bytes(range(256)) * 100)",
        "os.kill(os.getpid(), 9)",
    ],
)
def test_a_generator_that_prints_nonsense_or_dies_costs_the_figure_only(name: str, body: str, tmp_path: Path) -> None:
    write_program(tmp_path, name, body)
    with only_on_path(tmp_path), pytest.raises(Lost, match=f"what {name} printed cannot be read|were answered"):
        find_generator(name).shoot("http://127.0.0.1:1/", 2, 0.1)


def test_a_server_that_is_not_there_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(Lost, match="0 were answered"):
        find_generator("aiohttp").shoot("http://127.0.0.1:1/", 2, 0.1)


@given(st.integers(1, 100000), st.integers(0, 100000))
def test_too_many_failures_are_no_figure_and_too_few_requests_no_quantile(requests: int, failed: int) -> None:
    shot = Shot(requests, 2.0, failed, (0.1, 0.2, 0.3, 0.4))
    if failed > 0.01 * requests:
        with pytest.raises(Lost, match=f"{failed} requests failed"):
            shot.checked()
        return
    kept = shot.checked().quantiles
    for quantile, value in zip(QUANTILES, kept, strict=True):
        assert (value is not None) is (requests * (1 - quantile) >= 1)
    assert len(NAMES) == len(kept)
