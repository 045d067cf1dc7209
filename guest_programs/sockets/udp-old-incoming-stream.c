/*---
title: the incoming stream of an earlier call of stream receives nothing, or there is a trap
spec:
  - wasi:sockets/udp#[method]udp-socket.stream
  - wasi:sockets/udp#[method]incoming-datagram-stream.receive
clause: >
  Only the streams returned last are operational. A host may trap when stream is called while earlier ones are still
  there. One that does not must not give a datagram to the earlier incoming stream; using that may trap as well.
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
    udp_must_send(other.out, "for the new stream", end.address);
    wasi_pollable arrived = wasi_incoming_datagram_stream_subscribe(end.in);
    wasi_pollable_block(arrived);
    wasi_pollable_drop(arrived);
    wasi_incoming_datagram_stream_receive_result received;
    wasi_incoming_datagram_stream_receive(old.in, 1, &received);
    if (!received.is_err && received.ok.len) case_fails();
}
