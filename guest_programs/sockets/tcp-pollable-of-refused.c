/*---
title: the pollable of a connect is ready when it has failed
spec:
  - wasi:sockets/tcp#[method]tcp-socket.subscribe
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:io/poll#[method]pollable.block
errors: [wasi:sockets/network#error-code.connection-refused]
clause: >
  The pollable of a socket whose connect is in progress resolves when the connect has come to its end, be it success
  or failure: after it, finish-connect tells the failure and does not say `would-block`.
level: should
since: 0.2.0
needs: [network]
peers: {nobody: refusing}
arguments: ["{nobody.port}"]
checks: [finish-connect]
---*/
#include "args.h"
#include "tcp.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    wasi_pollable end = wasi_tcp_socket_subscribe(socket);
    tcp_outcome started;
    wasi_tcp_socket_start_connect(
        socket, wasi_instance_network_instance_network(), NET_LOOPBACK(args_last_number()), &started
    );
    wasi_tcp_socket_finish_connect_result connected = {.is_err = started.is_err, .err = started.err};
    wasi_pollable_block(end);
    if (!started.is_err) wasi_tcp_socket_finish_connect(socket, &connected);
    check_is_err("finish-connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_CONNECTION_REFUSED);
}
