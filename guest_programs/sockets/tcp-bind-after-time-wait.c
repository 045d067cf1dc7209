/*---
title: a port can be bound again right after its connections have ended
spec:
  - wasi:sockets/tcp#[method]tcp-socket.start-bind
  - wasi:sockets/tcp#[method]tcp-socket.finish-bind
clause: >
  Binding to a port that is not zero is not affected by a connection at the same local address that was closed
  recently and is in TIME_WAIT. Here the accepting end closes first, so that its port is the one that waits; then
  the listener goes, and another socket binds to the port and listens.
level: should
since: 0.2.0
needs: [network]
checks: [bind, listen]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4), again = net_tcp_socket(TCP_IPV4);
    uint32_t port = net_tcp_port(listener);
    net_end client = tcp_client(network, TCP_IPV4, port), server = net_tcp_accept(listener);
    net_shutdown_send(server.socket);
    io_read_until_end(client.input);
    net_shutdown_send(client.socket);
    io_read_until_end(server.input);
    net_close(server);
    net_close(client);
    wasi_tcp_socket_drop(listener);

    tcp_outcome outcome = tcp_bind(network, again, tcp_loopback(TCP_IPV4, port));
    check_is_ok("bind", wasi_network_error_code, outcome);
    if (outcome.is_err) return;
    wasi_tcp_socket_start_listen(again, &outcome);
    if (!outcome.is_err) NET_TCP_FINISH(wasi_tcp_socket_finish_listen, again, outcome);
    check_is_ok("listen", wasi_network_error_code, outcome);
}
