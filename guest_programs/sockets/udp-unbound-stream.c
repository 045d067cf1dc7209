/*---
title: a UDP socket that was not bound has no streams
spec: wasi:sockets/udp#[method]udp-socket.stream
errors: [wasi:sockets/network#error-code.invalid-state]
clause: >
  There is no implicit bind as in POSIX: stream on a socket that has not been bound fails with `invalid-state`.
level: must
since: 0.2.0
needs: [network]
checks: [stream]
---*/
#include "net.h"

CASE {
    wasi_udp_socket socket = net_udp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_udp_socket_stream_result streams;
    wasi_udp_socket_stream(socket, NET_NONE, &streams);
    check_is_err("stream", wasi_network_error_code, streams, WASI_NETWORK_ERROR_CODE_INVALID_STATE);
}
