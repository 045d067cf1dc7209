/*---
title: dropping a UDP socket frees its port
spec:
  - wasi:sockets/udp#[resource-drop]udp-socket
  - wasi:sockets/udp#[method]udp-socket.start-bind
clause: >
  To drop a socket is to close it: its port can be bound again, by another socket, whether the dropped one had
  streams, which were dropped before, or was only bound.
level: must
since: 0.2.0
needs: [network]
checks: [bound-only, with-streams, connected]
---*/
#include "udp.h"

static wasi_udp_socket_start_bind_result bind_again(udp_address address) {
    return udp_bind(net_udp_socket(UDP_IPV4), address);
}

CASE {
    wasi_udp_socket bound = udp_bound(UDP_IPV4);
    udp_address address = net_udp_local(bound);
    wasi_udp_socket_drop(bound);
    wasi_udp_socket_start_bind_result again = bind_again(address);
    check_is_ok("bound-only", wasi_network_error_code, again);

    udp_end end = udp_open(UDP_IPV4);
    udp_close(end);
    again = bind_again(end.address);
    check_is_ok("with-streams", wasi_network_error_code, again);

    end = udp_open_to(UDP_IPV4, address);
    udp_must_send(end.out, "x", address);
    udp_close(end);
    again = bind_again(end.address);
    check_is_ok("connected", wasi_network_error_code, again);
}
