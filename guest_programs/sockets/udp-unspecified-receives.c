/*---
title: a socket bound to the unspecified address receives what is sent to the loopback
spec:
  - wasi:sockets/udp#[method]udp-socket.start-bind
  - wasi:sockets/udp#[method]udp-socket.local-address
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Where the unspecified address is granted, the socket is bound to interfaces of the host's choice, at a port that
  local-address tells; it receives from any of them, and each datagram names its sender and not the unspecified
  address.
level: should
since: 0.2.0
needs: [network]
checks:
  - {name: bind, allowed: [ok, access-denied], preferred: ok}
  - {name: received, allowed: ["from the loopback", not granted], preferred: "from the loopback"}
  - {name: sender, allowed: [the sender, not granted], preferred: the sender}
---*/
#include "udp.h"

CASE {
    wasi_udp_socket socket = net_udp_socket(UDP_IPV4);
    wasi_udp_socket_start_bind_result bound = udp_bind(socket, udp_unspecified(UDP_IPV4, 0));
    choose_result("bind", wasi_network_error_code, bound);
    if (bound.is_err) {
        choose("received", "not granted");
        choose("sender", "not granted");
        return;
    }
    udp_end to = udp_end_with(socket, udp_stream_to_anyone(socket)), from = udp_open(UDP_IPV4);
    udp_must_send(from.out, "from the loopback", net_ipv4(127, 0, 0, 1, (uint16_t)udp_port(to.address)));
    wasi_udp_incoming_datagram got = net_udp_receive(to.in);
    choose_text("received", udp_text(got));
    bool same = net_same_address(got.remote_address, from.address);
    choose_text("sender", same ? text_of("the sender") : net_address_text(got.remote_address));
}
