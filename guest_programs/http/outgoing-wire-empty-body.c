/*---
title: a body that nothing was written to is empty
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]outgoing-request.body
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  A body may be finished without a byte, whether its stream was asked for or not, and also with a declared length of
  0: the server sees a complete request whose body is empty.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: no-stream-on-the-wire, line: "POST /no-stream HTTP/1.1", body: "", trailers: {}}
        - {check: stream-on-the-wire, line: "POST /stream HTTP/1.1", body: "", trailers: {}}
        - {check: length-on-the-wire, line: "POST /length HTTP/1.1", headers: {content-length: "0"}, body: "", trailers: {}}
checks: [no-stream, stream, length]
---*/
#include "args.h"
#include "http.h"

static wasi_string port;

static uint32_t post(const char *path, bool with_length, bool with_stream) {
    wasi_fields fields = wasi_fields_new();
    if (with_length) http_add(fields, "content-length", "0");
    wasi_outgoing_request request = http_request(port, path, fields);
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    wasi_outgoing_body_write_result stream;
    if (with_stream) wasi_outgoing_body_write(body.ok, &stream), wasi_output_stream_drop(stream.ok);
    http_end_body(body.ok);
    return wasi_incoming_response_status(http_await(future));
}

CASE {
    port = http_loopback(args_last_number());
    check_eq_u64("no-stream", post("/no-stream", false, false), 200);
    check_eq_u64("stream", post("/stream", false, true), 200);
    check_eq_u64("length", post("/length", true, true), 200);
}
