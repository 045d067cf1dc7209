/*---
title: sixty-four requests at once are answered, each with what is its own
spec:
  - wasi:http/incoming-handler#handle
  - wasi:http/types#[method]incoming-body.stream
clause: >
  Requests that come at the same time are calls of handle of their own: each client gets the answer to its own path and
  body, and none is lost.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    path: "/copy?{n}"
    body: "the body of copy {n}"
    times: 64
    expect: {check: short, status: 200, body: "/copy?{n} the body of copy {n}"}
  - method: POST
    path: /long
    body: {repeat: "0123456789abcdef", times: 2048}
    chunks: 1000
    times: 16
    expect: {check: long, status: 200, lines: ["/long 0123456789abcdef"]}
  - {path: /, expect: {check: afterwards, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_add(serve_path(request));
    serve_add(text_of(" "));
    wasi_string body = http_request_body(request);
    if (http_path_is(request, "/long")) {
        bool whole = body.len == 32768;
        for (uint32_t i = 0; i < body.len; i++) whole &= body.ptr[i] == "0123456789abcdef"[i % 16];
        body.len = whole ? 16 : 0;
    }
    serve_add(body);
    serve_answer(response_out);
}
