/*---
title: binding to an address where another socket listens fails with address-in-use
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
errors: [wasi:sockets/network#error-code.address-in-use]
clause: >
  A bind to an address and port where another socket is listening fails, in start-bind or in finish-bind, and the
  documented error is `address-in-use` (POSIX EADDRINUSE).
level: should
since: 0.2.0
needs: [network]
checks: [bind]
---*/
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t taken = net_tcp_port(net_tcp_listening(network));

    wasi_tcp_socket second = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tcp_socket_start_bind_result bound;
    wasi_tcp_socket_start_bind(second, network, NET_LOOPBACK(taken), &bound);
    if (!bound.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_bind, second, bound);
    check_is_err("bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_ADDRESS_IN_USE);
}
