/*---
title: an address of a kind that does not exist traps
spec: wasi:sockets/tcp#[method]tcp-socket.start-bind
clause: >
  A socket address is a variant of two cases: lifting a discriminant that names neither traps (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    wasi_network network = wasi_instance_network_instance_network();
    tcp_outcome bound;
    tcp_address address = {{2}};
    check_ok("reached", true);
    done();
    wasi_tcp_socket_start_bind(socket, network, TCP_FLAT(address), &bound);
    check_ok("survived", false);
}
