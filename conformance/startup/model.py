"""What a benchmark leaves behind: rows of samples, the machine they were taken on, and how far they can be trusted.

Everything that is shown of a benchmark is a function of :class:`Results`. No host name and no path is in it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import msgspec

from conformance.errors import Malformed

SCHEMA = 1

Phase = Literal["start", "cached-start", "compile", "load", "instantiate", "call", "http", "memory", "overhead"]
"""What of a start is measured; each phase is measured apart, and figures of two phases are never added up."""
PHASES: tuple[Phase, ...] = get_args(Phase)
Method = Literal["process", "driver", "client", "kernel"]
"""Who measured: this program, around a process; the runtime's driver, inside its own; an HTTP client; the kernel's
account of memory. Figures of two methods are not to be compared without thinking."""
NATIVE, AGAIN = "native", "native, again"
"""One and the same native program, measured as two rows: how far they differ is the noise."""
Unit = Literal["s", "requests/s", "bytes"]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of samples. ``low`` and ``high`` bound the median with the given confidence, or are None."""

    count: int
    median: float
    low: float | None
    high: float | None
    confidence: float
    first_quartile: float
    third_quartile: float
    least: float
    most: float

    @property
    def spread(self) -> float:
        """The distance between the quartiles."""
        return self.third_quartile - self.first_quartile


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """What a row is about."""

    subject: str
    """A runtime, ``wasmtime@49.0.4``, or a baseline, ``native``."""
    phase: Phase
    variant: str
    """What of the phase: ``first``, ``repeated``, ``p99``, the name of a way to start, a number of instances."""
    guest: str
    method: Method
    unit: Unit = "s"
    baseline: bool = False
    family: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was measured again and again, or the reason why it was not."""

    key: Key
    samples: tuple[float, ...] = ()
    """In the key's unit, one for each round; of a loop, the time of one turn."""
    loops: int = 1
    summary: Summary | None = None
    unavailable: str | None = None
    """Why there is no figure, or why there are no more of them."""
    note: str = ""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The machine, as far as it explains figures."""

    system: str
    release: str
    machine: str
    processor: str
    processors: int
    memory_bytes: int | None
    governor: str | None
    pinning: str
    load_before: float | None
    load_after: float | None


class Noise(msgspec.Struct, frozen=True, kw_only=True):
    """Below these figures, differences mean nothing."""

    process_s: float | None = None
    """How far the medians of one and the same native program differ that was measured as two rows."""
    process_spread_s: float | None = None
    """The distance between the quartiles of that program's samples."""
    clock_s: float = 0.0
    """The smallest step of the clock that was seen."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What made the requests, and how many it can make at all: against a server that does nothing."""

    generator: str
    version: str
    connections: int
    seconds: float
    ceiling: float | None = None
    """Requests per second against the bare server, which is the other limit of this figure."""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A whole benchmark."""

    schema: int = SCHEMA
    suite_version: str
    started: str
    complete: bool
    """False when it was interrupted: rows then have fewer samples than were asked for."""
    rounds: int
    warm_up: int
    quick: bool
    machine: Machine
    guests: dict[str, int]
    """Bytes of each component."""
    runtimes: dict[str, dict[str, str]]
    """The versions of the parts of each runtime."""
    absent: dict[str, str]
    """Runtimes that could not be had, and why."""
    noise: Noise
    load: Load | None
    rows: tuple[Row, ...]


class _Version(msgspec.Struct, frozen=True):
    schema: int


def read_results(file: Path) -> Results:
    """Read what ``bench-runtimes`` wrote. Raises :class:`Malformed` for another file or another schema."""
    try:
        data = file.read_bytes()
        found = msgspec.json.decode(data, type=_Version).schema
        if found != SCHEMA:
            raise Malformed(file, None, "schema", f"is {found}, and this version reads {SCHEMA}", "measure again")
        return msgspec.json.decode(data, type=Results)
    except OSError as error:
        raise Malformed(file, None, None, f"cannot be read: {error.strerror or error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Malformed(file, None, None, f"is no result of bench-runtimes: {error}") from None


def write_results(results: Results, file: Path) -> None:
    """Write results so that a reader finds the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.new")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1) + b"\n")
    temporary.replace(file)
