"""Peers: what they do for a guest, that they are gone afterwards, and a client that no server can keep."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from stand_ins import front_matter

from conformance.client_specs import RequestSpec
from conformance.observation import Exchange
from conformance.peers import running
from conformance.peers.client import exchange

HOST = "127.0.0.1"


def talk(port: int, data: bytes) -> bytes:
    """Send all, end, and return what comes until the end."""
    with socket.create_connection((HOST, port), timeout=5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


def is_open(port: int) -> bool:
    """Whether something listens at a TCP port."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def test_a_tcp_echo_sends_everything_back_and_ends_when_its_client_has() -> None:
    with running({"echo": "tcp-echo"}) as ports:
        assert talk(ports["echo"], b"hello") == b"hello"
        assert talk(ports["echo"], b"") == b""


def test_a_tcp_echo_serves_several_clients_at_once() -> None:
    with running({"echo": "tcp-echo"}) as ports, socket.create_connection((HOST, ports["echo"])) as first:
        first.sendall(b"1")
        assert talk(ports["echo"], b"2") == b"2"
        assert first.recv(10) == b"1"


def test_tcp_digits_are_sent_unasked_and_then_the_end() -> None:
    with (
        running({"digits": "tcp-digits"}) as ports,
        socket.create_connection((HOST, ports["digits"]), timeout=5) as client,
    ):
        assert client.makefile("rb").read() == b"0123456789"


def test_a_tcp_reset_is_no_end() -> None:
    with running({"reset": "tcp-reset"}) as ports, socket.create_connection((HOST, ports["reset"])) as client:
        client.settimeout(5)
        client.sendall(b"x")
        with pytest.raises(ConnectionResetError):
            client.recv(10)


def test_a_udp_echo_sends_datagrams_back_one_by_one() -> None:
    with running({"echo": "udp-echo"}) as ports, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(5)
        for data in (b"one", b"", b"x" * 8000):
            client.sendto(data, (HOST, ports["echo"]))
            assert client.recvfrom(65536) == (data, (HOST, ports["echo"]))


def test_a_callback_connects_back_and_tells_what_it_got() -> None:
    with (
        running({"call": "tcp-callback"}) as ports,
        socket.create_server((HOST, 0)) as listener,
        socket.create_connection((HOST, ports["call"]), timeout=5) as first,
    ):
        first.sendall(b"%d\n" % listener.getsockname()[1])
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(100) == b"hello from the peer"
            assert connection.recv(100) == b""
            connection.sendall(b"and hello back")
        assert first.recv(100) == b"and hello back\n"


def test_a_refusing_peer_has_a_port_where_nobody_listens() -> None:
    with running({"no": "refusing"}) as ports:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((HOST, ports["no"]), timeout=5)
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind((HOST, ports["no"]))


def test_every_attempt_has_ports_of_its_own_and_they_are_closed_at_its_end() -> None:
    with running({"a": "tcp-echo", "b": "http"}) as first, running({"a": "tcp-echo", "b": "http"}) as second:
        assert len({*first.values(), *second.values()}) == 4
        assert all(map(is_open, first.values()))
    assert not any(is_open(port) for port in (*first.values(), *second.values()))


