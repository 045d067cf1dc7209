/*---
title: binding to port zero gives a real port of the address asked for
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.local-address
clause: >
  A bind to port zero binds the socket to a free port of the implementation's choice, and local-address tells it, with
  the IP address that was asked for.
level: must
since: 0.2.0
needs: [network]
checks: [port-is-real, address]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket socket = net_tcp_bound(wasi_instance_network_instance_network());
    wasi_network_ip_socket_address local = net_tcp_local(socket);
    check_at_least_u64("port-is-real", net_tcp_port(socket), 1);
    check_eq_address("address", local, net_ipv4(127, 0, 0, 1, local.ipv4.port));
}
