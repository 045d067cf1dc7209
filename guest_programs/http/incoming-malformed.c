/*---
title: a request that HTTP demands to be refused is refused, and the next one is served
spec: wasi:http/incoming-handler#handle
clause: >
  What a guest is given is an HTTP request. A head with a blank before a colon (RFC 9112, 5.1), without the field Host or
  with two (3.2), or that leaves open how long its body is (6.3), must be answered with an error; or the connection
  ends.
level: must
confirmed: "two readers of the text, 2026-11-22; RFC 9112, 3.2, has servers answer two fields Host with 400, without exception"
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      line:
        blank-before-colon: "x-a : 1"
        second-host: "host: other.test"
    head: [GET / HTTP/1.1, "host: {host}", "{line}"]
    patience: 3000
    expect: {check: "{line.label}", what: outcome, allowed: [error, nothing], preferred: error}
  - each:
      line:
        lengths-differ: "content-length: 5\r\ncontent-length: 6"
        lengths-listed: "content-length: 5, 6"
        length-signed: "content-length: +5"
        length-no-number: "content-length: five"
        length-negative: "content-length: -1"
        coding-not-chunked: "transfer-encoding: gzip"
        coding-after-chunked: "transfer-encoding: chunked, gzip"
    head: [POST / HTTP/1.1, "host: {host}", "{line}"]
    steps: [{send: hello}]
    patience: 3000
    expect: {check: "{line.label}", what: outcome, allowed: [error, nothing], preferred: error}
  - {head: [GET / HTTP/1.1], patience: 3000, expect: {check: no-host, what: outcome, allowed: [error, nothing], preferred: error}}
  - {path: /, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_answer(response_out);
}
