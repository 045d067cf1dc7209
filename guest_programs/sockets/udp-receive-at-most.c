/*---
title: receive never gives more datagrams than asked for, and each of them once
spec: wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  The list has at most max-results datagrams; what it leaves is there for the next call, whatever that asks for, so
  that each datagram that arrived is received once.
level: must
since: 0.2.0
needs: [network]
checks: [first-at-most-two, all, each-once]
---*/
#include "udp.h"

enum { SENT = 7 };

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    for (uint32_t i = 0; i < SENT; i++) udp_must_send(from.out, &"6\0005\0004\0003\0002\0001\0000"[2 * i], to.address);

    uint32_t seen[SENT] = {0}, all = 0, most = 0;
    for (uint32_t call = 0; all < SENT; call++) {
        wasi_pollable ready = wasi_incoming_datagram_stream_subscribe(to.in);
        wasi_pollable_block(ready);
        wasi_pollable_drop(ready);
        wasi_incoming_datagram_stream_receive_result got;
        wasi_incoming_datagram_stream_receive(to.in, call < 2 ? 2 : UINT64_MAX, &got);
        require_ok("receive", wasi_network_error_code, got);
        if (call < 2 && got.ok.len > most) most = got.ok.len;
        for (uint32_t i = 0; i < got.ok.len; i++) {
            wasi_string text = udp_text(got.ok.ptr[i]);
            if (text.len == 1 && text.ptr[0] >= '0' && text.ptr[0] < '0' + SENT) seen[text.ptr[0] - '0']++;
        }
        all += got.ok.len;
    }
    check_at_most_u64("first-at-most-two", most, 2);
    check_eq_u64("all", all, SENT);
    uint32_t once = 0;
    for (uint32_t i = 0; i < SENT; i++) once += seen[i] == 1;
    check_eq_u64("each-once", once, SENT);
}
