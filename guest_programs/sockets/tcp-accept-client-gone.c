/*---
title: a client that has gone does not harm the listener
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.is-listening
errors: [wasi:sockets/network#error-code.connection-aborted]
clause: >
  A connection may end before it is accepted: accept then gives it all the same, with its end, or fails with
  `connection-aborted`, or there is none any more. The socket goes on listening, and the next connection is
  accepted.
level: must
since: 0.2.0
needs: [network]
checks: [{name: gone, allowed: [ok, connection-aborted, would-block]}, is-listening, next]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4);
    uint32_t port = net_tcp_port(listener);
    net_close(tcp_client(network, TCP_IPV4, port));
    wasi_tcp_socket_accept_result accepted;
    wasi_tcp_socket_accept(listener, &accepted);
    choose_result("gone", wasi_network_error_code, accepted);
    check_eq_u64("is-listening", wasi_tcp_socket_is_listening(listener), true);

    net_end client = tcp_client(network, TCP_IPV4, port);
    wasi_network_ip_socket_address want = net_tcp_local(client.socket);
    for (uint32_t tries = 0; tries < 2; tries++) {
        net_end server = net_tcp_accept(listener);
        wasi_tcp_socket_remote_address_result remote;
        wasi_tcp_socket_remote_address(server.socket, &remote);
        if (remote.is_err || (tries == 0 && !net_same_address(remote.ok, want))) continue;  // the one that has gone
        check_eq_address("next", remote.ok, want);
        return;
    }
}
