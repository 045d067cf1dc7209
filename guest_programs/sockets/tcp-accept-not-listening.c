/*---
title: a socket that does not listen accepts nothing
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  Accept needs the `listening` state: on a socket that is only bound, is-listening is false and accept fails with
  `invalid-state`, while on one that listens without a connection pending it fails with `would-block`.
level: must
since: 0.2.0
needs: [network]
checks: [bound-is-listening, bound, listening-is-listening, listening]
---*/
#include "net.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket_accept_result accepted;

    wasi_tcp_socket bound = net_tcp_bound(network);
    check_eq_u64("bound-is-listening", wasi_tcp_socket_is_listening(bound), false);
    wasi_tcp_socket_accept(bound, &accepted);
    check_is_err("bound", wasi_network_error_code, accepted, WASI_NETWORK_ERROR_CODE_INVALID_STATE);

    wasi_tcp_socket listening = net_tcp_listening(network);
    check_eq_u64("listening-is-listening", wasi_tcp_socket_is_listening(listening), true);
    wasi_tcp_socket_accept(listening, &accepted);
    check_is_err("listening", wasi_network_error_code, accepted, WASI_NETWORK_ERROR_CODE_WOULD_BLOCK);
}
