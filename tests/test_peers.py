"""The peers do what the case format says of them."""

from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request

import pytest

from conformance.case import RequestSpec
from conformance.peers import running
from conformance.peers.client import exchange

LOOPBACK = "127.0.0.1"


def read_all(connection: socket.socket) -> bytes:
    """Everything until the other side ends."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


def test_tcp_echo_sends_everything_back_and_ends_when_the_other_side_ends() -> None:
    with (
        running({"echo": "tcp-echo"}) as ports,
        socket.create_connection((LOOPBACK, ports["echo"]), timeout=5) as connection,
    ):
        connection.sendall(bytes(range(256)))
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection) == bytes(range(256))


def test_tcp_callback_calls_back_and_tells_what_it_then_received() -> None:
    with (
        running({"caller": "tcp-callback"}) as ports,
        socket.create_server((LOOPBACK, 0)) as listener,
        socket.create_connection((LOOPBACK, ports["caller"]), timeout=5) as connection,
    ):
        connection.sendall(b"%d\n" % listener.getsockname()[1])
        accepted, _ = listener.accept()
        with accepted:
            assert read_all(accepted) == b"hello from the peer"
            accepted.sendall(b"answer")
        assert read_all(connection) == b"answer\n"


def test_udp_echo_sends_each_datagram_back() -> None:
    with running({"echo": "udp-echo"}) as ports, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.settimeout(5)
        sender.sendto(b"one", (LOOPBACK, ports["echo"]))
        assert sender.recvfrom(100) == (b"one", (LOOPBACK, ports["echo"]))


def test_refusing_refuses() -> None:
    with running({"nobody": "refusing"}) as ports, pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, ports["nobody"]), timeout=5)


@pytest.mark.parametrize(
    ("path", "body"),
    [("/bytes/300", bytes(index % 251 for index in range(300))), ("/chunks/2", b"chunk 0\nchunk 1\n")],
)
def test_http_sends_what_the_path_says(path: str, body: bytes) -> None:
    with (
        running({"server": "http"}) as ports,
        urllib.request.urlopen(f"http://{LOOPBACK}:{ports['server']}{path}", timeout=5) as response,
    ):
        assert response.read() == body


def test_http_inspect_tells_the_request_with_names_in_lower_case() -> None:
    with running({"server": "http"}) as ports:
        request = urllib.request.Request(
            f"http://{LOOPBACK}:{ports['server']}/inspect?a=%20", data=b"\xff", headers={"X-Sent": "Once"}, method="PUT"
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            seen = json.load(response)
    assert (seen["method"], seen["path"], seen["body"]) == ("PUT", "/inspect?a=%20", "\xff")
    assert ["x-sent", "Once"] in seen["headers"]


def test_http_survives_a_client_that_goes_away(capfd: pytest.CaptureFixture[str]) -> None:
    with running({"server": "http"}) as ports:
        with socket.create_connection((LOOPBACK, ports["server"]), timeout=5) as connection:
            connection.sendall(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nshort")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"http://{LOOPBACK}:{ports['server']}/status/404", timeout=5)
    assert capfd.readouterr().err == ""


def test_the_client_sends_binary_bodies_and_does_not_stop_at_a_failure() -> None:
    with running({"server": "http", "nobody": "refusing"}) as ports:
        requests = [RequestSpec(path="/cut"), RequestSpec(method="POST", path="/echo", body="text")]
        cut, echoed = exchange(LOOPBACK, ports["server"], requests, 5)
    assert cut.failure is not None
    assert cut.body == b"only this"
    assert (echoed.status, echoed.body, echoed.failure) == (200, b"text", None)


def test_threads_share_the_loop() -> None:
    seen: list[int] = []

    def one() -> None:
        with running({"echo": "tcp-echo"}) as ports:
            seen.append(ports["echo"])

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(seen) == 4
