/*---
title: connecting to a port where nothing listens fails with connection-refused
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
errors: [wasi:sockets/network#error-code.connection-refused]
clause: >
  When the other end forcefully rejects the connection, the connect fails, in start-connect or in finish-connect, and
  the documented error is `connection-refused` (POSIX ECONNREFUSED).
level: should
since: 0.2.0
needs: [network]
peers: {nobody: refusing}
arguments: ["{nobody.port}"]
checks: [connect]
---*/
#include "args.h"
#include "net.h"

CASE {
    wasi_tcp_socket socket = net_tcp_socket(WASI_NETWORK_IP_ADDRESS_FAMILY_IPV4);
    wasi_tcp_socket_start_connect_result started;
    wasi_tcp_socket_start_connect(
        socket, wasi_instance_network_instance_network(), NET_LOOPBACK(args_last_number()), &started
    );
    wasi_tcp_socket_finish_connect_result connected = {.is_err = started.is_err, .err = started.err};
    if (!started.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_connect, socket, connected);
    check_is_err("connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_CONNECTION_REFUSED);
}
