/*---
title: eight megabytes arrive whole
spec: wasi:http/types#[method]incoming-body.stream
clause: >
  A body of 8 MiB, in chunks of many sizes, is received to its last byte; a guest that reads slowly loses nothing.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*":
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n0\r\nf\r\n123456789abcdef\r\n"
        - send: {repeat: "10\r\n0123456789abcdef\r\n", times: 4095}
        - send: "7F0000\r\n"
        - send: {repeat: "0123456789abcdef", times: 520192}
        - send: "\r\n0\r\n\r\n"
arguments: ["{server.port}"]
checks: [end, how-many, wrong]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(args_last_number(), "/"), &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(100000000));
    uint32_t count = 0, wrong = 0;
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(stream.ok, 65536, &piece);
        if (piece.is_err) {
            check_is_err("end", wasi_streams_stream_error, piece, WASI_STREAMS_STREAM_ERROR_CLOSED);
            break;
        }
        for (uint32_t i = 0; i < piece.ok.len; i++, count++) wrong += piece.ok.ptr[i] != (uint8_t)"0123456789abcdef"[count % 16];
    }
    check_eq_u64("how-many", count, 8 << 20);
    check_eq_u64("wrong", wrong, 0);
}
