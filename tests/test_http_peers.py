"""HTTP peers that record what they are sent, and scripts that do what data says; the clients here are raw sockets."""

from __future__ import annotations

import base64
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from stand_ins import a_case, front_matter, good_report

from conformance.content import Bytes
from conformance.corpus import BEHAVIOURS
from conformance.decoding import decode_yaml
from conformance.judge import Evidence, judge
from conformance.observation import Captured, Exited, Observation, Received
from conformance.on_the_wire import peer_findings, request_text
from conformance.peer_specs import Behaviours, ExpectedPeer, Script
from conformance.peers import Peers, running
from conformance.peers.certificates import authority_file
from conformance.resources import GUEST_PROGRAMS
from conformance.tables import Table

HOST = "127.0.0.1"
GET = b"GET /a HTTP/1.1\r\nHost: here\r\n\r\n"
OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def script(**fields: Any) -> Script:
    """A script as front matter states it."""
    return msgspec.convert(fields, Script)


def talk(port: int, *parts: bytes, end: bool = True, pause_s: float = 0.0) -> bytes:
    """Send the parts, end if so, and return what comes until the end or for two seconds."""
    with socket.create_connection((HOST, port), timeout=2) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause_s)
        if end:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except TimeoutError:
            pass
        return received


@pytest.fixture
def anything() -> Iterator[Peers]:
    with running({"server": script(paths={"*": ["await-request", {"send": OK}]})}) as peers:
        yield peers


def sent(peers: Peers) -> tuple[Received, ...]:
    return peers.received(settle=True)["server"]


# ------------------------------------------------------------------------------------------------ recording


def test_a_request_is_kept_byte_for_byte_and_taken_apart(anything: Peers) -> None:
    raw = b"POST /a?b=%20 HTTP/1.1\r\nhOsT: here\r\nX-Two: 1\r\nx-two:  2 \r\ncontent-length: 5\r\n\r\nhello"
    assert talk(anything["server"], raw) == OK.encode()
    (got,) = sent(anything)
    assert (got.raw, got.total, got.line) == (raw, len(raw), "POST /a?b=%20 HTTP/1.1")
    assert got.headers == (("hOsT", "here"), ("X-Two", "1"), ("x-two", "2"), ("content-length", "5"))
    assert (got.body, got.body_total, got.complete, got.problem) == (b"hello", 5, True, None)


def test_a_request_may_come_in_pieces_and_several_on_one_connection(anything: Peers) -> None:
    port = anything["server"]
    assert talk(port, GET[:9], GET[9:], GET + GET[:20], GET[20:], pause_s=0.02) == OK.encode() * 3
    assert [(got.raw, got.complete) for got in sent(anything)] == [(GET, True)] * 3


def test_chunks_are_content_and_trailers_apart(anything: Peers) -> None:
    head = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n"
    talk(anything["server"], head, b"5\r\nhello\r\n", b"1;x=y\r\n!\r\n0\r\nX-Sum: 6\r\n\r\n")
    (got,) = sent(anything)
    assert (got.body, got.trailers, got.complete) == (b"hello!", (("X-Sum", "6"),), True)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00", "illegal request line"),
        (b"GET / HTTP/1.1\r\n\r\n", "Missing mandatory Host"),
        (b"GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n", "multiple Host"),
        (b"GET /a b HTTP/1.1\r\nhost: a\r\n\r\n", "illegal request line"),
        (b"GET / HTTP/1.1\r\nhost: a\r\nx : 1\r\n\r\n", "illegal header line"),
        (b"GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", "Content-Length"),
        (b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", "illegal chunk header"),
    ],
)
def test_what_is_no_http_is_told_and_kept(anything: Peers, raw: bytes, words: str) -> None:
    talk(anything["server"], raw)
    (got,) = sent(anything)
    assert got.problem is not None
    assert words in got.problem
    assert got.raw == raw
    assert not got.complete


