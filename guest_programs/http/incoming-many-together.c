/*---
title: sixty-four requests are in the middle of their bodies at the same time
spec:
  - wasi:http/incoming-handler#handle
  - wasi:http/types#[method]incoming-body.stream
  - wasi:http/types#[method]outgoing-body.write
clause: >
  Components may stream any number of requests in and out concurrently. No client sends the rest of its body before all
  of them have got the first part of theirs back, so that all sixty-four calls have to be on their way at once.
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    path: /echo
    steps: [{chunk: "one {n} "}, {await: "one {n} "}, together, {chunk: "two {n}"}, last-chunk]
    times: 64
    patience: 4000
    expect: {check: together, status: 200, body: "one {n} two {n}"}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_echo_response(request, response_out);
}
