/*---
title: the client of a response that came out too short is not kept waiting
spec:
  - wasi:http/types#[static]outgoing-body.finish
  - wasi:http/types#[method]outgoing-body.write
clause: >
  A body that was not finished, which one is not whose finish failed for its length, should be treated as incomplete, and
  the client be told so by whatever means there are: the response breaks off, or is an error. A client that goes on
  waiting for the rest was told nothing.
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {path: /short, patience: 3000, expect: {check: short, what: outcome, allowed: [cut, nothing, error, malformed]}}
  - path: /nothing-written
    at-once: true
    patience: 3000
    expect: {check: nothing-written, what: outcome, allowed: [cut, nothing, error, malformed]}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", "10");
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    wasi_output_stream stream = serve_output(body);
    if (http_path_is(request, "/short")) serve_write(stream, STR("0123"));
    wasi_output_stream_drop(stream);
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body, 0, 0, &finished);
}
