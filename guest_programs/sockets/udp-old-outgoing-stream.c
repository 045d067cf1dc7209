/*---
title: the outgoing stream of an earlier call of stream sends nothing, or there is a trap
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]outgoing-datagram-stream.send
clause: >
  Only the streams returned last are operational. A host may trap when stream is called while earlier ones are still
  there. One that does not must not send a datagram of the earlier outgoing stream; using that may trap as well.
level: must
since: 0.2.0
needs: [network]
checks: [streams]
expect: {trap: allowed}
---*/
#include "udp.h"

CASE {
    udp_end other = udp_open(UDP_IPV4), old = udp_open(UDP_IPV4);
    check_ok("streams", true);
    done();

    udp_end end = udp_end_with(old.socket, udp_stream_to_anyone(old.socket));
    wasi_udp_outgoing_datagram datagram = udp_to(other.address, STR("from the old stream"));
    wasi_outgoing_datagram_stream_check_send_result permitted;
    wasi_outgoing_datagram_stream_check_send(old.out, &permitted);
    wasi_outgoing_datagram_stream_send_result sent;
    if (!permitted.is_err && permitted.ok) wasi_outgoing_datagram_stream_send(old.out, &datagram, 1, &sent);
    udp_must_send(end.out, "from the new stream", other.address);
    wasi_string first = udp_next(other.in);
    if (!same_bytes(SPAN(first), STR("from the new stream"))) case_fails();
}
