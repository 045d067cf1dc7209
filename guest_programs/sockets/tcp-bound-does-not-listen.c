/*---
title: a socket that is only bound takes no connections
spec:
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
errors: [wasi:sockets/network#error-code.connection-refused]
clause: >
  A bound socket does not listen until it is told to: a connect to its address is refused.
level: must
since: 0.2.0
needs: [network]
checks: [connect]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t port = net_tcp_port(tcp_bound(network, TCP_IPV4));
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, socket, tcp_loopback(TCP_IPV4, port));
    check_is_err("connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_CONNECTION_REFUSED);
}
