/*---
title: many connections that wait are all accepted, once each
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[method]tcp-socket.remote-address
errors: [wasi:sockets/network#error-code.would-block]
clause: >
  Accept gives one pending connection at a time. Of 16 that were made before the first is accepted, each is accepted
  once, with the address of its client and that client's bytes; then none is pending.
level: must
since: 0.2.0
needs: [network]
checks: [clients-found, bytes-of-its-client, then]
---*/
#include "tcp.h"

enum { CLIENTS = 16 };

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4);
    uint32_t port = net_tcp_port(listener), found = 0, matching = 0;
    net_end clients[CLIENTS];
    for (uint32_t i = 0; i < CLIENTS; i++) {
        clients[i] = tcp_client(network, TCP_IPV4, port);
        char number = (char)('A' + i);
        io_write_all(clients[i].output, &number, 1);
    }
    bool seen[CLIENTS] = {false};
    for (uint32_t i = 0; i < CLIENTS; i++) {
        net_end end = net_tcp_accept(listener);
        wasi_tcp_socket_remote_address_result remote;
        wasi_tcp_socket_remote_address(end.socket, &remote);
        require_ok("remote-address", wasi_network_error_code, remote);
        for (uint32_t j = 0; j < CLIENTS; j++) {
            if (seen[j] || !net_same_address(remote.ok, net_tcp_local(clients[j].socket))) continue;
            seen[j] = true;
            found++;
            wasi_string number = io_read_exactly(end.input, 1);
            matching += number.len == 1 && number.ptr[0] == (char)('A' + j);
        }
    }
    check_eq_u64("clients-found", found, CLIENTS);
    check_eq_u64("bytes-of-its-client", matching, CLIENTS);
    wasi_tcp_socket_accept_result more;
    wasi_tcp_socket_accept(listener, &more);
    check_is_err("then", wasi_network_error_code, more, WASI_NETWORK_ERROR_CODE_WOULD_BLOCK);
}
