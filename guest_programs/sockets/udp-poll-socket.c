/*---
title: the pollable of a UDP socket is ready when a bind can be finished
spec:
  - wasi:sockets/udp#[method]udp-socket.subscribe
  - wasi:sockets/udp#[method]udp-socket.finish-bind
clause: >
  While a bind is in progress the socket can be polled for its completion: once the pollable is ready, finish-bind
  does not say `would-block`, be the bind successful or not.
level: must
since: 0.2.0
needs: [network]
checks:
  - finish
  - {name: finish-a-failure, allowed: [address-in-use, failed to start]}
---*/
#include "udp.h"

CASE {
    wasi_udp_socket socket = net_udp_socket(UDP_IPV4);
    wasi_udp_socket_start_bind_result started = udp_start_bind(socket, UDP_IPV4);
    require_ok("start-bind", wasi_network_error_code, started);
    net_udp_wait(socket);
    wasi_udp_socket_finish_bind_result finished;
    wasi_udp_socket_finish_bind(socket, &finished);
    check_is_ok("finish", wasi_network_error_code, finished);

    udp_address taken = net_udp_local(socket);
    wasi_udp_socket second = net_udp_socket(UDP_IPV4);
    wasi_network network = wasi_instance_network_instance_network();
    wasi_udp_socket_start_bind(second, network, NET_LOOPBACK(taken.ipv4.port), &started);
    if (started.is_err) {
        choose("finish-a-failure", "failed to start");
        return;
    }
    net_udp_wait(second);
    wasi_udp_socket_finish_bind(second, &finished);
    choose_result("finish-a-failure", wasi_network_error_code, finished);
}
