/*---
title: an outgoing stream whose pollable is ready permits a datagram
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.subscribe
  - wasi:sockets/udp#[method]outgoing-datagram-stream.check-send
clause: >
  The pollable of an outgoing stream resolves once check-send says at least 1, or an error: after it has, check-send
  does not say 0, whether the streams are for anyone or for one peer, before a datagram was sent and after it.
level: must
since: 0.2.0
needs: [network]
checks: [to-anyone, to-peer, after-sending]
---*/
#include "udp.h"

static uint64_t permit_when_ready(wasi_outgoing_datagram_stream stream) {
    wasi_pollable ready = wasi_outgoing_datagram_stream_subscribe(stream);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_outgoing_datagram_stream_check_send_result permitted;
    wasi_outgoing_datagram_stream_check_send(stream, &permitted);
    require_ok("check-send", wasi_network_error_code, permitted);
    return permitted.ok;
}

CASE {
    udp_end to = udp_open(UDP_IPV4);
    udp_end any = udp_open(UDP_IPV4);
    udp_end peer = udp_open_to(UDP_IPV4, to.address);
    check_at_least_u64("to-anyone", permit_when_ready(any.out), 1);
    check_at_least_u64("to-peer", permit_when_ready(peer.out), 1);
    udp_must_send(any.out, "x", to.address);
    check_at_least_u64("after-sending", permit_when_ready(any.out), 1);
}
