/*---
title: as many datagrams as check-send permits can be sent at once
spec:
  - wasi:sockets/udp#[method]outgoing-datagram-stream.check-send
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
clause: >
  Check-send never fails with `would-block`, and a ready stream is permitted one datagram or more. A send of that many
  does not trap, and says a number that is not larger; what it said it sent can be received.
level: must
since: 0.2.0
needs: [network]
checks: [permitted, asked-again, sent, not-more, first-arrives]
---*/
#include "udp.h"

enum { MOST = 64 };

CASE {
    udp_end from = udp_open(UDP_IPV4), to = udp_open(UDP_IPV4);
    wasi_pollable ready = wasi_outgoing_datagram_stream_subscribe(from.out);
    wasi_pollable_block(ready);
    wasi_outgoing_datagram_stream_check_send_result permitted;
    wasi_outgoing_datagram_stream_check_send(from.out, &permitted);
    check_is_ok("permitted", wasi_network_error_code, permitted);
    if (permitted.is_err) return;
    uint64_t again = udp_permit(from.out);
    check_at_least_u64("asked-again", again, 1);

    // A host may permit more than a socket's buffer holds: so many are enough.
    uint32_t count = again < MOST ? (uint32_t)again : MOST;
    wasi_udp_outgoing_datagram datagrams[MOST];
    for (uint32_t i = 0; i < count; i++) datagrams[i] = udp_to(to.address, STR("permitted"));
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(from.out, datagrams, count, &sent);
    check_is_ok("sent", wasi_network_error_code, sent);
    if (sent.is_err) return;
    check_at_most_u64("not-more", sent.ok, count);
    if (sent.ok > count) return;
    for (uint32_t i = 1; i < sent.ok; i++) udp_next(to.in);
    check_eq_text("first-arrives", sent.ok ? udp_next(to.in) : text_of("permitted"), "permitted");
}
