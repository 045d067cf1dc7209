/*---
title: a socket that was dropped cannot be dropped again
spec: wasi:sockets/tcp#[resource-drop]tcp-socket
clause: >
  Dropping takes the handle out of the instance's table; dropping the same index again finds nothing there, which
  traps (Canonical ABI).
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
    wasi_tcp_socket_drop(socket);
    check_ok("survived", false);
}
