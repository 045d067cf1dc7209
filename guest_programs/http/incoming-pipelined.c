/*---
title: requests that are sent without waiting are answered in their order
spec: wasi:http/incoming-handler#handle
clause: >
  A client may send requests on one connection before the earlier ones were answered. Each is a call of handle of its
  own, and the responses are sent in the order of the requests (RFC 9112, 9.3.2), each with its own body.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {connection: one, method: POST, path: /first, body: "1", expect: {check: first, status: 200, body: "path: /first\nbody: 1\n"}}
  - {connection: one, pipelined: true, path: /second, expect: {check: second, status: 200, body: "path: /second\nbody: \n"}}
  - connection: one
    pipelined: true
    method: POST
    path: /third
    body: "three"
    chunks: 2
    expect: {check: third, status: 200, body: "path: /third\nbody: three\n"}
  - {connection: one, pipelined: true, path: /fourth, expect: {check: fourth, status: 200, body: "path: /fourth\nbody: \n"}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_say("path", serve_path(request));
    serve_say("body", http_request_body(request));
    serve_answer(response_out);
}
