/*---
title: of two sockets, the one that a datagram has come to is ready
spec:
  - wasi:sockets/udp#[method]incoming-datagram-stream.subscribe
  - wasi:io/poll#poll
clause: >
  Polling the incoming streams of two sockets tells the one that has a datagram and not the other, whichever it is,
  and both when both have one.
level: must
since: 0.2.0
needs: [network]
checks: [only-second, only-first, both]
---*/
#include "udp.h"

static wasi_pollable arrivals[2];

// Bit i for the i-th. Polls until so many are ready, since one datagram may be later than the other.
static uint32_t ready_ones(uint32_t count) {
    for (;;) {
        wasi_list_u32 ready;
        wasi_poll_poll(SPAN_OF(arrivals), &ready);
        uint32_t bits = 0;
        for (uint32_t i = 0; i < ready.len; i++) bits |= 1u << (ready.ptr[i] & 31);
        if (ready.len >= count) return bits;
    }
}

CASE {
    udp_end from = udp_open(UDP_IPV4), first = udp_open(UDP_IPV4),
            second = udp_open(UDP_IPV4);
    arrivals[0] = wasi_incoming_datagram_stream_subscribe(first.in);
    arrivals[1] = wasi_incoming_datagram_stream_subscribe(second.in);
    udp_must_send(from.out, "x", second.address);
    check_eq_u64("only-second", ready_ones(1), 2);
    udp_next(second.in);
    udp_must_send(from.out, "x", first.address);
    check_eq_u64("only-first", ready_ones(1), 1);
    udp_must_send(from.out, "x", second.address);
    check_eq_u64("both", ready_ones(2), 3);
}
