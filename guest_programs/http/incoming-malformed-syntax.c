/*---
title: a request that the syntax of HTTP does not have is refused
spec: wasi:http/incoming-handler#handle
clause: >
  What a guest is given is an HTTP request. A server that receives something else, be it a line that is no field, a
  method that is no token or a request line without a target, should answer with an error or end the connection (RFC
  9112, 2.2 and 3); likewise for a version that nobody knows (RFC 9110, 15.6.6).
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      line:
        no-colon: nonsense
        no-name: ": 1"
        blank-in-name: "x a: 1"
    head: [GET / HTTP/1.1, "host: {host}", "{line}"]
    patience: 3000
    expect: {check: "{line.label}", what: outcome, allowed: [error, nothing], preferred: error}
  - each:
      line:
        version-unknown: GET / HTTP/9.9
        method-no-token: G@T / HTTP/1.1
        no-target: GET
    head: ["{line}", "host: {host}"]
    patience: 3000
    expect: {check: "{line.label}", what: outcome, allowed: [error, nothing], preferred: error}
  - {path: /, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_answer(response_out);
}
