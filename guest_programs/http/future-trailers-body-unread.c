/*---
title: trailers come although the body was not read
spec:
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.get
clause: >
  A body can be finished before it was read to its end, and without its stream having been asked for; what was not read
  must not keep the trailers from being delivered.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /short:
        - await-request
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-a: 1\r\n\r\n"
      /long:
        - await-request
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n30d40\r\n"
        - send: {repeat: "body", times: 50000}
        - send: "\r\n0\r\nx-a: 1\r\n\r\n"
arguments: ["{server.port}"]
checks: [no-stream, stream-unread, stream-partly-read, long]
---*/
#include "args.h"
#include "trailers.h"

static uint32_t port;

// The trailers after a body of which so many bytes were read; -1 for a body whose stream was not asked for.
static wasi_string trailers_when(const char *path, int32_t read) {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(port, path), &body);
    require("the response has a body", !body.is_err);
    if (read >= 0) {
        wasi_incoming_body_stream_result stream;
        wasi_incoming_body_stream(body.ok, &stream);
        require("the body has a stream", !stream.is_err);
        wasi_input_stream_blocking_read_result bytes;
        wasi_input_stream_blocking_read(stream.ok, (uint64_t)read, &bytes);
        wasi_input_stream_drop(stream.ok);
    }
    return trailers_shown(trailers_await(wasi_incoming_body_finish(body.ok)));
}

CASE {
    port = args_last_number();
    check_eq_text("no-stream", trailers_when("/short", -1), "x-a=1;");
    check_eq_text("stream-unread", trailers_when("/short", 0), "x-a=1;");
    check_eq_text("stream-partly-read", trailers_when("/short", 2), "x-a=1;");
    check_eq_text("long", trailers_when("/long", 1), "x-a=1;");
}
