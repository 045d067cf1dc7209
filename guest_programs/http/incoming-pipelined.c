/*---
title: requests that are sent without waiting are answered in their order
spec: wasi:http/incoming-handler#handle
clause: >
  A client may send requests on one connection before the earlier ones were answered. Each is a call of handle of its
  own, and the responses are sent in the order of the requests (RFC 9112, 9.3.2), each with its own body. A server may
  announce the end of the connection with a response and leave those behind it unanswered (9.6).
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {connection: one, method: POST, path: /first, body: "1", expect: {check: first, status: 200, body: "path: /first\nbody: 1\n"}}
  - connection: one
    pipelined: true
    path: /second
    expect:
      - {check: second, what: outcome, allowed: [complete, closed], preferred: complete}
      - {check: second-path, what: line path, allowed: [/second, 0 lines path], preferred: /second}
      - {check: second-body, what: line body, allowed: ["", 0 lines body], preferred: ""}
  - connection: one
    pipelined: true
    method: POST
    path: /third
    body: "three"
    chunks: 2
    expect:
      - {check: third, what: outcome, allowed: [complete, closed], preferred: complete}
      - {check: third-path, what: line path, allowed: [/third, 0 lines path], preferred: /third}
      - {check: third-body, what: line body, allowed: ["three", 0 lines body], preferred: "three"}
  - connection: one
    pipelined: true
    path: /fourth
    expect:
      - {check: fourth, what: outcome, allowed: [complete, closed], preferred: complete}
      - {check: fourth-path, what: line path, allowed: [/fourth, 0 lines path], preferred: /fourth}
      - {check: fourth-body, what: line body, allowed: ["", 0 lines body], preferred: ""}
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