@pytest.mark.parametrize("raw", [GET[:-2], GET[:5], b"PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhello"])
def test_a_request_that_breaks_off_is_there_and_not_complete(anything: Peers, raw: bytes) -> None:
    assert talk(anything["server"], raw) == b""
    assert [(got.raw, got.complete, got.problem) for got in sent(anything)] == [(raw, False, None)]


def test_nothing_sent_is_no_request(anything: Peers) -> None:
    assert talk(anything["server"]) == b""
    assert sent(anything) == ()


def test_a_long_request_is_kept_in_part_and_known_as_a_whole(anything: Peers) -> None:
    body = b"0123456789abcdef" * 65536
    talk(anything["server"], b"PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: %d\r\n\r\n" % len(body), body)
    (got,) = sent(anything)
    assert len(got.raw) == len(got.body) == 65536
    assert (got.body_total, got.total > len(body)) == (len(body), True)
    for times, right in ((65536, True), (65535, False)):
        want = {"requests": [{"check": "c", "body": {"repeat": "0123456789abcdef", "times": times}}]}
        assert findings(want, got)[1][1] is right


def test_a_client_in_a_loop_does_not_fill_the_memory() -> None:
    with running({"server": script(paths={"*": ["close"]})}) as peers:
        talk(peers["server"], GET * 3000)
        assert len(sent(peers)) <= 1000


def test_aiohttps_server_is_recorded_too() -> None:
    with running({"server": "http"}) as peers:
        assert b"200 OK" in talk(
            peers["server"], b"GET /status/200 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", end=False
        )
        talk(peers["server"], b"no HTTP at all\r\n\r\n")
        first, second = sent(peers)
    assert first.line == "GET /status/200 HTTP/1.1"
    assert second.problem is not None


def test_settling_ends_although_a_client_stays(anything: Peers) -> None:
    with socket.create_connection((HOST, anything["server"])) as stayer:
        stayer.sendall(GET)
        started = time.monotonic()
        assert len(sent(anything)) == 1
        assert time.monotonic() - started < 2


# ------------------------------------------------------------------------------------------------ scripts


def test_a_mirror_shows_the_request() -> None:
    with running({"server": "http-mirror"}) as peers:
        raw = b"POST /x HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n"
        head, _, body = talk(peers["server"], raw).partition(b"\r\n\r\n")
        assert body == raw
        assert b"content-length: %d" % len(raw) in head
        assert talk(peers["server"], b"HEAD / HTTP/1.1\r\nhost: a\r\n\r\n").endswith(b"\r\n\r\n")


def test_the_path_chooses_the_steps_and_an_unforeseen_one_is_told() -> None:
    paths = {"/a": [{"send": "A"}, "close"], "/b": [{"send": "B"}, "close"]}
    with running({"server": script(paths=paths)}) as peers:
        ask = b"GET %s HTTP/1.1\r\nhost: a\r\n\r\n"
        assert talk(peers["server"], ask % b"/a") == b"A"
        assert talk(peers["server"], ask % b"/b?c=d") == b"B"
        assert b"no such behaviour" in talk(peers["server"], ask % b"/c")
        assert b"no request" in talk(peers["server"], b"nonsense\r\n\r\n")


def test_steps_are_done_one_after_the_other() -> None:
    raw = base64.b64encode(b"\x00\xff").decode()
    steps = [
        {"send": {"base64": raw}},
        {"pause": 60},
        {"send": "abc", "every": 20},
        {"send": {"repeat": "-", "times": 3}},
        "close",
    ]
    with running({"server": script(paths={"*": steps})}) as peers:
        started = time.monotonic()
        assert talk(peers["server"], GET, end=False) == b"\x00\xffabc---"
        assert time.monotonic() - started >= 0.1


