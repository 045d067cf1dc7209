/*---
title: a network that was dropped cannot be used
spec: wasi:sockets/tcp#[method]tcp-socket.start-bind
clause: >
  Dropping takes the handle out of the instance's table; lifting that index as a borrowed network finds nothing
  there, which traps (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    wasi_network_drop(network);
    check_ok("reached", true);
    done();
    tcp_outcome bound;
    wasi_tcp_socket_start_bind(socket, network, NET_LOOPBACK(0), &bound);
    check_ok("survived", false);
}
