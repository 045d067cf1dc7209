/*---
title: a receiver that does not read makes no send fail or block
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]outgoing-datagram-stream.check-send
clause: >
  Send never fails with `would-block`, nor does check-send: more datagrams than the receiver has room for are sent, or
  are not yet permitted, or are counted as not sent; some may be lost, but what arrives is whole.
level: must
since: 0.2.0
needs: [network]
checks: [check-send, send, first-arrives]
---*/
#include "udp.h"

enum { DATAGRAMS = 300, SIZE = 1400 };

static char bytes[SIZE + 1];

// Stops at the first error, which is what it tells.
static void fill(udp_end from, udp_address to) {
    wasi_outgoing_datagram_stream_check_send_result permitted = {0};
    wasi_outgoing_datagram_stream_send_result sent = {0};
    wasi_udp_outgoing_datagram datagram = udp_to(to, bytes, SIZE);
    for (uint32_t i = 0; i < DATAGRAMS && !permitted.is_err && !sent.is_err; i++) {
        wasi_outgoing_datagram_stream_check_send(from.out, &permitted);
        if (!permitted.is_err && permitted.ok) wasi_outgoing_datagram_stream_send(from.out, &datagram, 1, &sent);
    }
    check_is_ok("check-send", wasi_network_error_code, permitted);
    check_is_ok("send", wasi_network_error_code, sent);
}

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    memset(bytes, 'x', SIZE);
    udp_must_send(from.out, bytes, to.address); // one arrives, whatever becomes of the others
    fill(from, to.address);
    wasi_string first = udp_next(to.in);
    check_ok("first-arrives", same_bytes(SPAN(first), bytes, SIZE));
}
