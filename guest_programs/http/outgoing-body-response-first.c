/*---
title: a response comes before the body was sent
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[method]future-incoming-response.get
  - wasi:http/types#[method]outgoing-body.write
clause: >
  A server may answer before it has the body (RFC 9112 section 9.5): the future gives the response when its status and
  fields are there, and the body of the request goes on behind it, to its end.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*": [{send: "HTTP/1.1 200 OK\r\ncontent-length: 14\r\n\r\nearly and "}, await-request, {send: "late"}]
arguments: ["{server.port}"]
expect: {peers: {server: {requests: [{check: on-the-wire, body: first and second}]}}}
checks: [status, body]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_outgoing_body_write_result stream;
    wasi_outgoing_body_write(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_future_incoming_response future = http_send(request);
    io_write_all(stream.ok, STR("first"));
    wasi_incoming_response response = http_await(future);
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
    io_write_all(stream.ok, STR(" and second"));
    wasi_output_stream_drop(stream.ok);
    http_end_body(body.ok);
    wasi_string answer = http_response_body(response);
    check_eq_text("body", answer, "early and late");
}
