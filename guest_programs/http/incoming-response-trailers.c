/*---
title: the trailers that a handler finishes its body with reach a client that wants them
spec: wasi:http/types#[static]outgoing-body.finish
clause: >
  Finish takes the trailers of a body and completes it. A client that has said that it understands trailers gets them
  after the last chunk; without any, the body just ends.
level: must
confirmed: "two readers of the text, 2026-11-22; fields are several entries of one name, and the host takes the trailers without an error; hyper loses all but the last"
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - path: /trailers
    headers: {te: trailers}
    expect:
      - {check: body, status: 200, body: text}
      - {check: sum, what: trailer x-sum, allowed: ["7"]}
      - {check: twice, what: trailer x-twice, allowed: ["first, second"]}
  - path: /trailers
    expect: {check: body-unasked, status: 200, body: text}
  - path: /empty
    headers: {te: trailers}
    expect: {check: empty-set, status: 200, body: text, trailers: {}}
  - path: /none
    headers: {te: trailers}
    expect: {check: none, status: 200, body: text, trailers: {}}
  - path: /only
    headers: {te: trailers}
    expect:
      - {check: no-content, status: 200, body: ""}
      - {check: no-content-sum, what: trailer x-sum, allowed: ["7"]}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_fields fields = wasi_fields_new();
    bool some = http_path_is(request, "/trailers") || http_path_is(request, "/only");
    wasi_fields_append_result announced;  // or forbidden, since that field is the host's affair
    if (some) wasi_fields_append(fields, STR("trailer"), STR("x-sum, x-twice"), &announced);
    wasi_outgoing_body body = http_begin_response(response_out, 200, fields);
    if (!http_path_is(request, "/only")) {
        wasi_output_stream stream = serve_output(body);
        serve_write(stream, STR("text"));
        wasi_output_stream_drop(stream);
    }
    wasi_fields trailers = wasi_fields_new();
    if (some) {
        http_add(trailers, "x-sum", "7");
        http_add(trailers, "x-twice", "first");
        http_add(trailers, "x-twice", "second");
    }
    wasi_outgoing_body_finish_result finished;
    wasi_outgoing_body_finish(body, !http_path_is(request, "/none"), trailers, &finished);
}
