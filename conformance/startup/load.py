"""Load generators: real ones where the machine has them, and what each prints made into the same few figures.

All of them work closed loop: a connection sends its next request when it has the answer to the last, so that a server
that stalls is asked less, and its worst latencies are told too small (coordinated omission).
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from conformance.runtimes.process_lane import base_environment
from conformance.startup.processes import Lost

QUANTILES = (0.5, 0.9, 0.99, 0.999)
NAMES = ("p50", "p90", "p99", "p99.9")
_BEYOND = 1
"""Requests that must lie beyond a quantile, or it is only the slowest request under another name."""
_MOST_FAILED = 0.01
_GRACE_S = 30.0

_WRK_SCRIPT = """\
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nBENCH {"requests": %d, "seconds": %.6f, "failed": %d, "quantiles": [%.9f, %.9f, %.9f, %.9f]}\\n',
    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e6, latency:percentile(90) / 1e6, latency:percentile(99) / 1e6,
    latency:percentile(99.9) / 1e6))
end
"""
_K6_SCRIPT = """\
import http from 'k6/http';
import { check } from 'k6';
export default function () { check(http.get(__ENV.URL), { ok: (r) => r.status === 200 }); }
"""


class Shot(msgspec.Struct, frozen=True):
    """What came of one load: latencies in seconds at the quantiles, None where there were too few requests."""

    requests: int
    seconds: float
    failed: int
    quantiles: tuple[float | None, ...]

    @property
    def rate(self) -> float:
        """Requests per second that were answered well."""
        return self.requests / self.seconds

    def checked(self) -> Shot:
        """Itself, without quantiles that so few requests cannot have. Raises :class:`Lost` when too many failed."""
        if not self.requests or self.failed > _MOST_FAILED * self.requests or self.seconds <= 0:
            raise Lost(f"{self.failed} requests failed, {self.requests} were answered")
        enough = [self.requests * (1 - quantile) >= _BEYOND for quantile in QUANTILES]
        kept = tuple(value if many else None for value, many in zip(self.quantiles, enough, strict=True))
        return msgspec.structs.replace(self, quantiles=kept)


class Generator(msgspec.Struct, frozen=True):
    """A load generator: what starts it, and what reads what it prints."""

    name: str
    version: str
    command: Callable[[str, int, float, Path], Sequence[str]]
    """The command line for a URL, a number of connections, seconds, and a folder that holds its ``script``."""
    read: Callable[[str, Path], Shot]
    script: str = ""

    def shoot(self, url: str, connections: int, seconds: float) -> Shot:
        """Make requests. Raises :class:`Lost`."""
        with tempfile.TemporaryDirectory(prefix="load-") as name:
            folder = Path(name)
            (folder / "script").write_text(self.script, encoding="utf-8")
            command = self.command(url, connections, seconds, folder)
            try:
                done = subprocess.run(
                    command,
                    env=base_environment(),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=seconds + _GRACE_S,
                    check=False,
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise Lost(f"{self.name} could not be run: {error}") from None
            try:
                return self.read(done.stdout.decode("utf-8", "replace"), folder).checked()
            except (OSError, ValueError, LookupError, TypeError, ArithmeticError, csv.Error) as error:
                kind = type(error).__name__
                raise Lost(f"what {self.name} printed cannot be read, exit code {done.returncode}: {kind}") from None


def _from_latencies(latencies: Sequence[float], failed: int, seconds: float) -> Shot:
    import numpy

    found = tuple(float(value) for value in numpy.quantile(latencies, QUANTILES)) if latencies else ()
    return Shot(len(latencies), seconds, failed, found or (None,) * len(QUANTILES))


def _read_wrk(text: str, folder: Path) -> Shot:
    found = re.search(r"^BENCH (\{.*\})$", text, re.MULTILINE)
    if found is None:
        raise ValueError("its script printed nothing")
    return msgspec.json.decode(found[1], type=Shot)


def _read_oha(text: str, folder: Path) -> Shot:
    data = json.loads(text)
    answered = sum(count for status, count in data["statusCodeDistribution"].items() if status == "200")
    failed = sum(data["statusCodeDistribution"].values()) - answered
    # Requests that the end of the time cut off are no failures.
    failed += sum(count for what, count in data["errorDistribution"].items() if "deadline" not in what)
    found = tuple(data["latencyPercentiles"][name] for name in NAMES)
    return Shot(answered, float(data["summary"]["total"]), failed, found)


def _read_hey(text: str, folder: Path) -> Shot:
    rows = list(csv.DictReader(io.StringIO(text)))
    good = [float(row["response-time"]) for row in rows if row["status-code"] == "200"]
    seconds = max((float(row["offset"]) + float(row["response-time"]) for row in rows), default=0.0)
    return _from_latencies(good, len(rows) - len(good), seconds)


def _read_k6(text: str, folder: Path) -> Shot:
    metrics = json.loads((folder / "summary.json").read_bytes())["metrics"]
    requests, failed = int(metrics["http_reqs"]["count"]), int(metrics["checks"]["fails"])
    found = tuple(metrics["http_req_duration"][f"p({quantile * 100:g})"] / 1000 for quantile in QUANTILES)
    return Shot(requests - failed, requests / metrics["http_reqs"]["rate"], failed, found)


def _read_own(text: str, folder: Path) -> Shot:
    data = json.loads(text)
    return _from_latencies(data["latencies"], int(data["failed"]), float(data["seconds"]))


def find_generator(wanted: str | None = None) -> Generator:
    """``wanted``, or the first of wrk, oha, hey and k6 that is on PATH, or else our client. Raises :class:`Lost`."""
    for name in (wanted,) if wanted is not None else ("wrk", "oha", "hey", "k6", "aiohttp"):
        program = sys.executable if name == "aiohttp" else shutil.which(name)
        if program is not None:
            return _MAKERS[name](program)
    raise Lost(f"{wanted} is not on PATH")


def _wrk(program: str) -> Generator:
    def command(url: str, connections: int, seconds: float, folder: Path) -> Sequence[str]:
        whole = max(1, round(seconds))
        return [program, "-t1", f"-c{connections}", f"-d{whole}s", "-s", str(folder / "script"), url]

    return Generator("wrk", _version([program, "-v"]), command, _read_wrk, _WRK_SCRIPT)


def _oha(program: str) -> Generator:
    def command(url: str, connections: int, seconds: float, folder: Path) -> Sequence[str]:
        return [program, "-z", f"{seconds:g}s", "-c", str(connections), "--no-tui", "--output-format", "json", url]

    return Generator("oha", _version([program, "--version"]), command, _read_oha)


def _hey(program: str) -> Generator:
    def command(url: str, connections: int, seconds: float, folder: Path) -> Sequence[str]:
        return [program, "-z", f"{seconds:g}s", "-c", str(connections), "-o", "csv", url]

    return Generator("hey", "", command, _read_hey)


def _k6(program: str) -> Generator:
    def command(url: str, connections: int, seconds: float, folder: Path) -> Sequence[str]:
        trends = ",".join(f"p({quantile * 100:g})" for quantile in QUANTILES)
        chosen = ["--vus", str(connections), "--duration", f"{seconds:g}s", "--summary-trend-stats", trends]
        out = ["--quiet", "--summary-export", str(folder / "summary.json"), "-e", f"URL={url}"]
        return [program, "run", *chosen, *out, str(folder / "script")]

    return Generator("k6", _version([program, "version"]), command, _read_k6, _K6_SCRIPT)


def _own(program: str) -> Generator:
    import aiohttp

    def command(url: str, connections: int, seconds: float, folder: Path) -> Sequence[str]:
        return [program, "-m", "conformance.startup.load_client", url, str(connections), f"{seconds:g}"]

    return Generator("aiohttp", aiohttp.__version__, command, _read_own)


_MAKERS: dict[str, Callable[[str], Generator]] = {"wrk": _wrk, "oha": _oha, "hey": _hey, "k6": _k6, "aiohttp": _own}
GENERATORS = tuple(_MAKERS)


def _version(command: Sequence[str]) -> str:
    """A number in what a program says of itself; empty when there is none."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(rb"\d+\.\d+(?:\.\d+)?", done.stdout + done.stderr)
    return found[0].decode() if found else ""
