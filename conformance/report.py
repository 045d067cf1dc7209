"""Reports: a header, one record per finished attempt, a footer; one JSON object a line.

Every record is on disk before the next attempt is judged, so that a killed run loses nothing that was finished; and a
report without its footer is known to be incomplete. Reports that are kept may be compressed with gzip: whatever reads
one looks at its first bytes, not at its name.
"""

from __future__ import annotations

import gzip
import json
import platform as host_platform
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

import msgspec

from conformance.case import Level
from conformance.decoding import decode_json
from conformance.errors import IncompleteReport, Malformed
from conformance.judge import Check, Outcome
from conformance.observation import Lane

SCHEMA = "wasi-conformance/report/1"
COMPRESSED = ".gz"
"""What the names of compressed reports end in."""
_GZIP = b"\x1f\x8b"
_LONGEST = 64 * 2**20
"""Bytes that a line may have: a compressed report of a few kilobytes could else fill the memory."""
_ON_PLATFORM = re.compile(r"(?P<label>.*) \((?P<platform>[^()\s]+-[^()\s]+)\)", re.DOTALL)


class Platform(msgspec.Struct, frozen=True, kw_only=True):
    """The machine that a run was made on."""

    system: str
    machine: str
    release: str
    python: str

    @property
    def key(self) -> str:
        """What tells columns apart: ``linux-x86_64``."""
        return "-".join(re.sub(r"[^a-z0-9_.]+", "_", part.lower()) or "unknown" for part in (self.system, self.machine))


class Header(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="header"):
    """What was run, on what, with which versions of everything."""

    schema: str
    suite_version: str
    corpus_sha256: str
    started: str
    platform: Platform
    runtimes: dict[str, dict[str, str]]
    """``name@version`` → part → version; ``name@version (linux-x86_64)`` in a report of several platforms."""
    families: dict[str, str] = {}
    """``name@version`` → implementation family."""
    unverified: dict[str, str] = {}
    """``name@version`` → what its runner.yaml was written after, where nobody has tried it with the real program."""
    unavailable: dict[str, str] = {}
    """Runtimes that were asked for and could not be had, and why."""
    selection: tuple[str, ...] = ()
    """The ids and prefixes that were asked for; none is the whole corpus."""
    shard: str | None = None
    cases: int = 0
    """How many cases were selected."""
    lacks: dict[str, str] = {}
    """Machine need → why this machine cannot meet it."""
    sources: tuple[Header, ...] = ()
    """The headers of the runs that ``combine`` made this report of, which have no sources themselves."""
    finished: str = ""
    """When that run came to its end; only in the header of a source, whose footer is gone."""

    @property
    def runs(self) -> tuple[Header, ...]:
        """The runs that the records come from: itself, where it was not combined."""
        return self.sources or (self,)

    @property
    def platform_keys(self) -> tuple[str, ...]:
        """The platforms of its runs, in order."""
        return tuple(sorted({run.platform.key for run in self.runs}))


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that was not the last one of its case, because it was made again: retries hide nothing."""

    attempt: int
    outcome: Outcome
    reason: str
    duration_s: float


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A request that a peer was sent, for people: its beginning as text, where bytes beyond ASCII are escaped."""

    peer: str
    text: str
    total: int
    """How many bytes it had in all."""
    problem: str | None = None
    """Why it is no HTTP/1.1."""


class Record(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="record"):
    """What a case came to on one runtime: what its last attempt proved, and how to see it for oneself."""

    case: str
    area: str
    level: Level
    runtime: str
    family: str
    outcome: Outcome
    reason: str
    checks: tuple[Check, ...]
    duration_s: float
    command: tuple[str, ...]
    """The exact command of the attempt: the runtime's, or its driver's. Empty when nothing had to be run."""
    component_sha256: str
    attempt: int
    lane: Lane | None = None
    confirmed: bool = False
    """Whether somebody confirmed the clause although every runtime fails the case."""
    stdout: str = ""
    stderr: str = ""
    """The beginning of what was printed, as text, kept for what did not pass."""
    sent: tuple[Sent, ...] = ()
    """The first requests that HTTP peers were sent; more of them, and more of each, for what did not pass. And what the
    client of a served guest was answered, where it is not what the case demands."""
    bare_command: tuple[str, ...] = ()
    """What runs the component without us, in the sandbox that ``repro`` makes."""
    earlier: tuple[Earlier, ...] = ()
    """The attempts before this one, where retries were asked for."""


class Footer(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="footer"):
    """The run came to its end."""

    finished: str
    records: int


class Report(msgspec.Struct, frozen=True):
    """A whole report, in memory."""

    header: Header
    records: tuple[Record, ...]
    footer: Footer | None

    @property
    def labels(self) -> tuple[str, ...]:
        """The runtimes in the header's order."""
        return tuple(self.header.runtimes)


def on_platform(label: str, key: str) -> str:
    """The label of a runtime in a report of several platforms."""
    return f"{label} ({key})"


def split_label(label: str) -> tuple[str, str]:
    """``name@version`` and the platform, which is empty where a label has none."""
    match = _ON_PLATFORM.fullmatch(label)
    return (match["label"], match["platform"]) if match is not None else (label, "")


