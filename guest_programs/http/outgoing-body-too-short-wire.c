/*---
title: a body shorter than its declared length never looks complete
spec:
  - wasi:http/outgoing-handler#handle
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  Where less was written than the Content-Length of the request says, finish fails, and the server does not see a
  request that is complete.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: {paths: {"*": [await-request, {send: "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"}]}}}
arguments: ["{server.port}"]
expect:
  peers: {server: {requests: [{check: on-the-wire, optional: true, headers: {content-length: "10"}, complete: false}]}}
checks: [finish, no-response]
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", "10");
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/", fields);
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    wasi_outgoing_request_body_result body;
    wasi_outgoing_request_body(request, &body);
    require("the request has a body", !body.is_err);
    wasi_future_incoming_response future = http_send(request);
    http_write_body(body.ok, STR("hello"));
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body.ok, 0, 0, &finished);
    report_check("finish", finished.is_err, text_of_result(wasi_http_error_code, finished), text_of("an error"));
    wasi_pollable_block(wasi_monotonic_clock_subscribe_duration(200000000));
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(future, &got);
    check_ok("no-response", !got.is_some || got.some.ok.is_err);
}
