/*---
title: after the last byte of a response's body its stream is closed
spec:
  - wasi:http/types#[method]incoming-body.stream
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  The end of a body that was received whole is no error: when all bytes were read, a further read gives `closed`, and
  not a failed operation.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [how-many, then]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(args_last_number(), "/bytes/5"), &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);

    wasi_string bytes = io_read_exactly(stream.ok, 5);
    check_eq_u64("how-many", bytes.len, 5);
    wasi_input_stream_blocking_read_result more;
    wasi_input_stream_blocking_read(stream.ok, 1, &more);
    check_is_err("then", wasi_streams_stream_error, more, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
