/*---
title: a guest that connects to itself sees the same two addresses from both ends
spec:
  - wasi:sockets/tcp#[method]tcp-socket.local-address
  - wasi:sockets/tcp#[method]tcp-socket.remote-address
  - wasi:sockets/tcp#[method]tcp-socket.accept
clause: >
  Of the two sockets of one connection over the loopback, the remote address of each is the local address of the
  other.
level: must
since: 0.2.0
needs: [network]
checks: [client-sees-server, server-sees-client]
---*/
#include "net.h"

static wasi_network_ip_socket_address remote(wasi_tcp_socket socket) {
    wasi_tcp_socket_remote_address_result address;
    wasi_tcp_socket_remote_address(socket, &address);
    require_ok("remote-address", wasi_network_error_code, address);
    return address.ok;
}

CASE {
    net_pair pair = net_tcp_pair(wasi_instance_network_instance_network());
    check_eq_address("client-sees-server", remote(pair.client.socket), net_tcp_local(pair.server.socket));
    check_eq_address("server-sees-client", remote(pair.server.socket), net_tcp_local(pair.client.socket));
}
