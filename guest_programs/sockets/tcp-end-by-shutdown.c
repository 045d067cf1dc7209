/*---
title: after the last bytes of an end that shut down sending, the stream is closed
spec:
  - wasi:sockets/tcp#[method]tcp-socket.shutdown
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  When one end of a connection shuts down its sending side after writing, the other end reads all that was written and
  then gets `closed`, the sign of an orderly end, and not a failed operation.
level: must
since: 0.2.0
needs: [network]
checks: [data, then]
---*/
#include "net.h"

CASE {
    net_pair pair = net_tcp_pair(wasi_instance_network_instance_network());
    io_write_all(pair.server.output, STR("the last words"));
    net_shutdown_send(pair.server.socket);

    wasi_string received = io_read_exactly(pair.client.input, 14);
    check_eq_text("data", received, "the last words");
    wasi_input_stream_blocking_read_result more;
    wasi_input_stream_blocking_read(pair.client.input, 1, &more);
    check_is_err("then", wasi_streams_stream_error, more, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
