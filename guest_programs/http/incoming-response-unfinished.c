/*---
title: a response whose body is dropped and not finished is not taken for whole
spec:
  - wasi:http/types#[resource-drop]outgoing-body
  - wasi:http/types#[static]outgoing-body.finish
clause: >
  A body that is dropped is incomplete, and the implementation should tell the client so by whatever means it has: by
  corrupting the body, ending the connection or a late status. Of one that is only left behind when the handler returns,
  the text does not speak.
level: should
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each: {path: [/dropped-empty, /dropped-begun]}
    path: "{path}"
    patience: 3000
    expect: {check: "{path}", what: outcome, allowed: [cut, nothing, error, malformed]}
  - path: /dropped-declared
    at-once: true
    patience: 3000
    expect: {check: declared-and-cut, what: outcome, allowed: [cut, nothing, error, malformed]}
  - each: {path: [/left-empty, /left-begun]}
    path: "{path}"
    patience: 3000
    expect: {check: "{path}", what: outcome, allowed: [cut, nothing, error, malformed, complete]}
  - {path: /finished, expect: {check: next-is-served, status: 200, body: ""}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_fields_new();
    bool declared = http_path_is(request, "/dropped-declared");
    if (declared) http_add(fields, "content-length", "10");
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    if (declared || http_path_is(request, "/dropped-begun") || http_path_is(request, "/left-begun")) {
        wasi_output_stream stream = serve_output(body);
        serve_write(stream, STR("text"));
        wasi_output_stream_drop(stream);
    }
    if (http_path_is(request, "/finished")) {
        http_end_body(body);
    } else if (serve_path(request).ptr[1] == 'd') {
        wasi_outgoing_body_drop(body);
    }
}
