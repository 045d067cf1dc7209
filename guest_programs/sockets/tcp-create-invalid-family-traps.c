/*---
title: creating a socket of a family that does not exist traps
spec: wasi:sockets/tcp-create-socket#create-tcp-socket
clause: >
  The family is an enum of two cases: lifting a discriminant that names neither traps (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    wasi_tcp_create_socket_create_tcp_socket_result made;
    check_ok("reached", true);
    done();
    wasi_tcp_create_socket_create_tcp_socket(2, &made);
    check_ok("survived", false);
}
