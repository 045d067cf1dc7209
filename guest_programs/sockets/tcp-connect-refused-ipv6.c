/*---
title: connecting over IPv6 to a port where nobody listens any more is refused
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
errors: [wasi:sockets/network#error-code.connection-refused]
clause: >
  When the other end forcefully rejects the connection, here because the listener has gone, the connect fails, in
  start-connect or in finish-connect, and the documented error is `connection-refused`.
level: should
since: 0.2.0
needs: [network, ipv6]
checks: [connect]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV6);
    tcp_address address = tcp_loopback(TCP_IPV6, net_tcp_port(listener));
    wasi_tcp_socket_drop(listener);
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, net_tcp_socket(TCP_IPV6), address);
    check_is_err("connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_CONNECTION_REFUSED);
}
