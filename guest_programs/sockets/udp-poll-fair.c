/*---
title: a datagram that has come is told beside pollables that are always ready
spec:
  - wasi:sockets/udp#[method]incoming-datagram-stream.subscribe
  - wasi:sockets/udp#[method]outgoing-datagram-stream.subscribe
  - wasi:sockets/udp#[method]udp-socket.subscribe
  - wasi:io/poll#poll
clause: >
  Poll tells which pollables are ready; that others are ready all the time, such as an outgoing stream with a permit
  or a duration of nothing, must not keep it for ever from telling that a datagram has come.
level: should
since: 0.2.0
needs: [network]
checks: [first-in-the-list, last-in-the-list]
---*/
#include "udp.h"

static bool told(wasi_pollable arrival, uint32_t place, wasi_pollable always, wasi_pollable past) {
    wasi_pollable all[3] = {always, past, always};
    all[place] = arrival;
    for (uint32_t i = 0; i < 500; i++) {
        wasi_list_u32 ready;
        wasi_poll_poll(SPAN_OF(all), &ready);
        for (uint32_t j = 0; j < ready.len; j++)
            if (ready.ptr[j] == place) return true;
    }
    return false;
}

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    udp_must_send(from.out, "a datagram", to.address);
    wasi_pollable arrival = wasi_incoming_datagram_stream_subscribe(to.in);
    wasi_pollable_block(arrival);
    wasi_pollable always = wasi_outgoing_datagram_stream_subscribe(from.out);
    wasi_pollable past = wasi_monotonic_clock_subscribe_duration(0);
    check_ok("first-in-the-list", told(arrival, 0, always, past));
    check_ok("last-in-the-list", told(arrival, 2, always, past));
}
