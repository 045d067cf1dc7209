/*---
title: a response body that breaks off is not a body that ends
spec: wasi:http/types#[method]incoming-body.stream
clause: >
  Errors while a response's body is received are reported by its stream: when the connection is lost before the
  announced length has come, the stream gives the bytes that came and then a failed operation, not the mere end.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [then]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(args_last_number(), "/cut"), &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);

    wasi_input_stream_blocking_read_result piece;
    do {
        wasi_input_stream_blocking_read(stream.ok, 4096, &piece);
    } while (!piece.is_err);
    check_is_err("then", wasi_streams_stream_error, piece, WASI_STREAMS_STREAM_ERROR_LAST_OPERATION_FAILED);
}
