/*---
title: a client that waits to be asked for its body is asked
spec:
  - wasi:http/types#[method]incoming-request.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  A client that has sent `Expect: 100-continue` may keep its body back until it is told to go on. When the guest reads the
  body, the client is told so with 100 and the guest gets it; a guest that answers without reading need not ask for it.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - method: POST
    headers: {expect: 100-continue, content-length: "5"}
    steps: [{await-status: 100}, {send: hello}]
    patience: 3000
    expect:
      - {check: asked-for, informational: [100]}
      - {check: body-read, status: 200, lines: ["length: 5"]}
  - method: POST
    headers: {expect: 100-CONTINUE}
    steps: [{await-status: 100}, {chunk: hello}, {chunk: hello}, last-chunk]
    patience: 3000
    expect: {check: chunks-read, status: 200, lines: ["length: 10"]}
  - method: POST
    headers: {expect: 100-continue}
    body: hello
    expect: {check: sent-at-once, status: 200, lines: ["length: 5"]}
  - method: POST
    path: /unread
    headers: {expect: 100-continue, content-length: "5"}
    steps: [await-head, close]
    patience: 3000
  - path: /next
    expect: {check: next-is-served, status: 200}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (!http_path_is(request, "/unread"))
        serve_say("length", text_of_u64(serve_read_all(serve_stream(serve_body(request))).length));
    serve_answer(response_out);
}
