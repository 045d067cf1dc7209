/*---
title: stream called again changes the peer
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]udp-socket.remote-address
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Called again with another address, after the streams of before were dropped, stream makes the socket talk to that
  one: remote-address says so, a datagram without an address goes there, and only its datagrams are received.
level: must
since: 0.2.0
needs: [network]
checks: [remote-address, sent-to-second, nothing-to-first, received]
---*/
#include "udp.h"

CASE {
    udp_end first = udp_open(UDP_IPV4), second = udp_open(UDP_IPV4);
    udp_end end = udp_open_to(UDP_IPV4, first.address);
    udp_drop_streams(end);
    end = udp_end_with(end.socket, udp_stream_to(end.socket, second.address));

    wasi_udp_socket_remote_address_result remote;
    wasi_udp_socket_remote_address(end.socket, &remote);
    require_ok("remote-address", wasi_network_error_code, remote);
    check_eq_address("remote-address", remote.ok, second.address);

    require("a datagram is sent", udp_send(end.out, udp_to_peer(STR("to the second"))).ok == 1);
    check_eq_text("sent-to-second", udp_next(second.in), "to the second");
    udp_must_send(second.out, "to the first", first.address);
    check_eq_text("nothing-to-first", udp_next(first.in), "to the first");

    udp_must_send(first.out, "from the first", end.address);
    udp_must_send(second.out, "from the second", end.address);
    check_eq_text("received", udp_next(end.in), "from the second");
}