def test_a_close_is_an_end_and_a_reset_is_none() -> None:
    paths = {
        "/close": [{"send": "x"}, "close"],
        "/reset": [{"send": "x"}, {"pause": 30}, "reset"],
        "/end": [{"send": "x"}, "end"],
    }
    with running({"server": script(paths=paths)}) as peers:
        for path in (b"/close", b"/end"):
            assert talk(peers["server"], b"GET %s HTTP/1.1\r\nhost: a\r\n\r\n" % path, end=False) == b"x"
        with pytest.raises(ConnectionResetError):
            talk(peers["server"], b"GET /reset HTTP/1.1\r\nhost: a\r\n\r\n", end=False)


def test_a_request_can_be_waited_for_whole_or_only_its_head() -> None:
    paths = {
        "/head": [{"send": "early"}, "await-request", {"send": "late"}, "close"],
        "/end": ["await-end", {"send": "end"}, "close"],
    }
    with running({"server": script(paths=paths)}) as peers:
        put = b"PUT %s HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\n"
        with socket.create_connection((HOST, peers["server"]), timeout=2) as client:
            client.sendall(put % b"/head")
            assert client.recv(10) == b"early"
            client.sendall(b"abc")
            assert client.recv(10) == b"late"
        assert talk(peers["server"], put % b"/end", b"abc") == b"end"


def test_a_script_may_act_before_anything_was_asked() -> None:
    with running(
        {"server": script(accept=["close"]), "alert": script(accept=["await-bytes", {"send": "no"}, "close"])}
    ) as peers:
        assert talk(peers["server"], end=False) == b""
        assert talk(peers["alert"], b"\x16\x03", end=False) == b"no"


def test_a_server_that_does_not_read_makes_its_client_wait() -> None:
    with (
        running({"server": script(paths={"*": [{"pause": 3_600_000}]})}) as peers,
        socket.create_connection((HOST, peers["server"])) as client,
    ):
        client.sendall(b"PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 999999999\r\n\r\n")
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            client.sendall(b"x" * (32 << 20))
        started = time.monotonic()
    assert time.monotonic() - started < 2


def test_nobody_is_answered_at_an_unresponsive_port() -> None:
    with running({"server": "unresponsive"}) as peers, pytest.raises(TimeoutError):
        socket.create_connection((HOST, peers["server"]), timeout=0.3)


# ------------------------------------------------------------------------------------------------ TLS


def secret(peers: Peers) -> bytes:
    """What a client gets that trusts the authority of the run."""
    context = ssl.create_default_context(cafile=str(authority_file()))
    with (
        socket.create_connection((HOST, peers["server"]), timeout=2) as plain,
        context.wrap_socket(plain, server_hostname=HOST) as client,
    ):
        client.sendall(GET)
        return client.recv(100)


@pytest.mark.parametrize(
    ("kind", "problem"),
    [("expired", "expired"), ("other-name", "not valid for '127.0.0.1'"), ("untrusted", "unable to get local")],
)
def test_a_bad_certificate_is_refused_and_nothing_is_asked(kind: str, problem: str) -> None:
    with running({"server": script(tls=kind, paths={"*": [{"send": OK}]})}) as peers:
        with pytest.raises(ssl.SSLCertVerificationError, match=problem):
            secret(peers)
        assert sent(peers) == ()


def test_a_good_certificate_is_trusted_by_who_trusts_the_authority() -> None:
    with running({"server": script(tls="trusted", paths={"*": [{"send": OK}]})}) as peers:
        assert secret(peers) == OK.encode()
        assert [got.raw for got in sent(peers)] == [GET]
        talk(peers["server"], GET)  # who speaks no TLS is not heard
        assert len(sent(peers)) == 1


# ------------------------------------------------------------------------------------------------ the judge


def received(**fields: Any) -> Received:
    """A complete GET with these parts."""
    return Received(**{"line": "GET / HTTP/1.1", "headers": (("Host", "a:1"),), "complete": True, **fields})


