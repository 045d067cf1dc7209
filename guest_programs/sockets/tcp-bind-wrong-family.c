/*---
title: binding an IPv4 socket to an IPv6 address fails with invalid-argument
spec: wasi:sockets/tcp#[method]tcp-socket.start-bind
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  A local address of another family than the socket's makes the bind fail, in start-bind or in finish-bind, and the
  documented error is `invalid-argument`.
level: should
since: 0.2.0
needs: [network]
checks: [bind]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tcp_socket_start_bind_result bound;
    wasi_tcp_socket_start_bind(socket, wasi_instance_network_instance_network(), NET_LOOPBACK6(0), &bound);
    if (!bound.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_bind, socket, bound);
    check_is_err("bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_INVALID_ARGUMENT);
}
