/*---
title: a peer whose port is closed refuses, or says nothing
spec:
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
errors: [wasi:sockets/network#error-code.connection-refused]
clause: >
  When the peer's port turns out to be closed, receive or a later send may fail with `connection-refused`. UDP
  promises no answer, so that nothing may come as well; but no other error than this and `remote-unreachable`, and no
  datagram.
level: must
since: 0.2.0
needs: [network]
checks:
  - {name: receive, allowed: [connection-refused, remote-unreachable, nothing], preferred: connection-refused}
  - {name: send-again, allowed: ["1", "0", connection-refused, remote-unreachable]}
---*/
#include "udp.h"

CASE {
    udp_end end = udp_open(UDP_IPV4);
    udp_address closed = end.address;
    udp_close(end);
    end = udp_open_to(UDP_IPV4, closed);
    udp_send(end.out, udp_to_peer(STR("is anybody there?")));
    choose_text("receive", udp_next_soon(end.in));

    wasi_outgoing_datagram_stream_check_send_result permitted;
    wasi_outgoing_datagram_stream_check_send(end.out, &permitted);
    wasi_outgoing_datagram_stream_send_result sent = {.is_err = permitted.is_err, .err = permitted.err};
    wasi_udp_outgoing_datagram datagram = udp_to_peer(STR("and now?"));
    if (!permitted.is_err) sent.ok = 0;
    if (!permitted.is_err && permitted.ok) wasi_outgoing_datagram_stream_send(end.out, &datagram, 1, &sent);
    choose_text("send-again", udp_sent(sent));
}
