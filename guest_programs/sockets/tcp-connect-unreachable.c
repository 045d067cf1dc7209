/*---
title: a destination without a route is unreachable
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
errors: [wasi:sockets/network#error-code.remote-unreachable, wasi:sockets/network#error-code.invalid-argument]
clause: >
  A connect to an address to which there is no way fails with `remote-unreachable`. On the loopback only
  127.255.255.255 is such a destination: as the broadcast address of its network it is no unicast address either,
  for which the error is `invalid-argument`; and a host that asks the system is refused without a packet being sent.
level: should
since: 0.2.0
needs: [network]
checks: [{name: connect, allowed: [remote-unreachable, invalid-argument, access-denied]}, not-connected]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    tcp_address address = {{NET_IPV4(127, 255, 255, 255, net_tcp_port(tcp_listening(network, TCP_IPV4)))}};
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, socket, address);
    choose_result("connect", wasi_network_error_code, connected);
    wasi_tcp_socket_remote_address_result remote;
    wasi_tcp_socket_remote_address(socket, &remote);
    check_ok("not-connected", remote.is_err);
}
