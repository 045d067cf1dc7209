/*---
title: when one of the two streams is dropped, the other goes on
spec:
  - wasi:sockets/udp#[resource-drop]incoming-datagram-stream
  - wasi:sockets/udp#[resource-drop]outgoing-datagram-stream
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  The incoming and the outgoing stream are resources of their own: each is operational until stream is called again,
  also when the other one has been dropped; and stream can be called once more when both have been.
level: must
since: 0.2.0
needs: [network]
checks: [sent-without-incoming, received-without-outgoing, received-by-new-streams]
---*/
#include "udp.h"

CASE {
    udp_end other = udp_open(UDP_IPV4), sends = udp_open(UDP_IPV4),
            receives = udp_open(UDP_IPV4);
    wasi_incoming_datagram_stream_drop(sends.in);
    udp_must_send(sends.out, "without the incoming one", other.address);
    check_eq_text("sent-without-incoming", udp_next(other.in), "without the incoming one");

    wasi_outgoing_datagram_stream_drop(receives.out);
    udp_must_send(other.out, "without the outgoing one", receives.address);
    check_eq_text("received-without-outgoing", udp_next(receives.in), "without the outgoing one");

    wasi_incoming_datagram_stream_drop(receives.in);
    receives = udp_end_with(receives.socket, udp_stream_to_anyone(receives.socket));
    udp_must_send(other.out, "to new streams", receives.address);
    check_eq_text("received-by-new-streams", udp_next(receives.in), "to new streams");
}
