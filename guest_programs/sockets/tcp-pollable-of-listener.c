/*---
title: the pollable of a listener is ready while a connection is pending
spec:
  - wasi:sockets/tcp#[method]tcp-socket.subscribe
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:io/poll#[method]pollable.ready
  - wasi:io/poll#[method]pollable.block
clause: >
  In the state `listening` the pollable of a socket is ready when a connection can be accepted, and not otherwise:
  not before there is one, and not any more once it has been accepted.
level: must
since: 0.2.0
needs: [network]
checks: [before, pending, accept, after]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4);
    wasi_pollable pending = wasi_tcp_socket_subscribe(listener);
    check_eq_u64("before", wasi_pollable_ready(pending), false);

    tcp_client(network, TCP_IPV4, net_tcp_port(listener));
    wasi_pollable_block(pending);
    check_eq_u64("pending", wasi_pollable_ready(pending), true);

    wasi_tcp_socket_accept_result accepted;
    wasi_tcp_socket_accept(listener, &accepted);
    check_is_ok("accept", wasi_network_error_code, accepted);
    check_eq_u64("after", wasi_pollable_ready(pending), false);
}