def findings(want: dict[str, Any], *got: Received) -> list[tuple[str, bool, str, str]]:
    """The checks that come of what is demanded of the peer `server`, which is at port 1."""
    expected = msgspec.convert(want, ExpectedPeer)
    return list(peer_findings({"server": expected}, {"server": got}, {"server": 1}))


RIGHT = received(
    line="POST /a HTTP/1.1",
    headers=(("Host", "x:1"), ("X-Many", "a"), ("x-b", "1"), ("x-many", "b, c"), ("Transfer-Encoding", "chunked")),
    body=b"hi",
    body_total=2,
    body_sha256="8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4",
    trailers=(("X-T", "1"),),
)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ({"line": "POST /a HTTP/1.1"}, {"line": "POST /A HTTP/1.1"}, "POST /a HTTP/1.1"),
        ({"headers": {"host": "x:{server.port}"}}, {"headers": {"host": "y:{server.port}"}}, "host: x:{server.port}"),
        ({"headers": {"x-many": ["a", "b", "c"]}}, {"headers": {"x-many": ["a", "c", "b"]}}, "x-many: a | b, c"),
        ({"headers": {"x-b": "1"}}, {"headers": {"x-c": "1"}}, "no x-c"),
        ({"apart": {"x-many": ["a", "b, c"]}}, {"apart": {"x-many": ["a", "b", "c"]}}, "x-many: a | b, c"),
        ({"absent": ["content-length"]}, {"absent": ["X-B"]}, "X-B: 1"),
        ({"only": ["host", "x-many", "x-b", "transfer-encoding", "x-z"]}, {"only": ["host"]}, "also transfer-encoding"),
        ({"order": ["x-many", "x-b"]}, {"order": ["x-b", "x-many"]}, "the order x-many, x-b"),
        ({"framing": ["none", "chunked"]}, {"framing": "content-length"}, "framing chunked"),
        ({"body": "hi"}, {"body": "ho"}, 'body "hi"'),
        ({"trailers": {"x-t": "1"}}, {"trailers": {}}, "trailers x-t"),
        ({"trailers": {"x-t": "1"}}, {"trailers": {"x-t": "2"}}, "trailer x-t: 1"),
        ({"complete": None}, {"complete": False}, "a complete request"),
    ],
)
def test_each_part_of_a_request_can_be_right_or_wrong(right: Any, wrong: Any, words: str) -> None:
    assert all(ok for _, ok, _, _ in findings({"requests": [{"check": "c", **right}]}, RIGHT))
    count, check = findings({"requests": [{"check": "c", **wrong}]}, RIGHT)
    assert count[1]
    assert not check[1]
    assert words in check[2]


def test_the_number_of_requests_is_a_check_of_its_own() -> None:
    one = {"requests": [{"check": "c"}]}
    assert [finding[:2] for finding in findings(one)] == [("expect.peers.server", False), ("c", False)]
    assert [finding[:2] for finding in findings(one, received())] == [("expect.peers.server", True), ("c", True)]
    assert findings(one, received(), received(line="GET /x HTTP/1.1"))[0][1:3] == (
        False,
        "2 requests: GET / HTTP/1.1, GET /x HTTP/1.1",
    )
    assert findings({"requests": []}, received())[0][1] is False
    assert findings({"requests": []})[0][1] is True


def test_an_optional_request_need_not_come_but_if_it_does_it_must_be_right() -> None:
    want = {"requests": [{"check": "a"}, {"check": "b", "optional": True, "complete": False}]}
    assert [ok for _, ok, _, _ in findings(want, received())] == [True, True, True]
    assert [ok for _, ok, _, _ in findings(want, received(), received())] == [True, True, False]
    assert [ok for _, ok, _, _ in findings(want, received(), received(complete=False))] == [True, True, True]
    assert [ok for _, ok, _, _ in findings(want)] == [False, False, True]


