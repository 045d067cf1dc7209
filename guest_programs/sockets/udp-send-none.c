/*---
title: sending no datagram is ok, and sends none
spec: wasi:sockets/udp#[method]outgoing-datagram-stream.send
clause: >
  If the list is empty, send succeeds and says 0, and nothing arrives, not even an empty datagram.
level: must
since: 0.2.0
needs: [network]
checks: [to-anyone, to-peer, next-to-arrive]
---*/
#include "udp.h"

static wasi_string sent_none(wasi_outgoing_datagram_stream stream) {
    udp_permit(stream);
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(stream, (void *)4, 0, &sent);
    return udp_sent(sent);
}

CASE {
    udp_end to = udp_open(UDP_IPV4);
    udp_end any = udp_open(UDP_IPV4);
    udp_end peer = udp_open_to(UDP_IPV4, to.address);
    check_eq_text("to-anyone", sent_none(any.out), "0");
    check_eq_text("to-peer", sent_none(peer.out), "0");
    require("a datagram is sent", udp_send(peer.out, udp_to_peer(STR("something"))).ok == 1);
    check_eq_text("next-to-arrive", udp_next(to.in), "something");
}
