/*---
title: dropping an outgoing datagram stream before its pollable traps, or does no harm
spec: wasi:sockets/udp#[method]outgoing-datagram-stream.subscribe
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
    wasi_pollable child = wasi_outgoing_datagram_stream_subscribe(end.out);
    check_ok("there", true);
    done();
    wasi_outgoing_datagram_stream_drop(end.out);
    wasi_pollable_drop(child);
}
