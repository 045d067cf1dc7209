/*---
title: binding to an IPv6 address where another socket listens fails with address-in-use
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
errors: [wasi:sockets/network#error-code.address-in-use]
clause: >
  A bind to an IPv6 address and port where another socket is listening fails, in start-bind or in finish-bind, and
  the documented error is `address-in-use`.
level: should
since: 0.2.0
needs: [network, ipv6]
checks: [bind]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t taken = net_tcp_port(tcp_listening(network, TCP_IPV6));
    tcp_outcome bound = tcp_bind(network, net_tcp_socket(TCP_IPV6), tcp_loopback(TCP_IPV6, taken));
    check_is_err("bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_ADDRESS_IN_USE);
}
