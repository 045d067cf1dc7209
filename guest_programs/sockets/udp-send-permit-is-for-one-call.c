/*---
title: a permit is for the next send only, and another one traps
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]outgoing-datagram-stream.check-send
clause: >
  Check-send permits datagrams for the next call of send, and each call needs a check-send before it: a second send
  without another check-send must trap.
level: must
since: 0.2.0
needs: [network]
expect: {trap: true}
checks: [first]
---*/
#include "udp.h"

CASE {
    udp_end end = udp_open(UDP_IPV4);
    wasi_udp_outgoing_datagram datagram = udp_to(end.address, STR("x"));
    wasi_outgoing_datagram_stream_send_result sent = udp_send(end.out, datagram);
    check_eq_text("first", udp_sent(sent), "1");
    done();
    wasi_outgoing_datagram_stream_send(end.out, &datagram, 1, &sent);
}
