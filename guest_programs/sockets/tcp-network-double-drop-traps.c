/*---
title: a network that was dropped cannot be dropped again
spec: wasi:sockets/network#[resource-drop]network
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
    wasi_network network = wasi_instance_network_instance_network();
    wasi_network_drop(network);
    check_ok("reached", true);
    done();
    wasi_network_drop(network);
    check_ok("survived", false);
}
