/*---
title: finishing what was never started fails with not-in-progress
spec:
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-listen
errors: [wasi:sockets/network#error-code.not-in-progress]
clause: >
  The finish functions fail with `not-in-progress` on a socket that is not in the state that the corresponding start
  function brings about; unlike all other functions, which fail with `invalid-state` in the wrong state.
level: must
since: 0.2.0
needs: [network]
checks: [finish-bind, finish-connect, finish-listen]
---*/
#include "net.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);

    wasi_tcp_socket_finish_bind_result bound;
    wasi_tcp_socket_finish_bind(socket, &bound);
    check_is_err("finish-bind", wasi_network_error_code, bound, WASI_NETWORK_ERROR_CODE_NOT_IN_PROGRESS);

    wasi_tcp_socket_finish_connect_result connected;
    wasi_tcp_socket_finish_connect(socket, &connected);
    check_is_err("finish-connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_NOT_IN_PROGRESS);

    wasi_tcp_socket_finish_listen_result listening;
    wasi_tcp_socket_finish_listen(socket, &listening);
    check_is_err("finish-listen", wasi_network_error_code, listening, WASI_NETWORK_ERROR_CODE_NOT_IN_PROGRESS);
}
