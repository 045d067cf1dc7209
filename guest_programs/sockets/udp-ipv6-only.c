/*---
title: a UDP socket of IPv6 does not receive over IPv4
spec:
  - wasi:sockets/udp-create-socket#create-udp-socket
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Sockets of IPv6 are for IPv6 only. One that is bound to the unspecified address does not receive what is sent to the
  same port over IPv4, and leaves that port of IPv4 to others; over IPv6 it receives.
level: must
since: 0.2.0
needs: [network, ipv6]
checks:
  - {name: bind, allowed: [ok, access-denied], preferred: ok}
  - {name: same-port-of-ipv4, allowed: [ok, not granted], preferred: ok}
  - {name: received, allowed: [over IPv6, not granted], preferred: over IPv6}
---*/
#include "udp.h"

CASE {
    // Other programs have ports of IPv4: beside a free one there is another, but for a rare case.
    wasi_udp_socket_start_bind_result bound, beside;
    wasi_udp_socket socket;
    udp_end ipv4 = udp_open(UDP_IPV4), ipv6 = udp_open(UDP_IPV6);
    for (uint32_t i = 0; i < 8; i++) {
        socket = net_udp_socket(UDP_IPV6);
        bound = udp_bind(socket, udp_unspecified(UDP_IPV6, 0));
        if (bound.is_err) break;
        wasi_udp_socket same = net_udp_socket(UDP_IPV4);
        beside = udp_bind(same, udp_loopback(UDP_IPV4, udp_port(net_udp_local(socket))));
        if (!beside.is_err) {
            wasi_udp_socket_drop(same);
            break;
        }
    }
    choose_result("bind", wasi_network_error_code, bound);
    if (bound.is_err) {
        choose("same-port-of-ipv4", "not granted");
        choose("received", "not granted");
        return;
    }
    choose_result("same-port-of-ipv4", wasi_network_error_code, beside);
    udp_end end = udp_end_with(socket, udp_stream_to_anyone(socket));
    uint32_t port = udp_port(end.address);
    udp_send(ipv4.out, udp_to(udp_loopback(UDP_IPV4, port), STR("over IPv4")));
    udp_must_send(ipv6.out, "over IPv6", net_loopback6((uint16_t)port));
    choose_text("received", udp_next(end.in));
}
