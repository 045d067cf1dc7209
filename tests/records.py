"""Hypothesis strategies for headers and records that a run could have written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from conformance.judge import OUTCOMES, Check
from conformance.report import SCHEMA, Earlier, Header, Platform, Record

TEXT = st.text(max_size=12)
WORDS = st.text("abcdefgh", min_size=1, max_size=5)
CHECKS = st.builds(Check, name=WORDS, ok=st.booleans(), got=TEXT, want=TEXT)
OUTCOME: st.SearchStrategy[Any] = st.sampled_from(OUTCOMES)
EARLIER = st.builds(Earlier, attempt=st.integers(1, 3), outcome=OUTCOME, reason=TEXT, duration_s=st.floats(0, 100))
LEVELS = st.sampled_from(["must", "should", "may"])
CASES = {f"{area}/{name}": level for area in ("io", "cli") for name, level in (("a", "must"), ("b", "may"))}
LABELS = st.lists(st.builds("{}@{}".format, WORDS, st.integers(1, 3)), min_size=1, max_size=4, unique=True)


@st.composite
def headers(draw: st.DrawFn, labels: Sequence[str] | None = None) -> Header:
    """A header; with these runtimes when they are given."""
    names = list(labels) if labels is not None else draw(LABELS)
    return Header(
        schema=SCHEMA,
        suite_version=draw(TEXT),
        corpus_sha256="c0ffee",
        started="2026-01-01T00:00:00Z",
        platform=draw(st.builds(Platform, system=TEXT, machine=TEXT, release=TEXT, python=TEXT)),
        runtimes={name: draw(st.dictionaries(WORDS, TEXT, max_size=2)) for name in names},
        families={name: name[0] for name in names},
        unavailable=draw(st.dictionaries(WORDS, TEXT, max_size=2)),
        selection=tuple(draw(st.lists(TEXT, max_size=2))),
        shard=draw(st.none() | st.just("1/2")),
        cases=draw(st.integers(0, 9)),
        lacks=draw(st.dictionaries(WORDS, TEXT, max_size=2)),
    )


@st.composite
def records(draw: st.DrawFn, header: Header, case_id: str | None = None, label: str | None = None) -> Record:
    """A record of a run with this header."""
    case = draw(st.sampled_from(sorted(CASES))) if case_id is None else case_id
    runtime = draw(st.sampled_from(sorted(header.runtimes))) if label is None else label
    return Record(
        case=case,
        area=case.partition("/")[0],
        level=CASES[case],  # type: ignore[arg-type]
        runtime=runtime,
        family=header.families[runtime],
        outcome=draw(OUTCOME),
        reason=draw(TEXT),
        checks=tuple(draw(st.lists(CHECKS, max_size=2))),
        duration_s=draw(st.floats(0, 100)),
        command=tuple(draw(st.lists(TEXT, max_size=2))),
        component_sha256=draw(TEXT),
        attempt=1,
        lane=draw(st.sampled_from([None, "process", "worker"])),
        confirmed=draw(st.booleans()),
        stdout=draw(TEXT),
        stderr=draw(TEXT),
        bare_command=tuple(draw(st.lists(TEXT, max_size=2))),
        earlier=tuple(draw(st.lists(EARLIER, max_size=2))),
    )
