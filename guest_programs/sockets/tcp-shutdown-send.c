/*---
title: shutting down sending ends that direction and leaves the other open
spec: wasi:sockets/tcp#[method]tcp-socket.shutdown
clause: >
  After a shutdown of `send` the output stream of the socket is closed; what was written before still reaches the
  other end, and what the other end sends afterwards still arrives.
level: must
since: 0.2.0
needs: [network]
checks: [shutdown, output-closed, sent-before, other-direction]
---*/
#include "net.h"

CASE {
    net_pair pair = net_tcp_pair(wasi_instance_network_instance_network());
    io_write_all(pair.client.output, STR("before"));

    wasi_tcp_socket_shutdown_result shut;
    wasi_tcp_socket_shutdown(pair.client.socket, WASI_TCP_SHUTDOWN_TYPE_SEND, &shut);
    check_is_ok("shutdown", wasi_network_error_code, shut);

    wasi_output_stream_check_write_result writable;
    wasi_output_stream_check_write(pair.client.output, &writable);
    check_is_err("output-closed", wasi_streams_stream_error, writable, WASI_STREAMS_STREAM_ERROR_CLOSED);

    wasi_string received = io_read_exactly(pair.server.input, 6);
    check_eq_text("sent-before", received, "before");

    io_write_all(pair.server.output, STR("after"));
    wasi_string answered = io_read_exactly(pair.client.input, 5);
    check_eq_text("other-direction", answered, "after");
}
