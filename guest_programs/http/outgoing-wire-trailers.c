/*---
title: trailers that a request was finished with are sent
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  Trailers given to `finish` go out behind the body (in HTTP/1.1 that takes chunks, RFC 9112 section 7.1.2): the
  server sees each, with its value.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers:
    server:
      requests:
        - {check: on-the-wire, framing: chunked, body: hello, trailers: {x-sum: "532", x-note: ""}}
checks: [finish, status]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    wasi_fields_append_result announced;  // or forbidden, since such fields are the host's affair
    wasi_fields_append(fields, STR("trailer"), STR("x-sum, x-note"), &announced);
    wasi_fields_append(fields, STR("te"), STR("trailers"), &announced);
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", fields);
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    http_write_body(body.ok, STR("hello"));
    wasi_fields trailers = wasi_fields_new();
    http_add(trailers, "x-sum", "532");
    http_add(trailers, "x-note", "");
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 1, trailers, &finished);
    check_is_ok("finish", wasi_http_error_code, finished);
    if (finished.is_err) return;
    check_eq_u64("status", wasi_incoming_response_status(http_await(future)), 200);
}
