/*---
title: a bind that was finished cannot be finished again
spec: wasi:sockets/tcp#[method]tcp-socket.finish-bind
errors: [wasi:sockets/network#error-code.not-in-progress]
clause: >
  After a finish-bind that succeeded no bind is in progress any more, so that another finish-bind fails with
  `not-in-progress`.
level: must
since: 0.2.0
needs: [network]
checks: [second-finish-bind]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket socket = net_tcp_bound(wasi_instance_network_instance_network());
    wasi_tcp_socket_finish_bind_result bound;
    wasi_tcp_socket_finish_bind(socket, &bound);
    check_is_err("second-finish-bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_NOT_IN_PROGRESS);
}
