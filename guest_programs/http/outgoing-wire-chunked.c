/*---
title: a body whose length nobody declared is framed so that its end is known
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  Without a Content-Length from the guest, the host frames the body: in chunks, or with a length of its own once it
  knows it. The server sees all that was written, byte for byte, and an end.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - check: on-the-wire
          line: "POST / HTTP/1.1"
          framing: [chunked, content-length]
          body: "hello\r\n0\r\n\r\nworld"
          trailers: {}
checks: [status]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_string authority = http_loopback(args_last_number());
    wasi_outgoing_request request = http_request(authority, "/", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    io_write_all(stream.ok, STR("hello"));
    io_write_all(stream.ok, STR("\r\n0\r\n\r\n"));
    io_write_all(stream.ok, STR("world"));
    wasi_output_stream_drop(stream.ok);
    http_end_body(body.ok);
    check_eq_u64("status", wasi_incoming_response_status(http_await(future)), 200);
}
