/*---
title: a request or body that is dropped before its children traps
spec:
  - wasi:http/types#[resource-drop]incoming-request
  - wasi:http/types#[method]incoming-request.headers
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[resource-drop]incoming-body
clause: >
  Fields are a child of their request, and a stream is one of its body: the parent must not be dropped, nor a body
  finished, before them. That traps, so that the handler does not live to answer; in the right order it does.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {method: POST, body: text, path: /in-order, expect: {check: in-order, status: 200}}
  - {method: POST, body: text, path: /request, patience: 3000, expect: {check: request-before-fields, what: outcome, allowed: [error, nothing]}}
  - {method: POST, body: text, path: /body, patience: 3000, expect: {check: body-before-stream, what: outcome, allowed: [error, nothing]}}
  - {method: POST, body: text, path: /finish, patience: 3000, expect: {check: finish-before-stream, what: outcome, allowed: [error, nothing]}}
  - {method: POST, body: text, path: /in-order, expect: {check: afterwards, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    bool early_request = http_path_is(request, "/request"), early_body = http_path_is(request, "/body");
    bool early_finish = http_path_is(request, "/finish");
    wasi_fields fields = wasi_incoming_request_headers(request);
    wasi_incoming_body body = serve_body(request);
    wasi_input_stream stream = serve_stream(body);
    if (early_request) wasi_incoming_request_drop(request);
    if (early_body) wasi_incoming_body_drop(body);
    if (early_finish) wasi_incoming_body_finish(body);
    if (!early_body && !early_finish) {
        wasi_input_stream_drop(stream);
        wasi_incoming_body_drop(body);
    }
    if (!early_request) {
        wasi_fields_drop(fields);
        wasi_incoming_request_drop(request);
    }
    serve_answer(response_out);
}
