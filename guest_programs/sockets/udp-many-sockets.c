/*---
title: many sockets at once have ports of their own and receive what is theirs
spec:
  - wasi:sockets/udp-create-socket#create-udp-socket
  - wasi:sockets/udp#[method]udp-socket.start-bind
  - wasi:sockets/udp#[method]udp-socket.local-address
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Sockets that are bound to port zero get free ports, no two the same; each of 64 receives the datagram that was sent
  to its port, from the socket that sent it, and no other.
level: must
since: 0.2.0
needs: [network]
checks: [ports, data, senders, no-more]
---*/
#include "udp.h"

enum { SOCKETS = 64 };

static udp_end ends[SOCKETS];

CASE {
    for (uint32_t i = 0; i < SOCKETS; i++) ends[i] = udp_open(UDP_IPV4);
    uint32_t ports = 0, data = 0, senders = 0, more = 0;
    for (uint32_t i = 0; i < SOCKETS; i++) {
        bool own = udp_port(ends[i].address) != 0;
        for (uint32_t j = 0; j < i; j++) own = own && udp_port(ends[j].address) != udp_port(ends[i].address);
        ports += own;
    }
    // Each sends its number to the one that is 5 further.
    for (uint32_t i = 0; i < SOCKETS; i++) {
        wasi_outgoing_datagram_stream_send_result sent =
            udp_send(ends[i].out, udp_to(ends[(i + 5) % SOCKETS].address, &i, sizeof i));
        require("a datagram is sent", !sent.is_err && sent.ok == 1);
    }
    for (uint32_t i = 0; i < SOCKETS; i++) {
        uint32_t from = (i + SOCKETS - 5) % SOCKETS;
        wasi_udp_incoming_datagram got = net_udp_receive(ends[i].in);
        data += same_bytes(SPAN(got.data), &from, sizeof from);
        senders += net_same_address(got.remote_address, ends[from].address);
    }
    for (uint32_t i = 0; i < SOCKETS; i++) {
        wasi_incoming_datagram_stream_receive_result received;
        wasi_incoming_datagram_stream_receive(ends[i].in, 8, &received);
        more += received.is_err || received.ok.len;
    }
    check_eq_u64("ports", ports, SOCKETS);
    check_eq_u64("data", data, SOCKETS);
    check_eq_u64("senders", senders, SOCKETS);
    check_eq_u64("no-more", more, 0);
}
