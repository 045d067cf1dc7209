/*---
title: receiving no datagram gives none, also where one is waiting, and takes none away
spec: wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  With max-results 0 receive succeeds with an empty list, whether a datagram is there or not; one that is there stays.
level: must
since: 0.2.0
needs: [network]
checks: [none-there, one-there, still-there]
---*/
#include "udp.h"

static wasi_string received_none(wasi_incoming_datagram_stream stream) {
    wasi_incoming_datagram_stream_receive_result received;
    wasi_incoming_datagram_stream_receive(stream, 0, &received);
    return received.is_err ? text_of_result(wasi_network_error_code, received) : text_of_u64(received.ok.len);
}

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    check_eq_text("none-there", received_none(to.in), "0");
    udp_must_send(from.out, "waiting", to.address);
    wasi_pollable ready = wasi_incoming_datagram_stream_subscribe(to.in);
    wasi_pollable_block(ready);
    check_eq_text("one-there", received_none(to.in), "0");
    check_eq_text("still-there", udp_next_soon(to.in), "waiting");
}
