/*---
title: accept does not wait for a connection
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
errors: [wasi:sockets/network#error-code.would-block]
clause: >
  Sockets never block: accept on a socket that listens, with no connection pending, fails with `would-block` and
  leaves the socket listening.
level: must
since: 0.2.0
needs: [network]
checks: [accept, is-listening]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket listening = net_tcp_listening(wasi_instance_network_instance_network());
    wasi_tcp_socket_accept_result accepted;
    wasi_tcp_socket_accept(listening, &accepted);
    check_is_err("accept", wasi_network_error_code, accepted, WASI_NETWORK_ERROR_CODE_WOULD_BLOCK);
    check_eq_u64("is-listening", wasi_tcp_socket_is_listening(listening), true);
}
