/*---
title: a response that does not keep its length is not taken for whole
spec:
  - wasi:http/types#[static]outgoing-body.finish
  - wasi:http/types#[method]outgoing-body.write
clause: >
  A handler that declares a length and writes less has not finished its response: the client must not see a clean end.
  (That it need not wait for what cannot come, incoming-response-short-ends asks for.)
  Of one that writes more, the client never sees more than what was declared; and the next request is served.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /short
    patience: 3000
    expect: {check: short, what: outcome, allowed: [cut, nothing, error, malformed, stalled, silence]}
  - path: /nothing-written
    at-once: true
    patience: 3000
    expect: {check: nothing-written, what: outcome, allowed: [cut, nothing, error, malformed, stalled, silence]}
  - path: /long
    headers: {connection: close}
    steps: [await-head, await-close]
    patience: 3000
    expect: {check: long, what: body, allowed: ["0123", "", "012", "01", "0"]}
  - {path: /right, expect: {check: next-is-served, status: 200, body: "0123"}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    bool lacks = http_path_is(request, "/short") || http_path_is(request, "/nothing-written");
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "content-length", lacks ? "10" : "4");
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    wasi_output_stream stream = serve_output(body);
    if (!http_path_is(request, "/nothing-written")) serve_write(stream, STR("0123"));
    if (http_path_is(request, "/long")) serve_write(stream, STR("456789"));
    wasi_output_stream_drop(stream);
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body, 0, 0, &finished);
}
