/*---
title: a body that is dropped instead of finished is no complete body
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[resource-drop]outgoing-body
clause: >
  A body that is dropped without `finish` is to be treated as corrupted, and the error to be told to the server by
  whatever means HTTP has: what arrives must not look like a complete request.
level: should
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect: {peers: {server: {requests: [{check: on-the-wire, optional: true, complete: false}]}}}
checks: [future]
---*/
#include "wire.h"

CASE {
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_outgoing_handler_handle_result sent = {.ok = http_send(request)};
    http_write_body(body.ok, STR("hello"));
    wasi_outgoing_body_drop(body.ok);
    wasi_string future = wire_outcome(&sent);
    check_eq_text("future", future, "an error");
}
