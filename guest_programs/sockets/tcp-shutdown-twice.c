/*---
title: shutting down the same direction again succeeds and changes nothing
spec: wasi:sockets/tcp#[method]tcp-socket.shutdown
clause: >
  Shutdown is idempotent: on a connection whose other direction is still open, a second shutdown of `send` returns ok.
level: must
since: 0.2.0
needs: [network]
checks: [first, second]
---*/
#include "net.h"

CASE {
    net_pair pair = net_tcp_pair(wasi_instance_network_instance_network());
    wasi_tcp_socket_shutdown_result shut;
    wasi_tcp_socket_shutdown(pair.client.socket, WASI_TCP_SHUTDOWN_TYPE_SEND, &shut);
    check_is_ok("first", wasi_network_error_code, shut);
    wasi_tcp_socket_shutdown(pair.client.socket, WASI_TCP_SHUTDOWN_TYPE_SEND, &shut);
    check_is_ok("second", wasi_network_error_code, shut);
}
