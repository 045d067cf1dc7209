"""How a benchmark is shown: figures with units, claims beside measurements, on a terminal, in Markdown, on the site."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_worlds import made, world

from conformance.publish.site.startup import Startup, read_startup
from conformance.publish.startup import claim_rows, missing, sections, shown, startup_markdown, startup_text
from conformance.publish.startup_plot import write_plots
from conformance.startup.claims import read_claims
from conformance.startup.model import (
    PHASES,
    Key,
    Load,
    Machine,
    Method,
    Noise,
    Phase,
    Results,
    Row,
    Unit,
    write_results,
)
from conformance.startup.summary import summarise

UNITS = {"s": 1.0, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def row(
    subject: str,
    phase: Phase,
    variant: str,
    guest: str,
    median: float | None,
    *,
    unit: Unit = "s",
    method: Method = "process",
    why: str | None = None,
) -> Row:
    """A row whose samples lie close around a median; without one, there are none."""
    baseline = "@" not in subject
    key = Key(subject=subject, phase=phase, variant=variant, guest=guest, method=method, unit=unit, baseline=baseline)
    samples = tuple(median * (0.97 + 0.01 * step) for step in range(7)) if median is not None else ()
    return Row(key=key, samples=samples, summary=summarise(samples) if samples else None, unavailable=why)


HOSTILE = "<script>alert(1)</script>\x1b[31m|`\u202e"
ROWS = (
    row("native", "start", "run", "", 0.001),
    row("native, again", "start", "run", "", 0.0011),
    row("container, runc", "start", "run", "", 0.020),
    row("rt@1.0", "start", "run", "hello", 0.004),
    row("rt@1.0", "cached-start", "precompiled", "hello", 0.002),
    row("rt@1.0", "instantiate", "repeated", "hello", 40e-6, method="driver"),
    row("rt@1.0", "instantiate", "first", "hello", 400e-6, method="driver"),
    row("rt@1.0", "http", "first byte", "http", 0.03, method="client"),
    row("rt@1.0", "http", "throughput", "http", 12345.0, unit="requests/s", method="client"),
    row("rt@1.0", "memory", "1", "wait", 2.0**20, unit="bytes", method="kernel"),
    row("rt@1.0", "memory", "100", "wait", 2.0**20 + 99 * 4096, unit="bytes", method="kernel"),
    row("rt@1.0", "memory", "peak of 1", "wait", 2.0**21, unit="bytes", method="kernel"),
    row("rt@1.0", "call", "warm", "hello", None, why=HOSTILE),
)


def results(*rows: Row, **fields: object) -> Results:
    """A whole benchmark."""
    machine = Machine(
        system="Linux",
        release="6",
        machine="x86_64",
        processor="a processor",
        processors=2,
        memory_bytes=2**33,
        governor=None,
        pinning="none",
        load_before=0.1,
        load_after=0.2,
    )
    whole = Results(
        suite_version="0.1.0",
        started="2026-01-02T03:04:05Z",
        complete=True,
        rounds=30,
        warm_up=2,
        quick=False,
        machine=machine,
        guests={"hello": 1351},
        runtimes={"rt@1.0": {"rt": "1.0"}},
        absent={"gone": "it is not there"},
        noise=Noise(process_s=1e-4, process_spread_s=2e-4, clock_s=1e-7),
        load=Load(generator="wrk", version="4.1", connections=16, seconds=1.0, ceiling=50000.0),
        rows=rows or ROWS,
    )
    return msgspec.structs.replace(whole, **fields)


@given(st.floats(1e-9, 900))
def test_a_time_is_shown_with_three_digits_and_a_unit_that_fits(value: float) -> None:
    found = re.fullmatch(r"([\d.e+]+) (s|ms|µs|ns)", shown(value, "s"))
    assert found is not None
    assert float(found[1]) * UNITS[found[2]] == pytest.approx(value, rel=0.006)
    assert 0.99 <= float(found[1]) <= 1000


@given(st.floats(1, 2.0**40))
def test_bytes_are_shown_in_powers_of_two(value: float) -> None:
    number, unit = shown(value, "bytes").split()
    scale = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}[unit]
    assert float(number) * scale == pytest.approx(value, rel=0.006)


def test_every_claim_has_its_row_and_what_was_measured_beside_it() -> None:
    rows = {one.claim.name: one.measured for one in claim_rows(results(), read_claims())}
    assert rows["Fastly, instantiation"] == ("rt@1.0 (repeated): 40 µs",)
    assert rows["Cloudflare Workers, cold start"] == ("rt@1.0 (first): 400 µs",)
    assert rows["WebAssembly runtimes in general"] == ("rt@1.0: 4 ms",)
    assert rows["Docker container"] == ("container, runc: 20 ms",)
    assert rows["WasmEdge beside a container"] == ("rt@1.0 (precompiled): × 0.1",)
    nothing = {one.claim.name: one.measured for one in claim_rows(results(ROWS[0]), read_claims())}
    assert set(nothing) == set(rows)
    assert not any(nothing.values())


def test_there_is_a_section_for_each_phase_that_has_a_figure_and_for_no_other() -> None:
    found = {section.phase: section for section in sections(results())}
    assert set(found) == {"start", "cached-start", "instantiate", "http", "memory"}
    assert found["http"].headers == ("of", "first byte", "throughput")
    assert found["http"].rows == (("rt@1.0", "30 ms [29.1, 30.9]", "12345 /s [11975, 12715]"),)
    assert found["memory"].headers == ("of", "as", "1", "100", "per instance", "peak of 1")
    assert found["memory"].rows[0][4] == "4 KiB"
    assert found["start"].headers == ("of", "variant", "itself", "hello")
    assert found["start"].rows[0][:2] == ("native", "run")
    assert all(len(line) == len(section.headers) for section in found.values() for line in section.rows)


def test_what_was_not_measured_says_why_and_strangers_text_is_harmless() -> None:
    assert ("gone", "everything", "it is not there") in missing(results())
    for text in (startup_text(results(), read_claims()), startup_markdown(results(), read_claims(), picture=True)):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "it is not there" in text
    markdown = startup_markdown(results(), read_claims(), picture=True)
    assert "<script>" not in markdown.replace("\\<script", "")
    assert "![" in markdown
    assert "![" not in startup_markdown(results(), read_claims(), picture=False)


def test_circumstances_are_told() -> None:
    text = startup_text(results(quick=True, complete=False), read_claims())
    for words in ("differs by 100 µs", "Interrupted", "Quick", "wrk 4.1, 16 connections", "50000 /s", "a processor"):
        assert words in text


def test_an_empty_benchmark_is_shown_too(tmp_path: Path) -> None:
    nothing = results(rows=(), load=None, noise=Noise())
    assert "not measured around processes" in startup_text(nothing, read_claims())
    assert write_plots(nothing, read_claims(), tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_the_picture_is_there_twice_and_the_same_each_time(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_plots(results(), read_claims(), tmp_path / "a")]
    again = [path.read_bytes() for path in write_plots(results(), read_claims(), tmp_path / "b")]
    assert first == again
    assert first[1].startswith(b"\x89PNG")
    picture = first[0].decode()
    for words in ("rt@1.0", "container, runc", "Fastly, instantiation", "Docker container", "10 ms", "100 µs"):
        assert words in picture
    assert "native, again" not in picture


def test_the_site_has_a_page_only_where_it_was_measured(tmp_path: Path) -> None:
    write_results(results(), tmp_path / "startup.json")
    write_plots(results(), read_claims(), tmp_path)
    pages = made(world(startup=read_startup(tmp_path / "startup.json")))
    page = pages["startup.html"].decode()
    assert pages["assets/startup.svg"].startswith(b"<?xml")
    assert 'href="startup.html"' in pages["index.html"].decode()
    assert "35 µs until an instance is there" in page
    assert "rt@1.0 (repeated): 40 µs" in page
    assert "<script>alert" not in page
    without = made(world())
    assert "startup.html" not in without
    assert "startup.html" not in without["index.html"].decode()
    bare = made(world(startup=Startup(results(), None)))
    assert "assets/startup.svg" not in bare
    assert "<img" not in bare["startup.html"].decode()


def test_every_phase_has_words() -> None:
    rows = [row("rt@1.0", phase, "run", "hello", 1.0) for phase in PHASES if phase != "memory"]
    assert {section.phase for section in sections(results(*rows))} == {*PHASES} - {"memory"}