_Entry = Header | Record | Footer
_encoder = msgspec.json.Encoder()


def now() -> str:
    """The time as reports write it: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def this_platform() -> Platform:
    """The machine that this is."""
    return Platform(
        system=host_platform.system(),
        machine=host_platform.machine(),
        release=host_platform.release(),
        python=host_platform.python_version(),
    )


class Writer:
    """Writes a report line by line; each is handed to the operating system at once."""

    def __init__(self, stream: IO[bytes], header: Header) -> None:
        self._stream = stream
        self._records = 0
        self._write(header)

    def record(self, record: Record) -> None:
        """Add a finished attempt."""
        self._records += 1
        self._write(record)

    def finish(self) -> Footer:
        """Add the footer that makes the report complete."""
        footer = Footer(finished=now(), records=self._records)
        self._write(footer)
        return footer

    def _write(self, entry: _Entry) -> None:
        self._stream.write(_encoder.encode(entry) + b"\n")
        self._stream.flush()


def write_report(file: Path, report: Report) -> None:
    """Write a whole report; compressed, where the name ends in ``.gz``, and the same bytes for the same report.

    What was there is replaced only when all of the new one is on disk. Raises :class:`OSError`.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.partial")
    try:
        with unfinished.open("wb") as raw:
            if file.suffix == COMPRESSED:
                with gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream:
                    _write_entries(stream, report)
            else:
                _write_entries(raw, report)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_entries(stream: Any, report: Report) -> None:
    entries: tuple[_Entry | None, ...] = (report.header, *report.records, report.footer)
    for entry in entries:
        if entry is not None:
            stream.write(_encoder.encode(entry) + b"\n")


def read_report(file: Path, *, allow_incomplete: bool = False) -> Report:
    """Read a report. Raises :class:`Malformed` with file, line and field, or :class:`IncompleteReport`."""
    header: Header | None = None
    footer: Footer | None = None
    records: list[Record] = []
    for entry in read_entries(file, Record, allow_incomplete=allow_incomplete):
        if isinstance(entry, Header):
            header = entry
        elif isinstance(entry, Footer):
            footer = entry
        else:
            records.append(entry)
    assert header is not None
    return Report(header, tuple(records), footer)


class _Ran(Protocol):
    """The least that a record says."""

    @property
    def runtime(self) -> str: ...


R = TypeVar("R", bound=_Ran)


def read_entries(file: Path, kind: type[R], *, allow_incomplete: bool = False) -> Iterator[Header | R | Footer]:
    """The entries of a report one by one, header first; ``kind`` is a record, or as much of one as is wanted.

    Raises as :func:`read_report` does, for what the report as a whole lacks at its end.
    """
    header: Header | None = None
    footer: Footer | None = None
    records = 0
    for line, entry in _entries(file, kind):
        if footer is not None:
            raise Malformed(file, line, None, "something follows the footer", "are these two reports in one file?")
        if isinstance(entry, Header):
            header = _accept_header(file, line, header, entry)
        elif header is None:
            raise Malformed(file, line, "kind", "the first line is not a header", "is this a wasi-conformance report?")
        elif isinstance(entry, Footer):
            footer = entry
            if footer.records != records:
                problem = f"the footer counts {footer.records} records, of which {records} are there"
                raise Malformed(file, line, "records", problem)
        else:
            if entry.runtime not in header.runtimes:  # it would be in no column of any table
                raise Malformed(file, line, "runtime", f"{entry.runtime} is not among the header's runtimes")
            records += 1
        yield entry
    if header is None:
        raise Malformed(file, None, None, "is empty: a report has a header at least")
    if footer is None and not allow_incomplete:
        raise IncompleteReport(file, records)


def _accept_header(file: Path, line: int, before: Header | None, header: Header) -> Header:
    if before is not None:
        raise Malformed(file, line, "kind", "a second header", "are these two reports in one file?")
    if header.schema != SCHEMA:
        raise Malformed(file, line, "schema", f"expected {SCHEMA!r}, got {header.schema!r}")
    return header


def _entries(file: Path, kind: type[R]) -> Iterator[tuple[int, Header | R | Footer]]:
    into: Any = Header | kind | Footer
    try:
        with file.open("rb") as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if raw.peek(len(_GZIP)).startswith(_GZIP) else raw
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST + 1), b""), start=1):
                if len(line) > _LONGEST:
                    raise Malformed(file, number, None, f"is longer than {_LONGEST} bytes: that is no report of ours")
                if not line.endswith(b"\n"):
                    return  # the last line was cut off by an interruption; the missing footer says so
                if line.strip():
                    yield number, decode_json(line, into, file, number)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Malformed(file, None, None, f"is compressed and damaged: {error}", "was it cut off on its way?") from None
    except OSError as error:
        raise Malformed(file, None, None, f"cannot be read: {error.strerror or error}") from None


def pretty_json(value: object) -> str:
    """JSON for people and diffs: indented, keys in their order."""
    return json.dumps(msgspec.to_builtins(value), indent=2, ensure_ascii=False)
