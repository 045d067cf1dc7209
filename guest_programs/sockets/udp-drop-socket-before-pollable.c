/*---
title: dropping a UDP socket before its pollable traps, or does no harm
spec: wasi:sockets/udp#[method]udp-socket.subscribe
clause: >
  The text does not say in which order they have to be dropped: a host may trap, or else all of them can be dropped,
  and the guest goes on.
level: must
since: 0.2.0
needs: [network]
checks: [there]
expect: {trap: allowed}
---*/
#include "udp.h"

CASE {
    udp_end end = udp_open(UDP_IPV4);
    udp_drop_streams(end);
    wasi_pollable child = wasi_udp_socket_subscribe(end.socket);
    check_ok("there", true);
    done();
    wasi_udp_socket_drop(end.socket);
    wasi_pollable_drop(child);
}
