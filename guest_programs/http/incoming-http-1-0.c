/*---
title: a client of HTTP/1.0 gets what it can understand
spec:
  - wasi:http/incoming-handler#handle
  - wasi:http/types#[static]response-outparam.set
clause: >
  A request of HTTP/1.0 is a request. Its response is not sent in chunks, which are no part of that version (RFC 9112,
  6.1): its end is told by a length, or by the end of the connection. One without the field Host, of which that version
  knows nothing, may be refused, since nobody is asked for by name; or the host serves it as a default (RFC 9112, 3.3).
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - head: ["GET /old?v=1.0 HTTP/1.0", "host: {host}"]
    expect:
      - {check: answered, status: 200, body: "path: /old?v=1.0\nlength: 0\n"}
      - {check: framing, what: framing, allowed: [content-length, close]}
  - head: [GET /old HTTP/1.0]
    expect:
      - {check: without-host, what: outcome, allowed: [complete, error], preferred: complete}
      - {check: without-host-path, what: line path, allowed: [/old, 0 lines path], preferred: /old}
  - head: [POST /old HTTP/1.0, "host: {host}", "content-length: 5"]
    body: hello
    expect: {check: with-body, status: 200, body: "path: /old\nlength: 5\n"}
  - head: [GET /old HTTP/1.0, "host: {host}"]
    steps: [await-close]
    patience: 3000
    expect: {check: connection-ends, what: closed, allowed: ["yes"]}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    serve_say("path", serve_path(request));
    serve_say("length", text_of_u64(serve_read_all(serve_stream(serve_body(request))).length));
    serve_answer(response_out);
}
