/*---
title: a socket that was dropped cannot be used
spec: wasi:sockets/tcp#[method]tcp-socket.local-address
clause: >
  Dropping takes the handle out of the instance's table; lifting that index as a borrowed handle finds nothing
  there, which traps (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    wasi_tcp_socket_drop(socket);
    check_ok("reached", true);
    done();
    wasi_tcp_socket_local_address_result local;
    wasi_tcp_socket_local_address(socket, &local);
    check_ok("survived", false);
}
