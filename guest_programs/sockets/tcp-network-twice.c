/*---
title: two handles of the default network are of one network
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/instance-network#instance-network
errors: [wasi:sockets/network#error-code.invalid-argument]
clause: >
  The network that is passed to connect must be the one that was passed to bind, or connect fails with
  `invalid-argument`. instance-network gives a handle to the default network each time it is called; that two of its
  handles are the same network is the plain reading, but the text does not spell it out.
level: must
since: 0.2.0
needs: [network]
checks: [{name: connect, allowed: [ok, invalid-argument], preferred: ok}]
---*/
#include "tcp.h"

CASE {
    wasi_network first = wasi_instance_network_instance_network(), second = wasi_instance_network_instance_network();
    tcp_address address = tcp_loopback(TCP_IPV4, net_tcp_port(tcp_listening(first, TCP_IPV4)));
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(second, tcp_bound(first, TCP_IPV4), address);
    choose_result("connect", wasi_network_error_code, connected);
}
