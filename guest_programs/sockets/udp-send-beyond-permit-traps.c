/*---
title: sending one datagram more than permitted traps
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]outgoing-datagram-stream.check-send
clause: >
  A send of more datagrams than check-send has permitted must trap.
level: must
since: 0.2.0
needs: [network]
expect: {trap: true}
checks: [permitted]
---*/
#include "udp.h"

CASE {
    udp_end end = udp_open(UDP_IPV4);
    uint64_t permit = udp_permit(end.out);
    check_at_least_u64("permitted", permit, 1);
    done();

    // More than a list can hold cannot be exceeded, and nobody can be blamed.
    if (permit >= 1 << 20) __builtin_trap();
    uint32_t count = (uint32_t)permit + 1;
    wasi_udp_outgoing_datagram *datagrams = allocate(count * sizeof *datagrams, 4);
    for (uint32_t i = 0; i < count; i++) datagrams[i] = udp_to(end.address, STR("x"));
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(end.out, datagrams, count, &sent);
}
