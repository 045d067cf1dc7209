"""Proposals: the smallest change that makes reports as expected, with every comment and the order left as they were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import CASES, OUTCOME, TEXT, headers, records
from test_report import HEADER, RECORD

from conformance.account import account
from conformance.errors import BadOption
from conformance.expectations import Expectation, assess, expectations_in
from conformance.judge import Check, Outcome
from conformance.proposals import Accepted, Proposal, propose
from conformance.report import Record, Report

FILE = Path("a.toml")
TEXT_NOW = """# What is known of a. Kept in order.
runtime = "a"

# first, and why: it is slow
[[expected]]
case = "io/b"    # the second letter
outcome = "fail"
reason = "x: got 1, want 2"
issue = "https://example.org/1"
confirmed = {by = "somebody", on = 2026-01-01}

# last
[[expected]]
outcome = "fail"
case = "io/d"
reason = "y: got 1, want 2"
# a comment at the end
"""


def failed(case_id: str, reason: str = "x: got 1, want 2", outcome: Outcome = "fail", **fields: Any) -> Record:
    return msgspec.structs.replace(RECORD, case=case_id, outcome=outcome, reason=reason, **fields)


def report(*some: Record, version: str = "1") -> Report:
    header = msgspec.structs.replace(HEADER, runtimes={f"a@{version}": {}})
    return Report(header, tuple(msgspec.structs.replace(one, runtime=f"a@{version}") for one in some), None)


def proposal(*reports: Report, text: str = TEXT_NOW, accepted: Accepted | None = None) -> Proposal:
    found = propose(FILE, text, "a", reports, accepted)
    again = propose(FILE, found.after, "a", reports, accepted if found.undecided else None)
    assert accepted or again.after == found.after, "what was proposed once is enough"
    return found


def entries(text: str) -> list[Expectation]:
    return list(expectations_in(text, FILE))


B, D = failed("io/b"), failed("io/d", "y: got 1, want 2")


def test_what_is_as_expected_changes_nothing() -> None:
    assert proposal(report(B, D)).after == TEXT_NOW
    assert proposal(report()).after == TEXT_NOW


def test_what_could_not_be_tried_changes_nothing() -> None:
    untried = [failed("io/b", "no such thing", outcome) for outcome in ("unsupported", "skip", "error")]
    for one in untried:
        assert proposal(report(one, D)).after == TEXT_NOW


def test_a_new_failure_gets_an_entry_where_it_belongs() -> None:
    found = proposal(report(B, D, failed("io/c", 'z: got "\\" é\x7f", want 1')))
    assert found.added == ("io/c",)
    assert [one.entry.case for one in entries(found.after)] == ["io/b", "io/c", "io/d"]
    new = '[[expected]]\ncase = "io/c"\noutcome = "fail"\nreason = "z: got \\"\\\\\\" é\\u007f\\", want 1"\n\n'
    assert found.after == TEXT_NOW.replace("# last\n", f"{new}# last\n")


@pytest.mark.parametrize("case_id", ["io/a", "io/z"])
def test_it_goes_first_or_last_when_that_is_its_place(case_id: str) -> None:
    found = proposal(report(B, D, failed(case_id)))
    assert sorted(one.entry.case for one in entries(found.after)) == [one.entry.case for one in entries(found.after)]
    assert all(line in found.after.splitlines() for line in TEXT_NOW.splitlines())


def test_in_a_file_without_order_it_goes_last() -> None:
    text = TEXT_NOW.replace("io/b", "io/x")
    found = proposal(report(failed("io/x"), D, failed("io/c")), text=text)
    assert [one.entry.case for one in entries(found.after)] == ["io/x", "io/d", "io/c"]


def test_a_file_that_is_not_there_yet_is_begun() -> None:
    found = proposal(report(B), text="")
    assert found.after == (
        'runtime = "a"\n\n[[expected]]\ncase = "io/b"\noutcome = "fail"\nreason = "x: got 1, want 2"\n'
    )


def test_an_entry_that_holds_no_longer_goes_with_its_comment() -> None:
    found = proposal(report(failed("io/b", "", "pass"), D))
    assert found.removed == ("io/b",)
    assert found.after == TEXT_NOW[: TEXT_NOW.index("# first")] + TEXT_NOW[TEXT_NOW.index("# last") :]


def test_another_reason_replaces_the_reason_and_nothing_else_but_the_confirmation() -> None:
    found = proposal(report(failed("io/b", "x: got 3, want 2", "crash"), D))
    assert found.amended == ("io/b",)
    expected = TEXT_NOW.replace('"fail"\nreason = "x: got 1', '"crash"\nreason = "x: got 3')
    assert found.after == expected.replace('confirmed = {by = "somebody", on = 2026-01-01}\n', "")


def test_several_checks_that_fail_are_all_named() -> None:
    checks = (Check("x", False, "1", "2"), Check("a b", False, "1", "2"), Check("z", False, "not reported", ""))
    found = proposal(report(failed("io/b", "x: got 1, want 2 (and 2 more)", checks=checks), D))
    assert entries(found.after)[0].entry.checks == {"1": ("x", "a b"), "not reported": ("z",)}
    many = tuple(Check(f"a-long-name-{index}", False, "1", "2") for index in range(30))
    found = proposal(report(failed("io/b", "other (and 29 more)", checks=many), D), text=found.after)
    assert entries(found.after)[0].entry.checks == {"1": tuple(check.name for check in many)}
    assert max(map(len, found.after.splitlines())) < 121


def test_what_differs_between_reports_becomes_any_text() -> None:
    reports = [
        report(failed("io/c", f"x: got {got}, want 0 (and 1 more)", checks=checks), B, D)
        for got in ("50", "28")
        for checks in [(Check("x", False, got, "0"), Check("y", False, "ok", "closed"))]
    ]
    found = proposal(*reports)
    new = entries(found.after)[1].entry
    assert (new.reason, new.checks) == ("x: got *, want 0 (and 1 more)", {"*": ("x",), "ok": ("y",)})


def test_reasons_without_anything_in_common_are_left_to_people() -> None:
    found = proposal(report(failed("io/c", "abc"), B, D), report(failed("io/c", "xyz"), B, D))
    assert (found.after, found.added) == (TEXT_NOW, ())
    assert "io/c: fails for reasons that have nothing in common: abc; xyz" in found.undecided[0]


def test_versions_tell_where_it_passes_from_where_it_fails() -> None:
    good = failed("io/b", "", "pass")
    found = proposal(report(B, D, version="1.9"), report(good, D, version="1.10"))
    assert entries(found.after)[0].entry.versions == "<1.10"
    found = proposal(report(good, D, version="1.9"), report(B, D, version="1.10"), text='runtime = "a"\n')
    assert [one.entry.versions for one in entries(found.after)] == [">=1.10", None]


def test_a_range_that_is_there_is_narrowed() -> None:
    text = TEXT_NOW.replace('reason = "x', 'versions = ">1"  # since then\nreason = "x')
    found = proposal(report(B, D, version="2"), report(failed("io/b", "", "pass"), D, version="3"), text=text)
    assert 'versions = ">1,<3"  # since then' in found.after


def test_no_range_is_made_up() -> None:
    good = failed("io/b", "", "pass")
    islands = [report(one, D, version=str(index)) for index, one in enumerate((B, good, B), 1)]
    found = proposal(*islands)
    assert (found.after, "in which versions is no range" in found.undecided[0]) == (TEXT_NOW, True)
    found = proposal(report(B, D), report(good, D))
    assert (found.after, "its outcome varies on a@1" in found.undecided[0]) == (TEXT_NOW, True)


def test_one_result_can_be_accepted_in_ones_own_words() -> None:
    some = report(failed("io/b", "other"), failed("io/c", "x: got 7, want 2"), failed("io/e"))
    found = proposal(some, accepted=Accepted("io/c", "x: got *"))
    assert (found.added, found.amended) == (("io/c",), ())
    assert entries(found.after)[1].entry.reason == "x: got *"


@pytest.mark.parametrize(
    ("accepted", "words"),
    [
        (Accepted("io/c", "too slow"), "is not what is recorded, which is: x: got 7, want 2"),
        (Accepted("io/b", "x"), "no unexpected result of this case"),
    ],
)
def test_what_is_accepted_has_to_be_there_and_for_that_reason(accepted: Accepted, words: str) -> None:
    with pytest.raises(BadOption, match=words):
        proposal(report(failed("io/b", "", "pass"), failed("io/c", "x: got 7, want 2")), accepted=accepted)


def test_a_file_about_another_runtime_is_not_touched() -> None:
    with pytest.raises(BadOption, match="is about b, not a"):
        proposal(report(B), text=TEXT_NOW.replace('"a"', '"b"'))


REASONS = st.sampled_from(["x: got 1, want 2", "x: got 3, want 2 (and 1 more)", "crashed: \x7f\"'[[expected]]", "y"])


@st.composite
def reports_of_one_runtime(draw: st.DrawFn, versions: Sequence[str] = ("1", "2")) -> list[Report]:
    made = []
    for version in draw(st.lists(st.sampled_from(versions), min_size=1, max_size=3)):
        header = draw(headers([f"a@{version}"]))
        chosen = draw(st.lists(st.sampled_from(sorted(CASES)), unique=True))
        some = [draw(records(header, case, f"a@{version}")) for case in chosen]
        made.append(Report(header, tuple(msgspec.structs.replace(one, reason=draw(REASONS)) for one in some), None))
    return made


@given(reports_of_one_runtime(["1"]).map(lambda reports: reports[:1]), reports_of_one_runtime(["1"]))
def test_after_an_update_nothing_is_news_and_nothing_passes_unexpectedly(
    now: list[Report], earlier: list[Report]
) -> None:
    before = propose(FILE, "", "a", earlier)
    found = propose(FILE, before.after, "a", now)
    assert propose(FILE, found.after, "a", now).after == found.after
    if not found.undecided:
        judged = assess(now[0].header, now[0].records, entries(found.after) if found.after else [])
        assert all(one.record.outcome in ("error", "unknown") for one in judged.news)
        assert (judged.passes, judged.stale) == ((), ())


COMMENTS = st.lists(st.text("ab #[]\"'=", max_size=8).map(lambda text: f"# {text}"), max_size=2)


@given(st.data())
def test_whatever_is_kept_keeps_its_comments_and_its_order(data: st.DataObject) -> None:
    cases = data.draw(st.lists(st.sampled_from(["io/a", "io/b", "io/c", "io/d"]), unique=True, min_size=1))
    lines = ['runtime = "a"', ""]
    comments = {}
    for case_id in cases:
        comments[case_id] = data.draw(COMMENTS)
        lines += [*comments[case_id], "[[expected]]", f'case = "{case_id}"', 'outcome = "fail"', 'reason = "x"', ""]
    some = [failed(case_id, data.draw(st.sampled_from(["x", "y"])), data.draw(st.sampled_from(["fail", "pass"])))
            for case_id in ("io/a", "io/b", "io/c", "io/d")]  # fmt: skip
    found = propose(FILE, "\n".join(lines), "a", [report(*some)])
    left = [one.entry.case for one in entries(found.after)]
    assert [case_id for case_id in left if case_id in cases] == [c for c in cases if c not in found.removed]
    for case_id in set(cases) - set(found.removed):
        block = "\n".join((*comments[case_id], "[[expected]]", f'case = "{case_id}"'))
        assert block in found.after


@given(OUTCOME, TEXT)
def test_an_account_never_depends_on_who_reads_it(outcome: Outcome, text: str) -> None:
    one = failed("io/a", text, outcome)
    assert account(one) == account(msgspec.structs.replace(one, duration_s=9.0, command=("x",), stdout="y"))