def test_a_client_that_stays_does_not_keep_the_peers_up() -> None:
    started = time.monotonic()
    with running({"echo": "tcp-echo", "http": "http"}) as ports:
        stayers = [socket.create_connection((HOST, port)) for port in ports.values()]
        stayers[1].sendall(b"GET /hang HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.05)
    assert time.monotonic() - started < 3
    for stayer in stayers:
        stayer.close()


def test_no_peers_cost_nothing() -> None:
    with running({}) as ports:
        assert ports == {}


# ----------------------------------------------------------------------------------------------- HTTP, both sides


@pytest.fixture(scope="module")
def http_port() -> Iterator[int]:
    with running({"http": "http"}) as ports:
        yield ports["http"]


def request(**fields: Any) -> RequestSpec:
    return front_matter(world="proxy", requests=[fields]).requests[0]


def ask(port: int, *, timeout_s: float = 5, **fields: Any) -> Exchange:
    (got,) = exchange(HOST, port, [request(**fields)], timeout_s)
    return got


def test_echo_sends_the_body_back_with_its_type(http_port: int) -> None:
    got = ask(http_port, method="POST", path="/echo", body="some text", headers={"content-type": "text/x-odd"})
    assert (got.status, got.body, got.failure) == (200, b"some text", None)
    assert ("content-type", "text/x-odd") in got.headers


def test_inspect_tells_what_arrived(http_port: int) -> None:
    got = ask(http_port, method="PUT", path="/inspect?a=%20b&c", headers={"X-One": "1"}, body={"base64": "/w=="})
    told = json.loads(got.body)
    assert (told["method"], told["path"], told["body"]) == ("PUT", "/inspect?a=%20b&c", "\xff")
    assert ["x-one", "1"] in told["headers"]


@pytest.mark.parametrize("status", [200, 204, 302, 404, 500, 599])
def test_status_answers_with_that_status_and_the_client_follows_nothing(http_port: int, status: int) -> None:
    assert ask(http_port, path=f"/status/{status}").status == status


@pytest.mark.parametrize("count", [0, 1, 251, 252, 100_000])
def test_bytes_are_as_many_as_asked_for(http_port: int, count: int) -> None:
    assert ask(http_port, path=f"/bytes/{count}").body == bytes(index % 251 for index in range(count))


def test_chunks_come_in_order(http_port: int) -> None:
    got = ask(http_port, path="/chunks/3")
    assert got.body == b"chunk 0\nchunk 1\nchunk 2\n"
    assert ("transfer-encoding", "chunked") in got.headers


def test_headers_may_be_repeated_or_empty(http_port: int) -> None:
    got = ask(http_port, path="/headers").headers
    assert [value for name, value in got if name == "x-twice"] == ["first", "second"]
    assert ("x-mixed", "Case") in got
    assert ("x-empty", "") in got


def test_a_response_that_never_comes_is_given_up(http_port: int) -> None:
    assert ask(http_port, path="/hang", timeout_s=0.2).failure == "no complete response in time"


def test_a_response_that_is_cut_off_is_told_with_what_came_of_it(http_port: int) -> None:
    got = ask(http_port, path="/cut")
    assert got.status == 200
    assert got.failure is not None
    assert got.body in (b"", b"only this")


def test_requests_are_sent_in_order_and_one_that_fails_does_not_keep_the_next(http_port: int) -> None:
    specs = [request(path="/cut"), request(path="/status/201"), request(path="/status/202")]
    assert [got.status for got in exchange(HOST, http_port, specs, 5)] == [200, 201, 202]


def raw_server(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    with socket.create_server((HOST, 0)) as listener:

        def serve() -> None:
            try:
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    behave(connection)
            except OSError:
                pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):  # nobody asked twice
            listener.accept()


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def trickle(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("behave", "words"),
    [
        (lambda connection: connection.sendall(b"\xff\xfe no HTTP at all\r\n\r\n"), "illegal status line"),
        (lambda connection: None, "ended without a response"),
        (lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nx: " + b"x" * 100_000 + b"\r\n\r\n"), "too long"),
        (lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), "bad content-length"),
        (flood, "no complete response in time"),
        (trickle, "no complete response in time"),
    ],
    ids=["no HTTP", "nothing", "huge header", "negative length", "flood", "trickle"],
)
def test_no_server_can_keep_the_client(behave: Callable[[socket.socket], None], words: str) -> None:
    for port in raw_server(behave):
        started = time.monotonic()
        got = ask(port, timeout_s=0.5)
        assert got.failure is not None
        assert words.lower() in got.failure.lower()
        assert time.monotonic() - started < 2
        assert len(got.body) <= 16 << 20


def test_nobody_there_is_told() -> None:
    with running({"no": "refusing"}) as ports:
        failure = ask(ports["no"]).failure
    assert failure is not None
    assert "no connection" in failure
