/*---
title: a socket that was not bound cannot listen
spec: wasi:sockets/tcp#[method]tcp-socket.start-listen
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  There is no implicit bind as in POSIX: start-listen on a socket in the `unbound` state fails with `invalid-state`.
level: must
since: 0.2.0
needs: [network]
checks: [start-listen]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tcp_socket_start_listen_result listening;
    wasi_tcp_socket_start_listen(socket, &listening);
    check_is_err("start-listen", wasi_network_error_code, listening, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
}
