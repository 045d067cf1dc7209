/*---
title: dropping an incoming datagram stream before its pollable traps, or does no harm
spec: wasi:sockets/udp#[method]incoming-datagram-stream.subscribe
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
    wasi_pollable child = wasi_incoming_datagram_stream_subscribe(end.in);
    check_ok("there", true);
    done();
    wasi_incoming_datagram_stream_drop(end.in);
    wasi_pollable_drop(child);
}
