/*---
title: a socket that does not listen accepts nothing
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  Accept needs the `listening` state: on a socket that is only bound, is-listening is false and accept fails with
  `invalid-state`.
level: must
since: 0.2.0
needs: [network]
checks: [is-listening, accept]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket bound = net_tcp_bound(wasi_instance_network_instance_network());
    check_eq_u64("is-listening", wasi_tcp_socket_is_listening(bound), false);
    wasi_tcp_socket_accept_result accepted;
    wasi_tcp_socket_accept(bound, &accepted);
    check_is_err("accept", wasi_network_error_code, accepted, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
}