def test_what_is_no_request_is_right_for_nothing() -> None:
    count, check = findings({"requests": [{"check": "c"}]}, Received(raw=b"\x16\x03", problem="illegal request line"))
    assert count[1]
    assert (check[1], check[2]) == (False, 'no HTTP/1.1 request (illegal request line): "\\x16\\x03"')


def test_the_evidence_decides_the_verdict() -> None:
    expect = {"peers": {"server": {"requests": [{"check": "c", "line": "GET / HTTP/1.1"}]}}}
    case = a_case(peers={"server": "http"}, expect=expect)
    report = good_report(peers={"server": "http"}, expect=expect)
    seen = Observation(ending=Exited(0), stdout=Captured(report, len(report)))
    good = judge(case, Evidence(seen, received={"server": (received(),)}, ports={"server": 1}))
    assert good.outcome == "pass"
    bad = judge(case, Evidence(seen, received={"server": (received(line="PUT / HTTP/1.1"),)}, ports={"server": 1}))
    assert (bad.outcome, bad.reason) == ("fail", "c: got PUT / HTTP/1.1, want GET / HTTP/1.1")
    assert judge(case, Evidence(seen)).outcome == "fail"


def test_a_request_for_people_is_lines_and_escapes() -> None:
    raw = b"GET / HTTP/1.1\r\nx: \xe9\r\n\r\n"
    assert request_text(Received(raw=raw, total=len(raw)), 100) == "GET / HTTP/1.1\nx: \\xe9\n\n"
    assert request_text(Received(raw=raw, total=len(raw)), 5) == "GET /…"


# ------------------------------------------------------------------------------------------------ front matter and data


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"peers": {"a": {}}}, "at least one of `behaviours`, `paths`, `accept`"),
        ({"peers": {"a": {"paths": {"a": ["close"]}}}}, "paths that begin with `/`"),
        ({"peers": {"a": {"paths": {"/": [{"send": "x", "pause": 1}]}}}}, "exactly one of `send`, `pause`"),
        ({"peers": {"a": {"paths": {"/": [{"pause": 1, "every": 1}]}}}}, "`every` beside `send`"),
        ({"peers": {"a": {"paths": {"/": ["explode"]}}}}, "Invalid"),
        ({"peers": {"a": "htp"}}, "Invalid enum value 'htp'"),
        ({"expect": {"peers": {"b": {"requests": []}}}}, "the peers of `expect` among `peers`"),
        (
            {
                "peers": {"a": "http"},
                "expect": {"peers": {"a": {"requests": [{"check": "x", "optional": True}, {"check": "y"}]}}},
            },
            "`optional` behind all others",
        ),
    ],
)
def test_a_mistake_in_front_matter_is_told(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        front_matter(**fields)
    assert problem in str(refused.value)


def test_front_matter_without_peers_means_what_it_meant() -> None:
    front = front_matter(peers={"a": "tcp-echo"})
    assert (front.peers, front.expect.peers) == ({"a": "tcp-echo"}, {})


TABLES = {
    "peer-faults": ("peer-closes", "peer-heads", "peer-lengths", "peer-statuses", "peer-chunks"),
    "peer-stalls": ("peer-stalls",),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_behaviour_is_in_one_table_and_every_row_has_one(name: str) -> None:
    file = GUEST_PROGRAMS / BEHAVIOURS / f"{name}.yaml"
    there = set(decode_yaml(file.read_text(encoding="utf-8"), Behaviours, file).paths)
    asked: list[str] = []
    for table in TABLES[name]:
        path = GUEST_PROGRAMS / "tables" / f"{table}.yaml"
        asked += [f"/{label}" for label in decode_yaml(path.read_text(encoding="utf-8"), Table, path).labels("peer")]
    assert sorted(asked) == sorted(there)


def test_bytes_of_a_step_are_text_or_bytes() -> None:
    steps = script(paths={"/": [{"send": {"base64": "AA=="}}]}).paths["/"]
    assert [getattr(step, "send", None) for step in steps] == [Bytes(base64="AA==")]
