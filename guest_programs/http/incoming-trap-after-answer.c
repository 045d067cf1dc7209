/*---
title: a handler that traps in the middle of its response has not finished it
spec:
  - wasi:http/types#[static]response-outparam.set
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  A response that the handler has not finished when it traps must not look whole to the client. Of one that was finished
  before, the client may get all. Requests that come afterwards are served.
level: should
confirmed: "two readers of the text, 2026-11-22; finish must be called to tell that a response is complete"
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /set
    patience: 3000
    expect: {check: set, what: outcome, allowed: [cut, nothing, error, malformed]}
  - path: /begun
    patience: 3000
    expect: {check: begun, what: outcome, allowed: [cut, nothing, error, malformed]}
  - path: /declared
    patience: 3000
    expect: {check: declared, what: outcome, allowed: [cut, nothing, error, malformed]}
  - path: /finished
    patience: 3000
    expect: {check: finished, what: outcome, allowed: [complete, cut, nothing, error, malformed], preferred: complete}
  - {path: /fine, expect: {check: next-is-served, status: 200, body: text}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_fields_new();
    if (http_path_is(request, "/declared")) http_add(fields, "content-length", "10");
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    if (http_path_is(request, "/set")) __builtin_trap();
    wasi_output_stream stream = serve_output(body);
    serve_write(stream, STR("text"));
    if (http_path_is(request, "/begun") || http_path_is(request, "/declared")) __builtin_trap();
    wasi_output_stream_drop(stream);
    http_end_body(body);
    if (http_path_is(request, "/finished")) __builtin_trap();
}
