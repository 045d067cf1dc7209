"""What a client was answered, beside what is demanded of it; and how requests are written."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from stand_ins import front_matter

from conformance.answered import answer_findings, outcome
from conformance.client_specs import RequestSpec, expanded
from conformance.observation import AnswerEnd, Exchange


def specs(*requests: dict[str, Any]) -> tuple[RequestSpec, ...]:
    """Requests as front matter states them."""
    return front_matter(world="proxy", requests=requests).all_requests


# ----------------------------------------------------------------------------------------------- how it is judged

GOOD = Exchange(
    status=200,
    headers=(("x-a", "1"), ("x-b", "2"), ("x-a", "3")),
    body=b"path: /a\nn: 0\n",
    framing="chunked",
    version="1.1",
    trailers=(("x-sum", "7"),),
    informational=(103,),
    pushed=10,
)
DEMANDS: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"status": 200}, True),
    ({"status": 201}, False),
    ({"status": [201, 200]}, True),
    ({"status": "200"}, True),
    ({"status": "error"}, False),
    ({"headers": {"X-A": "1, 3"}}, True),
    ({"headers": {"x-a": "1"}}, False),
    ({"headers": {"x-c": None}}, True),
    ({"headers": {"x-b": None}}, False),
    ({"apart": {"x-a": ["1", "3"]}}, True),
    ({"apart": {"x-a": ["1, 3"]}}, False),
    ({"body": "path: /a\nn: 0\n"}, True),
    ({"body": "path: /a\n"}, False),
    ({"lines": ["n: 0"]}, True),
    ({"lines": ["n: 1"]}, False),
    ({"framing": "chunked"}, True),
    ({"framing": ["close", "content-length"]}, False),
    ({"trailers": {"X-Sum": "7"}}, True),
    ({"trailers": {}}, False),
    ({"informational": [103]}, True),
    ({"informational": []}, False),
    ({"pushed-at-most": 10}, True),
    ({"pushed-at-most": 9}, False),
]


def judged(expect: Any, *got: Exchange) -> list[tuple[str, bool, str, str]]:
    return list(answer_findings(specs({"expect": expect}), got))


@pytest.mark.parametrize(("demand", "ok"), DEMANDS, ids=[str(demand) for demand, _ in DEMANDS])
def test_a_response_is_as_demanded_or_not(demand: dict[str, Any], ok: bool) -> None:
    ((name, found, got, want),) = judged({"check": "c", **demand}, GOOD)
    assert (name, found) == ("c", ok)
    assert (got == want) == ok


@pytest.mark.parametrize("spoiled", [{"failure": "cut off", "end": "cut"}, {"extra": 3}], ids=["broken", "too much"])
def test_a_response_that_is_not_whole_is_never_as_demanded(spoiled: dict[str, Any]) -> None:
    ((_, ok, got, _),) = judged({"check": "c", "status": 200}, msgspec.structs.replace(GOOD, **spoiled))
    assert not ok
    assert "cut off" in got or "3 bytes after the end" in got


QUESTIONS = {
    "outcome": "complete",
    "status": "200",
    "framing": "chunked",
    "version": "1.1",
    "informational": "103",
    "closed": "no",
    "body": "path: /a\\nn: 0\\n",
    "header x-a": "1, 3",
    "header x-c": "no x-c",
    "has X-B": "yes",
    "has x-c": "no",
    "trailer x-sum": "7",
    "trailer x-b": "no x-b",
    "names x-": "x-a, x-b, x-a",
    "line path": "/a",
    "line none": "0 lines none",
}


@pytest.mark.parametrize(("what", "word"), QUESTIONS.items())
def test_one_word_of_an_answer_is_a_choice(what: str, word: str) -> None:
    assert judged({"check": "c", "what": what, "allowed": [word, "else"]}, GOOD) == [
        ("c", True, word, f"{word} or else")
    ]
    ((_, ok, got, want),) = judged({"check": "c", "what": what, "allowed": ["else"]}, GOOD)
    assert (ok, got, want) == (False, word, "else")


def test_all_copies_count() -> None:
    bad = msgspec.structs.replace(GOOD, body=b"path: /a\nn: 7\n")
    good = msgspec.structs.replace(GOOD, body=b"path: /a\nn: 1\n")
    (first,) = judged({"check": "c", "lines": ["n: {n}"]}, msgspec.structs.replace(GOOD, copies=(good,)))
    assert first[1]
    ((_, ok, got, want),) = judged(
        {"check": "c", "lines": ["n: {n}"]}, msgspec.structs.replace(GOOD, copies=(good, bad))
    )
    assert (ok, "copy 2" in got, "1 of 3 copies" in got, want) == (False, True, True, "line n: 2")
    mixed = msgspec.structs.replace(GOOD, copies=(Exchange(end="nothing", failure="gone"),))
    ((_, ok, got, _),) = judged({"check": "c", "what": "outcome", "allowed": ["complete", "nothing"]}, mixed)
    assert (ok, got) == (False, "complete and nothing")


def test_what_was_never_sent_is_not_as_demanded() -> None:
    assert [ok for _, ok, _, _ in judged([{"check": "a"}, {"check": "b", "status": "error"}])] == [False, False]


@pytest.mark.parametrize(("end", "word"), [("complete", "error"), ("cut", "error"), ("stalled", "stalled")])
def test_an_error_whose_end_was_overtaken_by_a_reset_is_still_one(end: AnswerEnd, word: str) -> None:
    assert outcome(Exchange(status=400, end=end)) == word


# ----------------------------------------------------------------------------------------------- how it is written


def test_each_makes_a_request_of_every_combination() -> None:
    each = {"a": ["1", "2"], "b": {"small": "x", "large": "xx"}}
    expect = {"check": "{a} {b.label}", "status": "20{a}", "headers": {"x-{a}": None}}
    made = specs({"each": each, "path": "/{a}", "steps": [{"send": "{b}"}], "expect": expect})
    assert [one.path for one in made] == ["/1", "/1", "/2", "/2"]
    assert [want.check for one in made for want in one.expected] == ["1 small", "1 large", "2 small", "2 large"]
    assert made[3].expected[0].headers == {"x-2": None}
    assert [next(expanded(one)) for one in made] == list(made)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "two bodies": ({"body": "x", "steps": ["end"]}, "either `steps` or a body"),
    "trailers of no chunks": ({"body": "x", "trailers": {"x": "1"}}, "`chunks` beside `trailers`"),
    "two heads": ({"head": ["GET / HTTP/1.1"], "path": "/a"}, "either `head`"),
    "pipelined alone": ({"pipelined": True}, "the `connection` of a pipelined"),
    "copies on one connection": ({"connection": "a", "times": 2}, "`times` without `connection`"),
    "no deed": ({"steps": [{}]}, "exactly one thing to do"),
    "two deeds": ({"steps": [{"pause": 1, "hold": True}]}, "exactly one thing to do"),
    "an unknown deed": ({"steps": ["dance"]}, "dance"),
    "a question without answers": ({"expect": {"check": "c", "what": "status"}}, "`allowed` beside `what`"),
    "answers without a question": ({"expect": {"check": "c", "allowed": ["a"]}}, "`allowed` beside `what`"),
    "a stray preference": (
        {"expect": {"check": "c", "what": "status", "allowed": ["a"], "preferred": "b"}},
        "`preferred` among `allowed`",
    ),
    "a strange status": ({"expect": {"check": "c", "status": "fine"}}, "a number or `error`"),
    "a name that the guest has": ({"expect": {"check": "ran"}}, "twice: ['ran']"),
}


@pytest.mark.parametrize(("request_", "words"), BAD.values(), ids=BAD)
def test_a_request_that_makes_no_sense_is_refused(request_: dict[str, Any], words: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        specs(request_)
    assert words in str(refused.value)
