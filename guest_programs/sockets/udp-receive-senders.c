/*---
title: each datagram of a list names its own sender
spec: wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  The remote address of a received datagram is where that datagram came from, also where one call gives datagrams of
  several senders.
level: must
since: 0.2.0
needs: [network]
checks: [received, senders]
---*/
#include "udp.h"

enum { SENDERS = 4, EACH = 3 };

CASE {
    udp_end to = udp_open(UDP_IPV4), from[SENDERS];
    for (uint32_t i = 0; i < SENDERS; i++) from[i] = udp_open(UDP_IPV4);
    for (uint32_t i = 0; i < SENDERS * EACH; i++) {
        uint8_t number = (uint8_t)(i % SENDERS);
        require("a datagram is sent", udp_send(from[number].out, udp_to(to.address, &number, 1)).ok == 1);
    }
    uint32_t received = 0, senders = 0;
    while (received < SENDERS * EACH) {
        wasi_pollable ready = wasi_incoming_datagram_stream_subscribe(to.in);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
        wasi_incoming_datagram_stream_receive_result got;
        wasi_incoming_datagram_stream_receive(to.in, SENDERS * EACH, &got);
        require_ok("receive", wasi_network_error_code, got);
        for (uint32_t i = 0; i < got.ok.len; i++, received++) {
            wasi_udp_incoming_datagram *it = &got.ok.ptr[i];
            senders += it->data.len == 1 && it->data.ptr[0] < SENDERS &&
                       net_same_address(it->remote_address, from[it->data.ptr[0]].address);
        }
    }
    check_eq_u64("received", received, SENDERS * EACH);
    check_eq_u64("senders", senders, SENDERS * EACH);
}
