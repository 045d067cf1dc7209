/*---
title: a request that is not handed over is not sent
spec:
  - wasi:http/types#[constructor]outgoing-request
  - wasi:http/types#[resource-drop]outgoing-request
  - wasi:http/types#[method]outgoing-request.body
clause: >
  Nothing reaches a server before `handle`: not when a request is made, nor when its body is written to or finished,
  nor when it is dropped.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect: {peers: {server: {requests: [{check: on-the-wire, line: "GET /sent HTTP/1.1"}]}}}
checks: [body, sent]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_string authority = http_loopback(args_last_number());
    wasi_outgoing_request_drop(http_request(authority, "/dropped", wasi_fields_new()));
    wasi_outgoing_request request = http_request(authority, "/finished", wasi_fields_new());
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    check_ok("body", !body.is_err);
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    wasi_outgoing_request_drop(request);
    wasi_incoming_response response = http_get(args_last_number(), "/sent");
    check_eq_u64("sent", wasi_incoming_response_status(response), 200);
}
