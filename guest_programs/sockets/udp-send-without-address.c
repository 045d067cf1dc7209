/*---
title: a datagram without an address cannot be sent from a socket that streams to nobody
spec: wasi:sockets/udp#[method]outgoing-datagram-stream.send
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  When stream was given no remote address, each datagram has to carry one; send of a datagram without one fails, and
  the documented error is `invalid-argument`.
level: should
since: 0.2.0
needs: [network]
checks: [send]
---*/
#include "net.h"

CASE {
    wasi_udp_socket socket = net_udp_bound(wasi_instance_network_instance_network());
    wasi_outgoing_datagram_stream stream = net_udp_streams(socket).f1;
    net_udp_await_permit(stream);
    wasi_udp_outgoing_datagram datagram = {{(uint8_t *)"x", 1}, {0}};
    wasi_outgoing_datagram_stream_send_result sent;
    wasi_outgoing_datagram_stream_send(stream, &datagram, 1, &sent);
    check_is_err("send", wasi_network_error_code, sent, WASI_NETWORK_ERROR_CODE_INVALID_ARGUMENT);
}
