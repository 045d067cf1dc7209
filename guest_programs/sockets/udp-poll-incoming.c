/*---
title: the pollable of an incoming stream is ready when a datagram is there, and not before
spec:
  - wasi:sockets/udp#[method]incoming-datagram-stream.subscribe
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  The pollable resolves once the stream is ready to receive: not before a datagram has come; then it is ready, and
  stays so while the datagram is there. One that was made before the datagram came tells the same as one made
  afterwards.
level: must
since: 0.2.0
needs: [network]
checks: [before, after, made-afterwards, polled, stays, received]
---*/
#include "udp.h"

static bool ready_now(wasi_incoming_datagram_stream stream) {
    wasi_pollable fresh = wasi_incoming_datagram_stream_subscribe(stream);
    bool ready = wasi_pollable_ready(fresh);
    wasi_pollable_drop(fresh);
    return ready;
}

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    wasi_pollable arrival = wasi_incoming_datagram_stream_subscribe(to.in);
    check_eq_u64("before", wasi_pollable_ready(arrival), false);

    udp_must_send(from.out, "a datagram", to.address);
    wasi_pollable_block(arrival);
    check_eq_u64("after", wasi_pollable_ready(arrival), true);
    check_eq_u64("made-afterwards", ready_now(to.in), true);
    wasi_list_u32 ready;
    wasi_poll_poll(&arrival, 1, &ready);
    check_eq_u64("polled", ready.len, 1);
    check_eq_u64("stays", wasi_pollable_ready(arrival), true);

    check_eq_text("received", udp_next(to.in), "a datagram");
}
