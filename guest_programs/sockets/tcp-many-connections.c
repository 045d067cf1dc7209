/*---
title: many connections at once, each with its own bytes
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-connect
  - wasi:sockets/tcp#[method]tcp-socket.finish-connect
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/poll#poll
clause: >
  A guest may have many sockets. 48 connections to one peer are open at the same time; on each, other bytes are
  sent, and exactly those come back, while poll waits for all of them.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [local-addresses, received, wrong-bytes]
---*/
#include "args.h"
#include "tcp_transfer.h"

enum { CONNECTIONS = 48, BYTES = 5000 };

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    uint32_t port = args_last_number(), distinct = 0, received = 0, wrong = 0;
    static transfer_end ends[CONNECTIONS];
    for (uint32_t i = 0; i < CONNECTIONS; i++) ends[i] = transfer_of(tcp_client(network, TCP_IPV4, port), BYTES, i, i);
    for (uint32_t i = 0; i < CONNECTIONS; i++) {
        bool own = true;
        for (uint32_t j = 0; j < i; j++) own &= net_tcp_port(ends[i].end.socket) != net_tcp_port(ends[j].end.socket);
        distinct += own;
    }
    check_eq_u64("local-addresses", distinct, CONNECTIONS);
    transfer(ends, CONNECTIONS);
    for (uint32_t i = 0; i < CONNECTIONS; i++) {
        received += ends[i].received;
        wrong += ends[i].wrong;
    }
    check_eq_u64("received", received, CONNECTIONS * BYTES);
    check_eq_u64("wrong-bytes", wrong, 0);
}
