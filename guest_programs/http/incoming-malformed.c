/*---
title: a request that is none is refused, and the next one is served
spec: wasi:http/incoming-handler#handle
clause: >
  What a guest is given is an HTTP request. A head that breaks the syntax of RFC 9112, has no field Host or two, or
  leaves open how long its body is, is answered with an error where the RFC demands that it is refused; or the
  connection ends.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each:
      line:
        blank-before-colon: "x-a : 1"
        no-colon: nonsense
        no-name: ": 1"
        blank-in-name: "x a: 1"
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
  - {head: [GET / HTTP/9.9, "host: {host}"], patience: 3000, expect: {check: version-unknown, what: outcome, allowed: [error, nothing], preferred: error}}
  - {head: ["G@T / HTTP/1.1", "host: {host}"], patience: 3000, expect: {check: method-no-token, what: outcome, allowed: [error, nothing], preferred: error}}
  - {head: [GET, "host: {host}"], patience: 3000, expect: {check: no-target, what: outcome, allowed: [error, nothing], preferred: error}}
  - {path: /, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_answer(response_out);
}
