/*---
title: a socket is no network
spec: wasi:sockets/tcp#[method]tcp-socket.start-bind
clause: >
  Lifting a handle of another resource type as a borrowed network traps (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    check_ok("reached", true);
    done();
    tcp_outcome bound;
    wasi_tcp_socket_start_bind(socket, socket, NET_LOOPBACK(0), &bound);
    check_ok("survived", false);
}
