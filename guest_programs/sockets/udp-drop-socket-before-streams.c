/*---
title: dropping a UDP socket before its streams traps, or does no harm
spec: wasi:sockets/udp#[method]udp-socket.stream
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
    check_ok("there", true);
    done();
    wasi_udp_socket_drop(end.socket);
    udp_drop_streams(end);
}
