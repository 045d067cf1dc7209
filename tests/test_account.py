"""Accounts: blind to ports, places and times, sharp on which checks failed and what they got."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_report import RECORD

from conformance.account import account, normalised
from conformance.judge import Check


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("still running after 10 s, killed", "still running after 2.5 s, killed"),
        ("connect to 127.0.0.1:43211 refused", "connect to 127.0.0.1:9 refused"),
        ("at [::1]:40000", "at [::1]:50001"),
        ("time: got 1795368343.760857232, want 0", "time: got 1795368431.826953204, want 0"),
        ("hash: got 2342986 1795368333559829353", "hash: got 2588751 1795368424455035992"),
        ("at 0x7f35a1b2c3d4 in frame", "at 0x7ffe00112233 in frame"),
        ("in /home/me/.cache/x-1f/run.mjs:12:34", "in /opt/cache/run.mjs:99:1"),
        ("in file:///tmp/a/run.mjs", "in /var/b/c/run.mjs"),
        ('got "ab"… (69632 bytes), want', 'got "ab"… (65536 bytes), want'),
        ("component " + "0a" * 32, "component " + "1b" * 32),
    ],
)
def test_where_and_when_do_not_matter(one: str, other: str) -> None:
    assert normalised(one) == normalised(other) != one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("found: got 4294967295, want 1", "found: got 4294967296, want 1"),
        ("found: got 255, want 1", "found: got 254, want 1"),
        ("first: got closed, want ok", "second: got closed, want ok"),
        ("first: got closed, want ok", "first: got closed, want ok (and 1 more)"),
        ("TypeError: Cannot read private member #dir", "TypeError: Cannot read private member #streamType"),
        ('got "fart" (4 bytes, first difference at 0)', 'got "fart" (4 bytes, first difference at 3)'),
        ("in /a/b/run.mjs", "in /a/b/walk.mjs"),
        ("exited with code 1", "exited with code 134"),
        ("the runtime crashed by signal 6", "the runtime crashed by signal 11"),
        ("0x7f", "0x80"),
        ("", "<number>"),
    ],
)
def test_how_a_case_failed_does(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


TEXTS = st.lists(
    st.sampled_from(
        [*"abz/*:.<>…-_ \n", "/tmp/", "file://", "127.0.0.1:80", "0x", "ff" * 17, " 12345 ", "5 ms", " bytes"]
    )
    | st.integers(0, 2**70).map(str)
).map("".join)


@given(TEXTS)
def test_once_is_as_good_as_twice(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_every_check_that_failed_counts_and_none_that_did_not() -> None:
    checks = (Check("a", True, "1", "1"), Check("b", False, "no", "yes"), Check("c", False, "not reported", "a report"))
    failed = msgspec.structs.replace(RECORD, outcome="fail", reason="b: got no, want yes (and 1 more)", checks=checks)
    assert account(failed).failing == (("b", "no"), ("c", "not reported"))
    assert account(msgspec.structs.replace(failed, checks=checks[:2])) != account(failed)


def test_an_ending_that_the_reason_tells_is_not_told_twice() -> None:
    ending = (Check("expect.ending", False, "trapped: in function 7 at 0x1234", "exited with code 0"),)
    trapped = msgspec.structs.replace(RECORD, outcome="trap", reason="trapped", checks=ending)
    assert account(trapped).failing == ()
    assert account(msgspec.structs.replace(trapped, outcome="fail")).failing != ()


def test_what_passed_is_told_by_its_choices_alone() -> None:
    got = [msgspec.structs.replace(RECORD, checks=(Check("a", True, text, text),)) for text in ("1", "2")]
    assert account(got[0]) == account(got[1])
    assert account(msgspec.structs.replace(RECORD, reason="a: took 1")) != account(RECORD)
