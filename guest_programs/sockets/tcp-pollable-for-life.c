/*---
title: one pollable serves a socket in all its states
spec:
  - wasi:sockets/tcp#[method]tcp-socket.subscribe
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-listen
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:io/poll#[method]pollable.ready
  - wasi:io/poll#[method]pollable.block
clause: >
  The pollable of a socket is not limited to the operation that is in progress when it is made: made once of a new
  socket, it tells when bind, listen and connect can be finished and when a connection can be accepted. Once it is
  ready, none of them would block.
level: must
since: 0.2.0
needs: [network]
checks: [finish-bind, finish-listen, finish-connect, accept, connected]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = net_tcp_socket(TCP_IPV4), socket = net_tcp_socket(TCP_IPV4);
    wasi_pollable of_listener = wasi_tcp_socket_subscribe(listener), of_socket = wasi_tcp_socket_subscribe(socket);

    tcp_outcome outcome;
    wasi_tcp_socket_start_bind(listener, network, NET_LOOPBACK(0), &outcome);
    wasi_pollable_block(of_listener);
    wasi_tcp_socket_finish_bind(listener, &outcome);
    check_is_ok("finish-bind", wasi_network_error_code, outcome);
    wasi_tcp_socket_start_listen(listener, &outcome);
    wasi_pollable_block(of_listener);
    wasi_tcp_socket_finish_listen(listener, &outcome);
    check_is_ok("finish-listen", wasi_network_error_code, outcome);

    wasi_tcp_socket_start_connect(socket, network, NET_LOOPBACK(net_tcp_port(listener)), &outcome);
    wasi_pollable_block(of_socket);
    wasi_tcp_socket_finish_connect_result connected;
    wasi_tcp_socket_finish_connect(socket, &connected);
    check_is_ok("finish-connect", wasi_network_error_code, connected);
    wasi_pollable_block(of_listener);
    wasi_tcp_socket_accept_result accepted;
    wasi_tcp_socket_accept(listener, &accepted);
    check_is_ok("accept", wasi_network_error_code, accepted);
    check_eq_u64("connected", wasi_pollable_ready(of_socket), true);
}
