/*---
title: a socket binds to the port that it is given
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.local-address
clause: >
  Only port zero means any: a bind to the loopback and a port that is free, here one that was found free a moment
  ago, gives the socket this very address.
level: must
since: 0.2.0
needs: [network]
checks: [ipv4]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket before = tcp_bound(network, TCP_IPV4), socket = net_tcp_socket(TCP_IPV4);
    wasi_network_ip_socket_address address = net_tcp_local(before);
    wasi_tcp_socket_drop(before);
    tcp_outcome bound = tcp_bind(network, socket, tcp_loopback(TCP_IPV4, address.ipv4.port));
    require_ok("binding to a port that is free", wasi_network_error_code, bound);
    check_eq_address("ipv4", net_tcp_local(socket), address);
}
