"""The judge, a pure function: tables of what must come out, and laws over what nobody thought of."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_ins import a_case, good_report, report_lines

from conformance.case import Case
from conformance.corpus import load_corpus
from conformance.judge import Evidence, Verdict, judge, show
from conformance.observation import (
    Broken,
    Captured,
    Crashed,
    Ending,
    Exchange,
    Exited,
    Observation,
    Refused,
    TimedOut,
    Trapped,
)
from conformance.sandbox import AfterState, NoFile

PLAIN = a_case(checks=["first", "second"])
CHOICE = {"name": "which", "allowed": ["loop", "not-directory"], "preferred": "loop"}
CHOOSING = a_case(checks=["first", CHOICE])
TRAPPING = a_case(expect={"trap": True})
MAY_TRAP = a_case(expect={"trap": "allowed"})
PROXY = a_case(world="proxy", requests=[{"path": "/"}], report="response")


def captured(data: bytes) -> Captured:
    return Captured(data, len(data))


def seen(stdout: bytes = b"", ending: Ending | None = None, stderr: bytes = b"", **more: Any) -> Evidence:
    """What was seen of an attempt that wrote this and ended like this (with code 0, unless told)."""
    ending = Exited(0) if ending is None else ending
    return Evidence(Observation(ending=ending, stdout=captured(stdout), stderr=captured(stderr)), **more)


def good(case: Case) -> bytes:
    return b"".join(report_lines(case))


def lines(*objects: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in objects)


OPENING = {"case": "area/name", "protocol": 1}
FIRST = {"check": "first", "ok": True, "got": "1", "want": "1"}
SECOND = {"check": "second", "ok": True, "got": "2", "want": "2"}
DONE = {"done": 2}


def test_a_complete_report_and_the_expected_ending_pass() -> None:
    assert judge(PLAIN, seen(good(PLAIN))).outcome == "pass"


def test_a_last_line_without_its_end_is_still_a_line() -> None:
    assert judge(PLAIN, seen(good(PLAIN).rstrip(b"\n"))).outcome == "pass"


def test_a_note_is_part_of_a_report_and_proves_nothing() -> None:
    assert judge(PLAIN, seen(lines(OPENING, {"note": "by the way"}, FIRST, SECOND, DONE))).outcome == "pass"
    assert judge(PLAIN, seen(lines(OPENING, {"note": "by the way"}, FIRST, DONE))).outcome == "fail"


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (lines(), "the guest reported nothing"),
        (lines(OPENING), "the report has no closing line"),
        (lines(OPENING, DONE), "the closing line counts 2 checks, of which 0 are there"),
        (lines(OPENING, FIRST, {"done": 1}), "second: got not reported"),
        (lines(OPENING, FIRST, SECOND), "no closing line"),
        (lines(OPENING, FIRST, SECOND, {"done": 3}), "counts 3 checks, of which 2 are there"),
        (lines({"case": "area/other", "protocol": 1}, FIRST, SECOND, DONE), "that of another case: area/other"),
        (lines({"case": "area/name", "protocol": 2}, FIRST, SECOND, DONE), "speaks protocol 2, not 1"),
        (lines({"case": "area/name"}, FIRST, SECOND, DONE), "speaks protocol None"),
        (lines(FIRST, SECOND, DONE), "reported nothing"),
        (lines(FIRST, OPENING, SECOND, DONE), "comes before the line that names the case"),
        (lines(OPENING, OPENING, FIRST, SECOND, DONE), "names the case twice"),
        (lines(OPENING, FIRST, FIRST, SECOND, DONE), "check first was reported twice"),
        (lines(OPENING, FIRST, SECOND, {"check": "set-up", "ok": True}, {"done": 3}), "does not declare it"),
        (lines(OPENING, {"check": "first"}, SECOND, DONE), "without saying whether it is ok"),
        (lines(OPENING, {**FIRST, "ok": False, "got": "7"}, SECOND, DONE), "first: got 7, want 1"),
        (lines(OPENING, {**FIRST, "ok": False, "got": ""}, SECOND, DONE), "first: got nothing, want 1"),
        (lines(OPENING, FIRST, SECOND, DONE, DONE), "went on after its closing line"),
        (lines(OPENING, FIRST, SECOND, DONE, {"note": "survived"}), "went on after its closing line"),
        (lines(OPENING, {}, FIRST, SECOND, DONE), "line 2 of the report is not part of it"),
        (lines(OPENING, {**FIRST, "done": 2}, SECOND, DONE), "line 2 of the report is not part of it"),
        (lines({**OPENING, **FIRST}, SECOND, DONE), "the guest reported nothing"),
        (lines(OPENING, {**FIRST, "colour": "red"}, SECOND, DONE), "not part of it"),
        (lines(OPENING, {**FIRST, "ok": "true"}, SECOND, DONE), "not part of it"),
        (good(PLAIN) + b"Segmentation fault\n", 'line 5 of the report is not part of it: "Segmentation fault"'),
        (b"hello\n" + good(PLAIN), 'line 1 of the report is not part of it: "hello"'),
        (b"\xff\xfe\n" + good(PLAIN), r'line 1 of the report is not part of it: "\xff\xfe"'),
        (b"[" * 100_000 + b"\n" + good(PLAIN), "(100000 bytes)"),
        (good(PLAIN).replace(b"\n", b""), "reported nothing"),
    ],
)
def test_anything_less_or_more_than_the_report_fails_and_says_why(report: bytes, words: str) -> None:
    verdict = judge(PLAIN, seen(report))
    assert verdict.outcome == "fail"
    assert words in verdict.reason


@pytest.mark.parametrize(
    ("case", "ending", "outcome", "words"),
    [
        (PLAIN, Exited(0), "pass", ""),
        (PLAIN, Exited(1), "fail", "expect.ending: got exited with code 1, want exited with code 0"),
        (PLAIN, Trapped("unreachable"), "trap", "trapped: unreachable"),
        (PLAIN, Crashed("SIGSEGV", 11), "crash", "the runtime crashed by signal 11"),
        (PLAIN, TimedOut(2), "timeout", "still running after 2 s"),
        (PLAIN, Refused("no such import"), "fail", "got refused at load: no such import"),
        (PLAIN, Broken("the driver talks nonsense"), "error", "the driver talks nonsense"),
        (TRAPPING, Trapped("unreachable"), "pass", ""),
        (TRAPPING, Exited(0), "fail", "got exited with code 0, want a trap"),
        (TRAPPING, Exited(134), "fail", "want a trap"),
        (MAY_TRAP, Trapped("as it may"), "pass", "ending: took trapped: as it may"),
        (MAY_TRAP, Exited(0), "pass", "ending: took exited with code 0"),
        (MAY_TRAP, Exited(1), "fail", "got exited with code 1, want a trap, or exited with code 0"),
        (MAY_TRAP, Crashed("oops"), "crash", "oops"),
        (TRAPPING, Crashed("SIGSEGV", 11), "crash", "the runtime crashed"),
        (TRAPPING, TimedOut(2), "timeout", "still running"),
        (a_case(expect={"exit": 7}), Exited(7), "pass", ""),
        (a_case(expect={"exit": 7}), Exited(0), "fail", "want exited with code 7"),
        (a_case(expect={"exit": 0}), Exited(0), "pass", ""),
    ],
)
def test_an_ending_is_a_check_of_its_own(case: Case, ending: Ending, outcome: str, words: str) -> None:
    verdict = judge(case, seen(good(case), ending))
    assert verdict.outcome == outcome
    assert words in verdict.reason


def test_a_refusal_is_unsupported_as_long_as_the_guest_has_not_spoken() -> None:
    assert judge(PLAIN, seen(b"", Refused("no such import"))).outcome == "unsupported"
    assert judge(PLAIN, seen(b"diagnostics\n", Refused("no such import"))).outcome == "unsupported"
    assert judge(PLAIN, seen(lines(OPENING, FIRST), Refused("no such import"))).outcome == "fail"


def test_a_case_that_must_be_refused_passes_when_it_is_and_only_then() -> None:
    case = a_case(expect={"refused": True})
    assert judge(case, seen(b"", Refused("bad"))).outcome == "pass"
    assert judge(case, seen(good(case))).outcome == "fail"
    assert judge(case, seen()).outcome == "fail"


def test_a_trap_names_the_check_that_failed_before_it() -> None:
    failed = {**FIRST, "ok": False, "got": "7"}
    verdict = judge(PLAIN, seen(lines(OPENING, failed), Trapped("unreachable")))
    assert verdict.reason == "trapped: unreachable; before that first: got 7, want 1"


def test_a_guest_that_goes_on_after_the_deed_that_must_trap_fails() -> None:
    report = good(TRAPPING) + b'{"note":"still here"}\n'
    assert judge(TRAPPING, seen(report, Trapped("late"))).outcome == "fail"


def test_a_choice_passes_and_says_which_was_taken() -> None:
    assert judge(CHOOSING, seen(good(CHOOSING))) == Verdict(
        "pass", "which: took loop", judge(CHOOSING, seen(good(CHOOSING))).checks
    )


def test_a_choice_against_the_recommendation_is_allowed() -> None:
    verdict = judge(CHOOSING, seen(lines(OPENING, FIRST, {"check": "which", "got": "not-directory"}, DONE)))
    assert (verdict.outcome, verdict.reason) == ("allowed", "which: took not-directory, recommended is loop")


def test_a_choice_without_a_recommendation_is_never_astray() -> None:
    case = a_case(checks=[{"name": "which", "allowed": ["a", "b"]}])
    verdict = judge(case, seen(lines(OPENING, {"check": "which", "got": "b"}, {"done": 1})))
    assert (verdict.outcome, verdict.reason) == ("pass", "which: took b")


@pytest.mark.parametrize("said", [{"got": "exist"}, {"got": ""}, {"got": "exist", "ok": True}])
def test_an_answer_that_is_no_choice_fails_whatever_the_guest_thinks_of_it(said: dict[str, Any]) -> None:
    verdict = judge(CHOOSING, seen(lines(OPENING, FIRST, {"check": "which", **said}, DONE)))
    assert verdict.outcome == "fail"
    assert "want loop or not-directory" in verdict.reason


def test_an_output_that_was_cut_fails_and_says_so() -> None:
    stdout = Captured(good(PLAIN), 10**9)
    verdict = judge(PLAIN, Evidence(Observation(ending=Exited(0), stdout=stdout)))
    assert verdict.outcome == "fail"
    assert "the output has 1000000000 bytes" in verdict.reason


def test_a_report_may_go_to_stderr_among_the_runtimes_own_words() -> None:
    case = a_case(report="stderr")
    assert judge(case, seen(b"", stderr=b"warning: slow\n" + good(case))).outcome == "pass"
    assert judge(case, seen(b"", stderr=good(case) + b'{"check":"more","ok":true}\n')).outcome == "fail"
    assert judge(case, seen(good(case))).outcome == "fail"


def test_an_expected_output_is_compared_to_the_byte() -> None:
    case = a_case(report="stderr", expect={"stdout": "bytes"})
    assert judge(case, seen(b"bytes", stderr=good(case))).outcome == "pass"
    for other in (b"", b"byte", b"bytes\n", b"Bytes"):
        verdict = judge(case, seen(other, stderr=good(case)))
        assert verdict.outcome == "fail"
        assert "expect.stdout" in verdict.reason


def test_an_expected_empty_output_can_fail() -> None:
    case = a_case(report="stderr", expect={"stdout": ""})
    assert judge(case, seen(stderr=good(case))).outcome == "pass"
    assert judge(case, seen(b"x", stderr=good(case))).outcome == "fail"


def test_an_expected_text_on_stderr_may_stand_among_the_runtimes_own_words() -> None:
    case = a_case(expect={"stderr": "a word"})
    assert judge(case, seen(good(case), stderr=b"warning\na word\nmore")).outcome == "pass"
    assert judge(case, seen(good(case), stderr=b"a wor")).outcome == "fail"


@pytest.mark.parametrize(
    ("want", "found", "outcome"),
    [
        ("text", b"text", "pass"),
        ("text", b"tex", "fail"),
        ("text", None, "fail"),
        ("text", NoFile("a directory"), "fail"),
        ("", b"", "pass"),
        ("", None, "fail"),
        (None, None, "pass"),
        (None, b"", "fail"),
        (None, NoFile("a directory"), "fail"),
    ],
)
def test_an_expected_file_is_looked_at(want: str | None, found: bytes | NoFile | None, outcome: str) -> None:
    case = a_case(files={"a": ""}, expect={"files": {"out.txt": want}})
    assert judge(case, seen(good(case), after=AfterState({"out.txt": found}))).outcome == outcome


@pytest.mark.parametrize("ending", [Exited(0), TimedOut(1), Crashed("", 11), Trapped("")])
def test_a_broken_confinement_is_the_news_whatever_else_happened(ending: Ending) -> None:
    verdict = judge(PLAIN, seen(good(PLAIN), ending, after=AfterState(breaches=("x was changed", "y was removed"))))
    assert (verdict.outcome, verdict.reason) == ("fail", "CONFINEMENT BROKEN: x was changed; y was removed")


@pytest.mark.parametrize(
    ("confinement", "got", "grave"),
    [(True, "ok", True), (True, "no-entry", False), (False, "ok", False)],
)
def test_a_call_that_leads_outside_and_works_is_a_broken_confinement(confinement: bool, got: str, grave: bool) -> None:
    case = a_case(checks=["refused"], confinement=confinement)
    report = lines(
        {"case": case.id, "protocol": 1},
        {"check": "refused", "ok": False, "got": got, "want": "not-permitted"},
        {"done": 1},
    )
    verdict = judge(case, seen(report))
    assert verdict.outcome == "fail"
    assert verdict.reason.startswith("CONFINEMENT BROKEN: refused: got ok") == grave


def responding(**fields: Any) -> Case:
    expected = {"check": "response", **fields}
    return a_case(world="proxy", requests=[{"path": "/", "expect": expected}], report="response")


@pytest.mark.parametrize(
    ("expected", "got", "outcome"),
    [
        ({"status": 200}, Exchange(status=200), "pass"),
        ({"status": 200}, Exchange(status=500), "fail"),
        ({"status": "error"}, Exchange(status=400), "pass"),
        ({"status": "error"}, Exchange(status=599), "pass"),
        ({"status": "error"}, Exchange(status=200), "fail"),
        ({"status": "error"}, Exchange(status=302), "fail"),
        ({"status": "error"}, Exchange(failure="gone"), "fail"),
        ({"headers": {"X-A": "1"}}, Exchange(status=200, headers=(("x-a", "1"),)), "pass"),
        ({"headers": {"X-A": "1"}}, Exchange(status=200, headers=(("x-a", "1"), ("x-a", "2"))), "fail"),
        ({"headers": {"X-A": "1"}}, Exchange(status=200), "fail"),
        ({"status": 200}, Exchange(status=200, failure="cut off"), "fail"),
    ],
)
def test_a_response_is_one_check(expected: dict[str, Any], got: Exchange, outcome: str) -> None:
    case = responding(**expected)
    body = Exchange(status=got.status, headers=got.headers, failure=got.failure, body=good(case))
    assert judge(case, seen(exchanges=(body,))).outcome == outcome


def test_a_response_that_never_came_says_why() -> None:
    verdict = judge(PROXY, seen(exchanges=(Exchange(failure="connection refused"),)))
    assert (verdict.outcome, "is not whole: connection refused" in verdict.reason) == ("fail", True)
    assert judge(PROXY, seen()).outcome == "fail"


def test_a_report_that_came_in_a_response_without_an_end_is_none() -> None:
    cut = Exchange(status=200, body=good(PROXY), end="cut", failure="the connection ended")
    verdict = judge(PROXY, seen(exchanges=(cut,)))
    assert (verdict.outcome, "is not whole" in verdict.reason) == ("fail", True)


def test_a_report_on_stdout_does_not_stand_in_for_one_in_the_response() -> None:
    assert judge(PROXY, seen(good(PROXY), exchanges=(Exchange(status=200, body=b"hello"),))).outcome == "fail"
    assert judge(PROXY, seen(exchanges=(Exchange(status=200, body=good(PROXY)),))).outcome == "pass"


def test_bytes_are_shown_so_that_people_can_read_them() -> None:
    assert show(b"a\n\xff\\\x00") == r'"a\n\xff\\\x00"'
    assert show(b"x" * 200, 3) == '"xxx"… (200 bytes)'


# ------------------------------------------------------------------------------------------------------- laws

NAMES = st.text("abcdefgh-", min_size=1, max_size=8)
CHECKS = st.lists(NAMES, min_size=1, max_size=5, unique=True)
CASES = st.builds(lambda names, trap: a_case(checks=names, expect={"trap": trap}), CHECKS, st.booleans())


def perfect(case: Case) -> Ending:
    return Trapped("as it must") if case.front.expect.trap else Exited(0)


@given(CASES)
def test_the_right_report_passes(case: Case) -> None:
    verdict = judge(case, seen(good(case), perfect(case)))
    assert verdict.outcome == "pass"
    assert [check.name for check in verdict.checks] == [*case.check_names, "expect.ending"]


@given(CASES, st.binary(max_size=2000))
def test_random_bytes_never_pass(case: Case, noise: bytes) -> None:
    assert judge(case, seen(noise, perfect(case))).outcome == "fail"


@given(CASES, st.data())
def test_a_report_with_a_line_dropped_or_repeated_never_passes(case: Case, data: st.DataObject) -> None:
    whole = report_lines(case)
    at = data.draw(st.integers(0, len(whole) - 1))
    for broken in ([*whole[:at], *whole[at + 1 :]], [*whole[: at + 1], *whole[at:]]):
        assert judge(case, seen(b"".join(broken), perfect(case))).outcome == "fail"


JSON_VALUES = st.none() | st.booleans() | st.integers(-3, 9) | NAMES | st.lists(st.integers(), max_size=2)


@given(CASES, st.data())
def test_a_report_with_a_field_changed_never_passes(case: Case, data: st.DataObject) -> None:
    whole = [json.loads(line) for line in report_lines(case)]
    line = data.draw(st.sampled_from(whole))
    field = data.draw(st.sampled_from([name for name in line if name not in ("got", "want")]))
    line[field] = data.draw(JSON_VALUES.filter(lambda value: (type(value), value) != (type(line[field]), line[field])))
    assert judge(case, seen(lines(*whole), perfect(case))).outcome == "fail"


@given(CASES, st.data(), st.binary(min_size=1, max_size=100))
def test_a_report_with_a_line_of_noise_never_passes(case: Case, data: st.DataObject, noise: bytes) -> None:
    whole = report_lines(case)
    at = data.draw(st.integers(0, len(whole)))
    noisy = b"".join([*whole[:at], noise.replace(b"\n", b"?") + b"\n", *whole[at:]])
    assert judge(case, seen(noisy, perfect(case))).outcome == "fail"


@given(CASES, st.data())
def test_the_order_of_the_checks_is_free(case: Case, data: st.DataObject) -> None:
    opening, *checks, closing = report_lines(case)
    shuffled = data.draw(st.permutations(checks))
    assert judge(case, seen(b"".join([opening, *shuffled, closing]), perfect(case))).outcome == "pass"


@given(CASES, st.text("abc/", min_size=1, max_size=6).filter(lambda name: name != "area/name"))
def test_no_case_passes_with_the_report_of_another(case: Case, other: str) -> None:
    report = good_report(other, checks=list(case.check_names))
    assert judge(case, seen(report, perfect(case))).outcome == "fail"


def test_no_case_of_the_corpus_passes_on_its_own_report_under_another_name() -> None:
    for case in load_corpus().cases:
        opening, *rest = report_lines(case)
        foreign = b"".join([opening.replace(case.id.encode(), b"area/other"), *rest])
        ending = Trapped("as it must") if case.front.expect.trap else Exited(case.front.expect.exit or 0)
        body = Exchange(status=200, body=foreign)
        verdict = judge(case, seen(foreign, ending, foreign, exchanges=(body,) * len(case.front.requests)))
        assert verdict.outcome == "fail", case.id
        assert "another case: area/other" in verdict.reason, case.id


@given(CASES, st.integers(-64, 255).filter(bool))
def test_a_wrong_exit_code_never_passes(case: Case, code: int) -> None:
    assert judge(case, seen(good(case), Exited(code))).outcome == "fail"
