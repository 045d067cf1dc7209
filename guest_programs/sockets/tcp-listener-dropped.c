/*---
title: a listener that is dropped takes no more connections and keeps those it gave
spec:
  - wasi:sockets/tcp#[method]tcp-socket.accept
  - wasi:sockets/tcp#[resource-drop]tcp-socket
errors: [wasi:sockets/network#error-code.connection-refused]
clause: >
  A socket can be dropped in any state. After a listener is dropped, connects to its port are refused, while a
  connection that it has accepted carries bytes as before.
level: must
since: 0.2.0
needs: [network]
checks: [accepted-received, connect]
---*/
#include "tcp.h"

CASE {
    wasi_network network = wasi_instance_network_instance_network();
    wasi_tcp_socket listener = tcp_listening(network, TCP_IPV4);
    uint32_t port = net_tcp_port(listener);
    net_end client = tcp_client(network, TCP_IPV4, port), server = net_tcp_accept(listener);
    wasi_tcp_socket_drop(listener);
    io_write_all(client.output, STR("still here"));
    wasi_string received = io_read_exactly(server.input, 10);
    check_eq_text("accepted-received", received, "still here");
    wasi_tcp_socket socket = net_tcp_socket(TCP_IPV4);
    wasi_tcp_socket_finish_connect_result connected = tcp_connect(network, socket, tcp_loopback(TCP_IPV4, port));
    check_is_err("connect", wasi_network_error_code, connected, WASI_NETWORK_ERROR_CODE_CONNECTION_REFUSED);
}
