"""The client of served guests: what it sends, how it is told to, and that no server can fool it. The servers here are
scripts and bare sockets, each with one vice."""

from __future__ import annotations

import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from stand_ins import front_matter

from conformance.answered import answer_findings, outcome
from conformance.client_specs import RequestSpec
from conformance.observation import Exchange
from conformance.peer_specs import Script
from conformance.peers import running
from conformance.peers.client import exchange

HOST = "127.0.0.1"
OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
PATHS: dict[str, list[Any]] = {
    "/mirror": ["await-request", "mirror"],
    "/ok": ["await-request", {"send": OK}],
    "/missing": ["await-request", {"send": "HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n"}],
    "/cut-length": [{"send": "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"}, "close"],
    "/cut-chunks": [{"send": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n"}, "close"],
    "/bad-chunks": [{"send": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n"}],
    "/reset": [{"send": "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"}, {"pause": 30}, "reset"],
    "/nothing": ["close"],
    "/silence": [{"pause": 5000}],
    "/stalled": [{"send": "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"}, {"pause": 5000}],
    "/no-http": [{"send": "hello\r\n\r\n"}, "close"],
    "/half-a-head": [{"send": "HTTP/1.1 200 OK\r\nx: "}, "close"],
    "/to-the-end": [{"send": "HTTP/1.1 200 OK\r\n\r\nall of it"}, "close"],
    "/too-much": [{"send": f"{OK}and more"}, "close"],
    "/hints": [{"send": f"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 102 Wait\r\n\r\n{OK}"}],
    "/trailers": [{"send": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n"}],
    "/fields": [
        {"send": "HTTP/1.1 200 OK\r\nX-A: 1\r\nset-cookie: a\r\nx-a: 2\r\nset-cookie: b\r\nX-Empty:\r\n"},
        {"send": "content-length: 0\r\n\r\n"},
    ],
    "/ends": ["await-request", {"send": OK.replace("\r\n", "\r\nconnection: close\r\n", 1)}, "close"],
    "/no-content": ["await-request", {"send": "HTTP/1.1 204 None\r\n\r\n"}],
    "/slow": [{"pause": 100}, {"send": OK}],
    "/early": [{"send": OK}, {"pause": 30}, "close"],
    "/continue": [{"send": "HTTP/1.1 100 Continue\r\n\r\n"}, "await-request", "mirror"],
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running({"server": msgspec.convert({"paths": PATHS}, Script)}) as peers:
        yield peers["server"]


def specs(*requests: dict[str, Any]) -> tuple[RequestSpec, ...]:
    """Requests as front matter states them."""
    return front_matter(world="proxy", requests=requests).all_requests


def ask(port: int, *, timeout_s: float = 4, **request: Any) -> Exchange:
    """What comes of one request."""
    (got,) = exchange(HOST, port, specs(request), timeout_s)
    return got


@contextmanager
def server(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """A bare socket that serves one connection."""
    with socket.create_server((HOST, 0)) as listener:

        def serve() -> None:
            try:
                connection, _ = listener.accept()
                with connection:
                    behave(connection)
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


# ----------------------------------------------------------------------------------------------- what is sent


def test_nothing_is_sent_but_the_host_and_what_frames_the_body(port: int) -> None:
    host = f"host: 127.0.0.1:{port}".encode()
    assert ask(port, path="/mirror").body == b"GET /mirror HTTP/1.1\r\n%b\r\n\r\n" % host
    got = ask(port, method="POST", path="/mirror?q", headers={"X-A": "1", "x-b": ["2", "3"]}, body="text").body
    assert got == b"POST /mirror?q HTTP/1.1\r\n%b\r\nX-A: 1\r\nx-b: 2\r\nx-b: 3\r\ncontent-length: 4\r\n\r\ntext" % host


def test_a_body_goes_in_chunks_with_trailers_after_it(port: int) -> None:
    got = ask(port, method="POST", path="/mirror", body="abcde", chunks=2, trailers={"x-sum": "5"}).body
    assert got.endswith(b"transfer-encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n1\r\ne\r\n0\r\nx-sum: 5\r\n\r\n")


def test_a_head_is_sent_as_it_stands(port: int) -> None:
    got = ask(port, head=["GET /mirror HTTP/1.1", "Host: {host}", "x-odd:\t\xe9 "]).body
    assert got == b"GET /mirror HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nx-odd:\t\xe9 \r\n\r\n" % port


def test_steps_send_chunks_and_bytes_in_their_order(port: int) -> None:
    steps = [{"chunk": "one"}, {"pause": 10}, {"send": "3;x\r\ntwo\r\n"}, {"chunk": {"base64": "AP8="}}, "last-chunk"]
    got = ask(port, method="POST", path="/mirror", steps=steps).body
    assert got.endswith(b"chunked\r\n\r\n3\r\none\r\n3;x\r\ntwo\r\n2\r\n\x00\xff\r\n0\r\n\r\n")


def test_what_a_case_cannot_know_is_filled_in(port: int) -> None:
    requests = specs({"path": "/mirror?{other.port}&{n}", "body": "{n} of {host}", "times": 2})
    with running({"other": "refusing"}) as peers:
        (got,) = exchange(HOST, port, requests, 4, peers)
        assert [str(peers["other"]).encode() in one.body for one in (got, *got.copies)] == [True, True]
    assert [one.body.endswith(b"%d of 127.0.0.1:%d" % (n, port)) for n, one in enumerate((got, *got.copies))]


def test_a_client_that_is_to_continue_waits_for_that(port: int) -> None:
    steps = [{"await-status": 100}, {"send": "hello"}]
    got = ask(port, method="POST", path="/continue", headers={"content-length": "5"}, steps=steps)
    assert (got.informational, got.body[-5:]) == ((100,), b"hello")


# ----------------------------------------------------------------------------------------------- what comes back

OUTCOMES = {
    "/ok": "complete",
    "/to-the-end": "complete",
    "/missing": "error",
    "/cut-length": "cut",
    "/cut-chunks": "cut",
    "/bad-chunks": "cut",
    "/reset": "cut",
    "/nothing": "nothing",
    "/half-a-head": "nothing",
    "/no-http": "malformed",
    "/silence": "silence",
    "/stalled": "stalled",
}


@pytest.mark.parametrize(("path", "word"), OUTCOMES.items())
def test_an_answer_is_told_by_how_it_ends(port: int, path: str, word: str) -> None:
    got = ask(port, path=path, patience=300)
    assert outcome(got) == word
    assert (got.failure is None) == (word in ("complete", "error"))


def test_framing_trailers_and_informational_responses_are_kept(port: int) -> None:
    framings = {path: ask(port, path=path).framing for path in ("/ok", "/trailers", "/to-the-end", "/no-content")}
    assert framings == {
        "/ok": "content-length",
        "/trailers": "chunked",
        "/to-the-end": "close",
        "/no-content": "none",
    }
    assert ask(port, path="/trailers").trailers == (("x-sum", "7"),)
    assert ask(port, path="/hints").informational == (103, 102)


def test_lines_of_one_name_stay_apart(port: int) -> None:
    got = ask(port, path="/fields").headers
    assert got[:5] == (("x-a", "1"), ("set-cookie", "a"), ("x-a", "2"), ("set-cookie", "b"), ("x-empty", ""))


def test_bytes_after_the_end_are_counted(port: int) -> None:
    got = ask(port, path="/too-much", steps=["await-close"])
    assert (got.body, got.extra, got.closed, got.end) == (b"ok", 8, True, "complete")


def test_the_response_to_head_has_no_body_and_what_follows_is_too_much(port: int) -> None:
    got = ask(port, method="HEAD", path="/ok", steps=[{"pause": 50}])
    assert (got.body, got.framing, got.extra) == (b"", "none", 2)


def test_raw_bytes_are_those_that_came(port: int) -> None:
    got = ask(port, path="/ok")
    assert (got.raw, got.total) == (OK.encode(), len(OK))


def test_a_long_body_is_known_by_length_and_hash() -> None:
    body = b"0123456789abcdef" * 262144

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)

    with server(behave) as port:
        got = ask(port)
    assert (got.body_total, got.body_sha256) == (len(body), hashlib.sha256(body).hexdigest())
    assert len(got.body) <= 1 << 20
    right, wrong = ({"check": "body", "body": {"repeat": "0123456789abcdef", "times": n}} for n in (262144, 262143))
    assert [ok for _, ok, _, _ in answer_findings(specs({"expect": right}), [got])] == [True]
    assert [ok for _, ok, _, _ in answer_findings(specs({"expect": wrong}), [got])] == [False]


def test_an_answer_that_comes_before_the_body_was_read_is_not_lost() -> None:
    def behave(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(OK.encode())  # and then it is closed, with most of the body unread

    with server(behave) as port:
        got = ask(port, method="POST", body={"repeat": "x", "times": 8_000_000})
    assert (got.status, got.body) == (200, b"ok")


# ----------------------------------------------------------------------------------------------- one after the other


def test_requests_of_one_name_share_a_connection(port: int) -> None:
    requests = specs(*({"connection": "one", "path": "/mirror", "body": text} for text in "abc"))
    assert [got.body[-1:] for got in exchange(HOST, port, requests, 4)] == [b"a", b"b", b"c"]


def test_after_an_announced_end_there_is_no_second_request(port: int) -> None:
    requests = specs({"connection": "one", "path": "/ends"}, {"connection": "one", "path": "/ok"}, {"path": "/ok"})
    assert [got.end for got in exchange(HOST, port, requests, 4)] == ["complete", "closed", "complete"]


def test_an_unannounced_end_is_nothing(port: int) -> None:
    requests = specs({"connection": "one", "path": "/early"}, {"path": "/slow"}, {"connection": "one", "path": "/ok"})
    assert [got.end for got in exchange(HOST, port, requests, 4)] == ["complete", "complete", "nothing"]


def test_pipelined_requests_are_sent_before_anything_is_answered() -> None:
    seen = b""

    def behave(connection: socket.socket) -> None:
        nonlocal seen
        while seen.count(b"\r\n\r\n") < 3:
            seen += connection.recv(65536)
        connection.sendall(b"".join(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n%d" % n for n in range(3)))

    with server(behave) as port:
        requests = [{"connection": "one", "pipelined": n > 0, "path": f"/{n}"} for n in range(3)]
        assert [got.body for got in exchange(HOST, port, specs(*requests), 4)] == [b"0", b"1", b"2"]
    assert [line for line in seen.split(b"\r\n") if b"HTTP" in line] == [b"GET /%d HTTP/1.1" % n for n in range(3)]


def test_a_failed_connection_does_not_keep_what_was_pipelined_waiting() -> None:
    with server(lambda connection: connection.sendall(b"no HTTP\r\n\r\n")) as port:
        started = time.monotonic()
        got = exchange(HOST, port, specs({"connection": "one"}, {"connection": "one", "pipelined": True}), 8)
    assert [one.end for one in got] == ["malformed", "nothing"]
    assert time.monotonic() - started < 2


def test_what_is_at_once_overlaps(port: int) -> None:
    requests = specs({"path": "/silence", "patience": 400}, {"path": "/slow", "at-once": True}, {"path": "/ok"})
    started = time.monotonic()
    assert [got.end for got in exchange(HOST, port, requests, 4)] == ["silence", "complete", "complete"]
    assert 0.4 <= time.monotonic() - started < 1.5


def test_copies_are_all_there_and_meet_where_they_are_told_to(port: int) -> None:
    steps = [{"chunk": "{n}"}, "together", {"chunk": "!"}, "last-chunk"]
    (got,) = exchange(HOST, port, specs({"method": "POST", "path": "/mirror", "steps": steps, "times": 20}), 4)
    bodies = [one.body.partition(b"\r\n\r\n")[2] for one in (got, *got.copies)]
    assert bodies == [b"%x\r\n%d\r\n1\r\n!\r\n0\r\n\r\n" % (len(str(n)), n) for n in range(20)]


def test_copies_do_not_wait_for_one_that_never_comes() -> None:
    answers = iter([OK.encode(), b""])
    barrier = {"method": "POST", "path": "/", "steps": [{"await-bytes": 2}, "together"], "times": 2}
    with socket.create_server((HOST, 0)) as listener:

        def serve() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        started = time.monotonic()
        (got,) = exchange(HOST, listener.getsockname()[1], specs(barrier), 8)
    assert sorted(one.end for one in (got, *got.copies)) == ["complete", "nothing"]
    assert time.monotonic() - started < 3


# ----------------------------------------------------------------------------------------------- leaving, and holding


@pytest.mark.parametrize(("deed", "error"), [("close", None), ("reset", ConnectionResetError)])
def test_a_client_leaves_as_it_is_told_to(deed: str, error: type[OSError] | None) -> None:
    met: list[OSError | bytes] = []

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")
        try:
            met.append(connection.recv(1))
        except OSError as problem:
            met.append(problem)

    with server(behave) as port:
        got = ask(port, steps=["await-head", deed])
    assert (got.end, got.status) == ("left", 200)
    assert isinstance(met[0], error) if error is not None else met == [b""]


def test_a_client_can_end_its_side_and_still_be_answered() -> None:
    def behave(connection: socket.socket) -> None:
        while connection.recv(65536):
            pass
        connection.sendall(OK.encode())

    with server(behave) as port:
        assert ask(port, steps=["end"]).body == b"ok"


def test_pushing_stops_where_nobody_reads() -> None:
    def behave(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        time.sleep(0.2)
        connection.sendall(OK.encode())

    with server(behave) as port:
        got = ask(port, method="POST", steps=[{"push": {"repeat": "x", "times": 30_000_000}}])
    assert got.pushed is not None
    assert 0 < got.pushed < 20_000_000
    assert got.status == 200


def test_who_holds_reads_nothing() -> None:
    sent = 0

    def behave(connection: socket.socket) -> None:
        nonlocal sent
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 30000000\r\n\r\n")
        connection.settimeout(0.2)
        try:
            while sent < 30_000_000:
                sent += connection.send(b"x" * min(65536, 30_000_000 - sent))
        except TimeoutError:
            pass
        held.append(sent)
        connection.settimeout(5)
        while sent < 30_000_000:
            sent += connection.send(b"x" * min(65536, 30_000_000 - sent))

    held: list[int] = []
    with server(behave) as port:
        got = ask(port, timeout_s=10, steps=[{"hold": True}, {"pause": 500}, {"hold": False}])
    assert held[0] < 20_000_000
    assert (got.end, got.body_total) == ("complete", 30_000_000)


def test_a_client_waits_until_a_peer_was_spoken_to(port: int) -> None:
    with running({"ear": "http-mirror"}) as peers:

        def speak() -> None:
            time.sleep(0.1)
            with socket.create_connection((HOST, peers["ear"])) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
                connection.recv(100)

        threading.Thread(target=speak, daemon=True).start()
        started = time.monotonic()
        (got,) = exchange(HOST, port, specs({"path": "/silence", "steps": [{"await-peer": "ear"}, "close"]}), 4, peers)
    assert got.end == "left"
    assert 0.1 <= time.monotonic() - started < 3


def test_where_a_step_is_waited_for_in_vain_is_told(port: int) -> None:
    got = ask(port, path="/stalled", steps=["await-head", {"await": "never"}], patience=200)
    assert got.failure == "no complete response in time, at step 2"
