/*---
title: once all datagrams were received, the pollable of an incoming stream waits for the next
spec:
  - wasi:sockets/udp#[method]incoming-datagram-stream.subscribe
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
  - wasi:io/poll#[method]pollable.ready
clause: >
  The pollable resolves once the stream is ready to receive again: when all that came was received it is not ready,
  be it an old one or a new one, and the next datagram makes it so. The text neither allows nor forbids that a
  pollable is ready in vain: so this is what it recommends.
level: should
since: 0.2.0
needs: [network]
checks: [emptied, emptied-made-afterwards, next]
---*/
#include "udp.h"

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    wasi_pollable arrival = wasi_incoming_datagram_stream_subscribe(to.in);
    udp_must_send(from.out, "a datagram", to.address);
    wasi_pollable_block(arrival);
    udp_next(to.in);
    check_eq_u64("emptied", wasi_pollable_ready(arrival), false);
    wasi_pollable fresh = wasi_incoming_datagram_stream_subscribe(to.in);
    check_eq_u64("emptied-made-afterwards", wasi_pollable_ready(fresh), false);
    udp_must_send(from.out, "another", to.address);
    wasi_pollable_block(arrival);
    check_eq_text("next", udp_next(to.in), "another");
}
