/*---
title: shutting down in a way that does not exist traps
spec: wasi:sockets/tcp#[method]tcp-socket.shutdown
clause: >
  The type of a shutdown is an enum of three cases: lifting a discriminant that names none of them traps (Canonical
  ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    net_end client = tcp_pair(wasi_instance_network_instance_network(), TCP_IPV4).client;
    wasi_tcp_socket_shutdown_result shut;
    check_ok("reached", true);
    done();
    wasi_tcp_socket_shutdown(client.socket, 3, &shut);
    check_ok("survived", false);
}
