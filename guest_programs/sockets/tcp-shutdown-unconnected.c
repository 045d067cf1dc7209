/*---
title: a socket that is not connected cannot be shut down
spec: wasi:sockets/tcp#[method]tcp-socket.shutdown
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  Shutdown needs the `connected` state: in the `unbound` and in the `bound` state it fails with `invalid-state`.
level: must
since: 0.2.0
needs: [network]
checks: [unbound, bound]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket_shutdown_result shut;
    wasi_tcp_socket_shutdown(net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4), WASI_TCP_SHUTDOWN_TYPE_BOTH, &shut);
    check_is_err("unbound", wasi_network_error_code, shut, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
    wasi_tcp_socket bound = net_tcp_bound(wasi_instance_network_instance_network());
    wasi_tcp_socket_shutdown(bound, WASI_TCP_SHUTDOWN_TYPE_BOTH, &shut);
    check_is_err("bound", wasi_network_error_code, shut, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
}
