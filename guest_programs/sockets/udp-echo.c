/*---
title: datagrams keep their boundaries and name their sender
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Each datagram sent arrives as one datagram with the same bytes, never merged with another nor cut, and its remote
  address is that of the socket which sent it.
level: must
since: 0.2.0
peers: {echo: udp-echo}
arguments: ["{echo.port}"]
checks: [first, first-sender, second, second-sender]
---*/
#include "args.h"
#include "net.h"

CASE {
    wasi_network_ip_socket_address echo = net_ipv4(127, 0, 0, 1, (uint16_t)args_last_number());
    wasi_udp_socket socket = net_udp_bound(wasi_instance_network_instance_network());
    wasi_tuple_incoming_datagram_stream_outgoing_datagram_stream streams = net_udp_streams(socket);
    net_udp_send(streams.f1, "one", echo);
    net_udp_send(streams.f1, "and two", echo);

    // Datagrams may overtake each other.
    wasi_udp_incoming_datagram first = net_udp_receive(streams.f0), second = net_udp_receive(streams.f0);
    if (first.data.len > second.data.len) {
        wasi_udp_incoming_datagram other = first;
        first = second;
        second = other;
    }
    check_eq_str("first", SPAN(first.data), STR("one"));
    check_eq_address("first-sender", first.remote_address, echo);
    check_eq_str("second", SPAN(second.data), STR("and two"));
    check_eq_address("second-sender", second.remote_address, echo);
}
