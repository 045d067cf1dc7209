"""What strangers may put into a report: Hypothesis strategies for hostile text, and for reports full of it."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st
from site_worlds import LABELS, corpus, record, report

from conformance.judge import OUTCOMES, Check
from conformance.report import Report

NASTY = (
    "<script>alert(1)</script>",
    "]]></x><!-- &amp; &bogus;",
    "\x1b[31mred\x1b]0;title\x07",
    "\u202eright to left\u2066",
    "two\nlines\r\nand\rmore",
    "=1+1",
    "\t@SUM(A1)",
    " -2+3",
    "＝HYPERLINK(1)",
    "# TODO not a directive \\# SKIP \\",
    "ok 1 - not a test point\n1..99\nBail out!",
    "  ---\n  message: x\n  ...",
    "\x00\x9b\u2028\u2029\x85\x0b\x0c",
    "\ufffe\uffff\ufeff",
    '"quoted", and;semicolons',
    "/home/me/.cache/wasi-conformance/environments/x/bin/y",
    "x" * 5000,
    "",
    "🎉 ö",
)
TEXT = st.sampled_from(NASTY) | st.text(max_size=20)
"""Without halves of characters: a report that has one is not UTF-8, and is refused where it is read."""
UNSEEN = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0x202E, 0x2066, 0xFFFF, 0xD800)))
"""Characters that no format may hold as they are; of these a line may hold tabs and line ends."""


def is_harmless(text: str, *, keep: str = "\n") -> bool:
    """Whether nothing unseen is in a text, and nothing that changes how the rest is shown."""
    return not (UNSEEN - frozenset(keep)) & frozenset(text)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A report of a run in which everything that a stranger has a say in is hostile; only what the reader of reports
    itself demands is kept: that records are of runtimes of the header."""
    label = draw(TEXT.map(lambda text: f"alpha{text}@{text}")) if draw(st.booleans()) else LABELS[0]
    labels = [label, LABELS[1]]
    ids = draw(st.lists(st.sampled_from(corpus().ids) | TEXT, min_size=1, max_size=3, unique=True))
    return report(
        [one for name in labels for one in (_hostile(draw, name, case_id) for case_id in ids)],
        labels,
        suite_version=draw(TEXT),
        started=draw(st.just("2026-01-02T03:04:05Z") | TEXT),
        runtimes={name: {draw(TEXT): draw(TEXT)} for name in labels},
        families={name: draw(TEXT) for name in labels},
        unavailable={draw(TEXT): draw(TEXT)},
    )


def _hostile(draw: st.DrawFn, label: str, case_id: str) -> Any:
    known = case_id if case_id in corpus().ids else corpus().ids[0]
    text = draw(TEXT)
    one = record(
        known,
        label,
        draw(st.sampled_from(OUTCOMES)),
        reason=draw(TEXT),
        area=draw(st.just("io") | TEXT),
        family=draw(TEXT),
        checks=tuple(Check(draw(TEXT), draw(st.booleans()), text, text) for _ in range(2)),
        stdout=text,
        stderr=text,
        component_sha256=draw(st.just("0") | TEXT),
    )
    return msgspec.structs.replace(one, case=case_id)
