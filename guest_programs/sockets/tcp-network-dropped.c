/*---
title: a network is borrowed for a call and can be dropped after it
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:sockets/network#[resource-drop]network
  - wasi:sockets/instance-network#instance-network
clause: >
  start-bind and start-connect borrow the network for the time of the call alone: once they have returned it can be
  dropped, and what they started is finished all the same.
level: must
since: 0.2.0
needs: [network]
checks: [finish-bind, finish-connect]
---*/
#include "tcp.h"

CASE {
    wasi_tcp_socket listener = net_tcp_socket(TCP_IPV4), socket = net_tcp_socket(TCP_IPV4);
    wasi_network network = wasi_instance_network_instance_network();
    tcp_outcome outcome;
    wasi_tcp_socket_start_bind(listener, network, NET_LOOPBACK(0), &outcome);
    require_ok("start-bind", wasi_network_error_code, outcome);
    wasi_network_drop(network);
    NET_TCP_FINISH(wasi_tcp_socket_finish_bind, listener, outcome);
    check_is_ok("finish-bind", wasi_network_error_code, outcome);
    net_tcp_listen(listener);

    network = wasi_instance_network_instance_network();
    wasi_tcp_socket_start_connect(socket, network, NET_LOOPBACK(net_tcp_port(listener)), &outcome);
    require_ok("start-connect", wasi_network_error_code, outcome);
    wasi_network_drop(network);
    wasi_tcp_socket_finish_connect_result connected;
    NET_TCP_FINISH(wasi_tcp_socket_finish_connect, socket, connected);
    check_is_ok("finish-connect", wasi_network_error_code, connected);
}
