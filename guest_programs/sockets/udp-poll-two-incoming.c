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

// Two sockets to which nothing has come yet.
static void open_two(udp_end *ends) {
    for (uint32_t i = 0; i < 2; i++) {
        ends[i] = udp_open(UDP_IPV4);
        arrivals[i] = wasi_incoming_datagram_stream_subscribe(ends[i].in);
    }
}

CASE {
    udp_end from = udp_open(UDP_IPV4), ends[2];
    open_two(ends);
    udp_must_send(from.out, "x", ends[1].address);
    check_eq_u64("only-second", ready_ones(1), 2);
    open_two(ends);
    udp_must_send(from.out, "x", ends[0].address);
    check_eq_u64("only-first", ready_ones(1), 1);
    udp_must_send(from.out, "x", ends[1].address);
    check_eq_u64("both", ready_ones(2), 3);
}
