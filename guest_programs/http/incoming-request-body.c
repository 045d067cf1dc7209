/*---
title: a handler reads the body that the client sent
spec:
  - wasi:http/types#[method]incoming-request.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The body of an incoming request yields the bytes that the client sent, in order.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: POST, path: /, body: {base64: "AAECf4D+/w0KAA=="}, expect: {check: status, status: 200}}
report: response
checks: [method, body]
---*/
#include "http.h"

CASE {
    wasi_incoming_request_method_result method;
    wasi_incoming_request_method(request, &method);
    check_eq_enum("method", wasi_http_method, method.tag, WASI_HTTP_METHOD_POST);
    wasi_string body = http_request_body(request);
    check_eq_str("body", SPAN(body), STR("\x00\x01\x02\x7f\x80\xfe\xff\r\n\0"));
}
