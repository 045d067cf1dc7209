/*---
title: a network is no socket
spec: wasi:sockets/tcp#[method]tcp-socket.local-address
clause: >
  Lifting a handle of another resource type as a borrowed socket traps (Canonical ABI).
level: must
since: 0.2.0
needs: [network]
checks: [reached]
expect: {trap: true}
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    check_ok("reached", true);
    done();
    wasi_tcp_socket_local_address_result local;
    wasi_tcp_socket_local_address(network, &local);
    check_ok("survived", false);
}
