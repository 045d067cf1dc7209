"""Laws of the gate and of its forms: nothing is worse than itself, silence excuses nobody, JUnit holds any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from records import CASES, headers, records
from stand_ins import ROOT

from conformance.diff import diff, regressions, results_of
from conformance.gate import Evidence, Rerun, conclude, key_of
from conformance.publish.gating import annotation_lines, gate_junit, gate_markdown, gate_text
from conformance.publish.junit import JUnitCase, JUnitSuite, junit_xml, xml_text
from conformance.report import Footer, Report

XSD = xmlschema.XMLSchema(str(ROOT / "tests" / "junit-10.xsd"))


@st.composite
def evidence(draw: st.DrawFn, same: bool) -> Evidence:
    """Two whole reports of the same cases, the very same one if so asked; and no rounds yet."""
    sides = []
    for label in ("a@1", "a@2"):
        header = msgspec.structs.replace(draw(headers([label])), selection=(), shard=None, cases=len(CASES))
        some = tuple(draw(records(header, case, label)) for case in CASES)
        sides.append(Report(header, some, Footer(finished="", records=len(some))))
    before, after = sides[0], sides[0] if same else sides[1]
    found = diff(results_of(before), results_of(after), allow_corpus_change=True)
    return Evidence(
        before=before,
        after=after,
        files=(Path("before.jsonl"), Path("after.jsonl")),
        found=found,
        suspects=regressions(found, []),
    )


@given(evidence(same=True))
def test_a_report_gated_against_itself_never_turns_red(it: Evidence) -> None:
    gate = conclude(it)
    assert (gate.blocking, gate.unsteady) == ((), ())
    assert gate.exit_code != 1
    assert (gate.exit_code == 3) == any(r.outcome in ("error", "unknown") for r in it.before.records)


@given(evidence(same=False), st.data())
def test_running_again_never_closes_a_gate_and_silence_never_opens_one(it: Evidence, data: st.DataObject) -> None:
    nothing = {key_of(one): Rerun(None, None) for one in it.suspects}
    silent = conclude(msgspec.structs.replace(it, rounds=[nothing] * 3))
    assert len(silent.blocking) == len(it.suspects)
    results = [results_of(side) for side in (it.before, it.after)]
    alike = {
        key_of(one): Rerun(results[0].by_runtime["a@1"][one.case], results[0].by_runtime["a@1"][one.case])
        for one in it.suspects
    }
    rounds = data.draw(st.lists(st.sampled_from([nothing, alike]), min_size=1, max_size=3))
    gate = conclude(msgspec.structs.replace(it, rounds=rounds))
    assert len(gate.blocking) == (len(it.suspects) if alike not in rounds or not it.suspects else 0)
    assert len(gate.blocking) + len(gate.unsteady) == len(it.suspects)


@given(evidence(same=False))
def test_every_answer_can_be_told_in_every_form(it: Evidence) -> None:
    gate = conclude(it)
    for text in (gate_text(gate), gate_markdown(gate)):
        assert all(one.case in text for one in gate.blocking)
    document = ElementTree.fromstring(gate_junit(gate, it))
    XSD.validate(ElementTree.ElementTree(document))
    assert sorted(str(case.get("name")) for case in document.iter("testcase")) == sorted(CASES)
    failed = [case for case in document.iter("testcase") if case.find("failure") is not None]
    errors = {r.case for r in it.after.records if r.outcome == "error"}
    assert {case.get("name") for case in failed} == {one.case for one in gate.blocking} - errors
    assert all("\n" not in line for line in annotation_lines(gate, {}, Path("/")))


# ------------------------------------------------------------------------------------------------- JUnit

TEXT = st.text(st.characters(exclude_categories=()), max_size=20)


@given(TEXT, TEXT, st.sampled_from(["passed", "failure", "error", "skipped"]))
def test_junit_holds_whatever_a_runtime_says(message: str, text: str, result: Any) -> None:
    case = JUnitCase(name=message, group=text, seconds=0.5, result=result, message=message, text=text)
    document = junit_xml(text, [JUnitSuite(name=message, cases=[case], properties={text: message})])
    XSD.validate(ElementTree.ElementTree(ElementTree.fromstring(document)))
    told = ElementTree.fromstring(document).find("testsuite/testcase")
    assert told is not None
    assert told.get("name") == xml_text(message)


def test_junit_escapes_what_xml_cannot_hold() -> None:
    assert xml_text("a\x1b[31mb\0\ud800\uffff\tö🎉") == r"a\x1b[31mb\x00\ud800\uffff" + "\tö🎉"
