/*---
title: many datagrams of many lengths arrive, each whole
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Of 400 datagrams of 1 to 400 bytes, few of which are under way at a time, each arrives once and whole: never merged
  with another, nor cut.
level: must
since: 0.2.0
needs: [network]
checks: [arrived, whole]
---*/
#include "udp.h"

enum { DATAGRAMS = 400, AT_A_TIME = 8 };

static bool arrived[DATAGRAMS + 1];
static uint8_t bytes[DATAGRAMS];

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    uint32_t all = 0, whole = 0;
    for (uint32_t next = 1; next <= DATAGRAMS;) {
        for (uint32_t i = 0; i < AT_A_TIME; i++, next++) {
            memset(bytes, (int)next, next);
            wasi_outgoing_datagram_stream_send_result sent = udp_send(from.out, udp_to(to.address, bytes, next));
            require("a datagram is sent", !sent.is_err && sent.ok == 1);
        }
        for (uint32_t i = 0; i < AT_A_TIME; i++) {
            wasi_list_u8 data = net_udp_receive(to.in).data;
            bool good = data.len > 0;
            for (uint32_t j = 0; j < data.len; j++) good = good && data.ptr[j] == (uint8_t)data.len;
            whole += good;
            if (data.len <= DATAGRAMS && !arrived[data.len]) all += arrived[data.len] = true;
        }
    }
    check_eq_u64("arrived", all, DATAGRAMS);
    check_eq_u64("whole", whole, DATAGRAMS);
}
