/*---
title: a socket works on when the network handle is dropped that it was bound with
spec:
  - wasi:sockets/udp#[method]udp-socket.start-bind
  - wasi:sockets/instance-network#instance-network
clause: >
  Start-bind borrows the network for the call only: the guest may drop its handle before the bind is finished, and the
  socket is bound, sends and receives all the same.
level: must
since: 0.2.0
needs: [network]
checks: [finish-bind, received]
---*/
#include "udp.h"

CASE {
    wasi_udp_socket socket = net_udp_socket(UDP_IPV4);
    wasi_network network = wasi_instance_network_instance_network();
    wasi_udp_socket_start_bind_result bound;
    wasi_udp_socket_start_bind(socket, network, NET_LOOPBACK(0), &bound);
    require_ok("start-bind", wasi_network_error_code, bound);
    wasi_network_drop(network);
    NET_UDP_FINISH(wasi_udp_socket_finish_bind, socket, bound);
    check_is_ok("finish-bind", wasi_network_error_code, bound);
    if (bound.is_err) return;
    udp_end end = udp_end_with(socket, udp_stream_to_anyone(socket));
    udp_must_send(end.out, "to itself", end.address);
    check_eq_text("received", udp_next(end.in), "to itself");
}
