/*---
title: the body of a request reaches the server whole
spec:
  - wasi:http/types#[method]outgoing-request.body
  - wasi:http/types#[method]outgoing-body.write
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  What is written to the stream of a request's body, and finished, is the body that the server receives, byte for
  byte.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [status, how-many, first-difference]
---*/
#include "args.h"
#include "http.h"

static char sent[20000];

CASE {
    for (uint32_t i = 0; i < sizeof sent; i++) sent[i] = (char)(i ^ i >> 8);
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/echo", wasi_fields_new());
    require("POST is accepted", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));

    wasi_incoming_response response = http_send_with_body(request, sent, sizeof sent);
    check_eq_u64("status", wasi_incoming_response_status(response), 200);
    wasi_string body = http_response_body(response);
    check_eq_u64("how-many", body.len, sizeof sent);
    check_eq_u64("first-difference", io_first_difference(body.ptr, sent, body.len), body.len);
}
