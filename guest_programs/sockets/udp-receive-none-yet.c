/*---
title: where no datagram has come, receive succeeds with an empty list
spec: wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  When no datagram is available, receive succeeds with an empty list, however many were asked for, and never fails
  with `would-block`; nor when all that came were received.
level: must
since: 0.2.0
needs: [network]
checks: [one, many, as-many-as-can-be, after-one]
---*/
#include "udp.h"

static wasi_string received(wasi_incoming_datagram_stream stream, uint64_t most) {
    wasi_incoming_datagram_stream_receive_result got;
    wasi_incoming_datagram_stream_receive(stream, most, &got);
    return got.is_err ? text_of_result(wasi_network_error_code, got) : text_of_u64(got.ok.len);
}

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    check_eq_text("one", received(to.in, 1), "0");
    check_eq_text("many", received(to.in, 1000), "0");
    check_eq_text("as-many-as-can-be", received(to.in, UINT64_MAX), "0");
    udp_must_send(from.out, "the only one", to.address);
    udp_next(to.in);
    check_eq_text("after-one", received(to.in, 16), "0");
}
