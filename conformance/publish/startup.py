"""What a benchmark of start-up says, as sections of tables: for terminals, for ``STARTUP.md``, and for the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from conformance.publish.shown import line
from conformance.publish.tables import Style, table
from conformance.publish.unexpected import escape
from conformance.startup.claims import Claim, beside
from conformance.startup.model import AGAIN, Phase, Results, Row, Summary, Unit

PLOT = "startup"
"""The name of the picture, without its ending."""
_TITLES: dict[Phase, str] = {
    "start": "From the start of a process to its end, nothing compiled before",
    "cached-start": "From the start of a process to its end, with compiled code",
    "compile": "Compiling (or transpiling)",
    "load": "Loading compiled code in a process that is up",
    "instantiate": "Instantiating in a process that is up",
    "call": "Calling `run`",
    "http": "HTTP: from the start of a server to its first byte, then under load",
    "memory": "Memory of instances that are alive at the same time",
    "overhead": "What measuring costs by itself",
}
_ABOUT: dict[Phase, str] = {
    "start": "Measured around the process: program, runtime, compilation, guest, all of it.",
    "cached-start": "Likewise, but what could be compiled or cached before was.",
    "compile": "`in process` is by the clock of the runtime's driver; other variants are commands, from start to end.",
    "load": "By the clock of the driver: from compiled code to a component that can be instantiated.",
    "instantiate": "By the driver's clock: an instance with a WASI of its own. `first` is the first of its engine.",
    "call": "By the clock of the driver. `first` is the first call of an instance, `warm` each of many calls of one.",
    "http": "Closed loop, so that the worst latencies of a server that stalls are told too small. `bare server` does "
    "nothing but answer: its throughput is the ceiling of the load generator on this machine.",
    "memory": "Sum of proportional set sizes. `per instance` is what each after the first takes.",
    "overhead": "A turn of an empty loop in the driver. It is in every figure of that driver, and not subtracted.",
}


class Section(msgspec.Struct, frozen=True):
    """A heading, a sentence, and a table."""

    phase: Phase
    title: str
    about: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ClaimRow(msgspec.Struct, frozen=True):
    """A claim and what was measured, in one row."""

    claim: Claim
    measured: tuple[str, ...]


def sections(results: Results) -> list[Section]:
    """A section for each phase of which there is a figure."""
    order: dict[Phase, None] = dict.fromkeys(_TITLES)
    found = []
    for phase in order:
        rows = [row for row in results.rows if row.key.phase == phase and row.summary is not None]
        if rows:
            found.append(_section(phase, rows))
    return found


def _section(phase: Phase, rows: Sequence[Row]) -> Section:
    """Guests side by side; for HTTP and memory, where there is one guest, the variants."""
    by_variant = phase in ("http", "memory")
    columns = dict.fromkeys(row.key.variant if by_variant else row.key.guest for row in rows)
    if phase == "memory":
        return _memory(rows)
    lines = []
    for (subject, variant), group in groupby(
        rows, lambda row: (row.key.subject, "" if by_variant else row.key.variant)
    ):
        cells = {(row.key.variant if by_variant else row.key.guest): row for row in group}
        texts = tuple(_cell(cells[name]) if name in cells else "" for name in columns)
        lines.append((subject, *(() if by_variant else (variant,)), *texts))
    head = ("of",) if by_variant else ("of", "variant")
    return Section(phase, _TITLES[phase], _ABOUT[phase], (*head, *(name or "itself" for name in columns)), tuple(lines))


def _memory(rows: Sequence[Row]) -> Section:
    """A line for each subject and each way to hold instances, a column for each count."""
    counts = sorted({number for row in rows if (number := _count(row)) is not None})
    lines = []
    for (subject, how), group in groupby(rows, lambda row: (row.key.subject, _how(row))):
        mine = list(group)
        cells = {_count(row): row for row in mine}
        peaks = [_cell(row) for row in mine if _count(row) is None]
        texts = [_cell(cells[count]) if count in cells else "" for count in counts]
        lines.append((subject, how, *texts, _per_instance(mine), *(peaks or [""])))
    head = ("of", "as", *(f"{count}" for count in counts), "per instance", "peak of 1")
    return Section("memory", _TITLES["memory"], _ABOUT["memory"], head, tuple(lines))


def _per_instance(rows: Sequence[Row]) -> str:
    """What each further instance takes: the difference between the most and the first, for each.

    The first one, which brings the code with it, does not count, and nor does a driver without any.
    """
    totals = {
        count: row.summary.median for row in rows if row.summary is not None and (count := _count(row)) is not None
    }
    totals.pop(0, None)
    if len(totals) < 2:
        return ""
    most, fewest = max(totals), min(totals)
    return shown((totals[most] - totals[fewest]) / (most - fewest), "bytes")


def _count(row: Row) -> int | None:
    count = row.key.variant.partition(" ")[0]
    return int(count) if count.isdigit() else None


def _how(row: Row) -> str:
    return "one process" if row.key.variant.endswith("in one process") else "processes"


def _cell(row: Row) -> str:
    assert row.summary is not None
    return f"{interval(row.summary, row.key.unit)}{' †' if row.unavailable else ''}"


def interval(summary: Summary, unit: Unit) -> str:
    """The median and its bounds, ``56.1 µs [55, 58]``; the extremes where there are none, ``56.1 µs (54 … 60)``."""
    median = shown(summary.median, unit)
    scale, _ = _scale(summary.median, unit)
    if summary.low is None or summary.high is None:
        return f"{median} ({_digits(summary.least / scale)} … {_digits(summary.most / scale)})"
    return f"{median} [{_digits(summary.low / scale)}, {_digits(summary.high / scale)}]"


def shown(value: float, unit: Unit) -> str:
    """A figure with three digits and a unit that fits it."""
    scale, name = _scale(value, unit)
    return f"{_digits(value / scale)} {name}"


def _scale(value: float, unit: Unit) -> tuple[float, str]:
    if unit == "requests/s":
        return 1.0, "/s"
    steps = [(1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]
    if unit == "bytes":
        steps = [(2.0**30, "GiB"), (2.0**20, "MiB"), (2.0**10, "KiB"), (1.0, "B")]
    return next(((scale, name) for scale, name in steps if abs(value) >= scale), steps[-1])


def _digits(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"


def claim_rows(results: Results, claims: Iterable[Claim]) -> list[ClaimRow]:
    """Every claim, with what stands beside it."""
    found = []
    for claim in claims:
        figures = beside(claim, results.rows)
        texts = (f"{one.label}: {_claimed(claim, one.value)}" for one in figures)
        found.append(ClaimRow(claim, tuple(texts)))
    return found


def _claimed(claim: Claim, value: float) -> str:
    return f"× {value:.3g}" if claim.ratio is not None else shown(value, "s")


def claim_table(rows: Sequence[ClaimRow], style: Style) -> str:
    """Claim and measurement, side by side."""
    joiner = "<br>" if style == "markdown" else "\n"
    lines = [(row.claim.name, row.claim.says, joiner.join(row.measured) or "nothing to compare") for row in rows]
    return table(lines, ("claim", "says", "measured here"), style)


def missing(results: Results) -> list[tuple[str, str, str]]:
    """What there is no figure of, or fewer samples than asked for: subject, what, and why."""
    found: dict[tuple[str, str], list[str]] = {(name, why): ["everything"] for name, why in results.absent.items()}
    for row in results.rows:
        if row.unavailable is not None:
            key = row.key
            what = " ".join(filter(None, (key.phase, key.variant, key.guest)))
            found.setdefault((key.subject, row.unavailable), []).append(what)
    return [(line(subject), ", ".join(dict.fromkeys(what)), line(why)) for (subject, why), what in found.items()]


def notes(results: Results) -> list[str]:
    """Under which circumstances it was measured, and how far it is to be trusted."""
    machine, noise = results.machine, results.noise
    memory = f", {shown(machine.memory_bytes, 'bytes')}" if machine.memory_bytes else ""
    found = [
        f"Machine: {machine.processor}, {machine.processors} processors{memory}, {machine.system} {machine.release} "
        f"{machine.machine}. Pinning: {machine.pinning}. Governor: {machine.governor or 'not told'}. "
        f"Load before {machine.load_before}, after {machine.load_after}.",
        f"Method: {results.rounds} rounds after {results.warm_up} of warm-up, all once a round, in changing order; "
        "medians, in brackets the bounds of the median with 95 % confidence (in parentheses the extremes, of less than "
        "six samples). Phases and methods are never added up.",
        f"Noise floor: {_noise(results)}. The clock steps by {shown(noise.clock_s, 's')}.",
    ]
    if results.load is not None:
        load = results.load
        ceiling = f"; its ceiling here is {shown(load.ceiling, 'requests/s')}" if load.ceiling is not None else ""
        name = f"{load.generator} {load.version}".strip()
        found.append(f"Load: {name}, {load.connections} connections, {load.seconds:g} s in each round{ceiling}.")
    if results.quick:
        found.append("Quick: few rounds and a small `large` guest. These figures are for trying out, not for quoting.")
    if not results.complete:
        found.append("Interrupted: rows have fewer samples than were asked for.")
    return found


def _noise(results: Results) -> str:
    noise = results.noise
    if noise.process_s is None or noise.process_spread_s is None:
        return "not measured around processes"
    return (
        f"one and the same native program, measured as two rows, differs by {shown(noise.process_s, 's')} between the "
        f"medians; its quartiles are {shown(noise.process_spread_s, 's')} apart (`{AGAIN}` is the second row)"
    )


def startup_text(results: Results, claims: Iterable[Claim]) -> str:
    """For a terminal."""
    parts = [f"{section.title}\n{table(section.rows, section.headers, 'pretty')}" for section in sections(results)]
    parts.append(f"Published claims\n{claim_table(claim_rows(results, claims), 'pretty')}")
    lost = [f"not measured: {subject}, {what}: {why}" for subject, what, why in missing(results)]
    return "\n\n".join([*parts, "\n".join([*lost, *notes(results)])])


def startup_markdown(results: Results, claims: Iterable[Claim], picture: bool) -> str:
    """``STARTUP.md``; the picture lies beside it."""
    rows = claim_rows(results, claims)
    parts = [
        "# What runtimes cost to start",
        f"Suite {results.suite_version}, {results.started}. Written by `wasi-conformance bench-runtimes`; how it is "
        "measured, and what it does not say: `conformance/startup/README.md`.",
        *notes(results),
        "## Published claims and what was measured",
        claim_table(rows, "markdown"),
        "\n".join(
            f"- **{r.claim.name}**: {r.claim.difference}. Source: {r.claim.source}; {r.claim.address}" for r in rows
        ),
    ]
    if picture:
        parts.append(f"![Medians on a logarithmic scale, with the claims]({PLOT}.svg)")
    for section in sections(results):
        parts += [f"## {section.title}", section.about, table(section.rows, section.headers, "markdown")]
    parts += ["## Runtimes", "\n".join(_parts(results)), "## Guests", _guests(results)]
    lost = [f"- **{escape(subject)}**, {what}: {escape(why)}" for subject, what, why in missing(results)]
    if lost:
        parts += ["## What was not measured", "† beside a figure: fewer samples than asked for.", "\n".join(lost)]
    return "\n\n".join(parts) + "\n"


def _parts(results: Results) -> Iterable[str]:
    for label, parts in results.runtimes.items():
        yield f"- **{label}**: {', '.join(f'{name} {version}' for name, version in parts.items())}"


def _guests(results: Results) -> str:
    return ", ".join(f"`{name}` {shown(size, 'bytes')}" for name, size in results.guests.items())
