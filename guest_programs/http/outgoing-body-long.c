/*---
title: a long body arrives whole, also where the server takes its time
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  All that the stream of a body took is sent, also when it is more than any buffer on the way holds and the server
  begins to read after a while.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [{pause: 100}, await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - check: on-the-wire
          body: {repeat: "0123456789abcdef", times: 262144}
          trailers: {}
checks: [status]
---*/
#include "args.h"
#include "http.h"

enum { PIECES = 1024, SIZE = 4096 };

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    static char piece[SIZE];
    for (uint32_t i = 0; i < SIZE; i++) piece[i] = "0123456789abcdef"[i % 16];
    for (uint32_t i = 0; i < PIECES; i++) io_write_all(stream.ok, piece, SIZE);
    wasi_output_stream_drop(stream.ok);
    http_end_body(body.ok);
    check_eq_u64("status", wasi_incoming_response_status(http_await(future)), 200);
}
