/*---
title: sending without a preceding check-send traps
spec: wasi:sockets/udp#[method]outgoing-datagram-stream.send
clause: >
  Every send has to be permitted by a check-send before it: an implementation must trap when check-send was not
  called.
level: must
since: 0.2.0
needs: [network]
expect: {trap: true}
checks: [streams]
---*/
#include "net.h"

CASE {
    wasi_udp_socket socket = net_udp_bound(wasi_instance_network_instance_network());
    wasi_udp_socket_stream_result streams;
    wasi_udp_socket_stream(socket, NET_NONE, &streams);
    check_is_ok("streams", wasi_network_error_code, streams);
    done();

    wasi_udp_outgoing_datagram datagram = {{(uint8_t *)"x", 1}, {1, net_udp_local(socket)}};
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(streams.ok.f1, &datagram, 1, &sent);
}
