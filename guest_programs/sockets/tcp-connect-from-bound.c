/*---
title: a connection comes from the address to which its socket was bound
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.local-address
  - wasi:sockets/tcp#[method]tcp-socket.remote-address
clause: >
  A socket that was bound before it connects keeps that local address, and the other end sees it as its remote
  address. One that was not bound is bound by the connect, to a real port.
level: must
since: 0.2.0
needs: [network]
checks: [kept, seen, implicit-port, implicit-seen]
---*/
#include "tcp.h"

static wasi_network_ip_socket_address remote(wasi_tcp_socket socket) {
    wasi_tcp_socket_remote_address_result address;
    wasi_tcp_socket_remote_address(socket, &address);
    require_ok("remote-address", wasi_network_error_code, address);
    return address.ok;
}

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4), socket = tcp_bound(network, TCP_IPV4);
    wasi_network_ip_socket_address before = net_tcp_local(socket);
    tcp_address address = tcp_loopback(TCP_IPV4, net_tcp_port(listener));
    tcp_connected(network, socket, address);
    check_eq_address("kept", net_tcp_local(socket), before);
    check_eq_address("seen", remote(net_tcp_accept(listener).socket), before);

    socket = net_tcp_socket(TCP_IPV4);
    tcp_connected(network, socket, address);
    check_at_least_u64("implicit-port", net_tcp_port(socket), 1);
    check_eq_address("implicit-seen", remote(net_tcp_accept(listener).socket), net_tcp_local(socket));
}
