/*---
title: a handler that drops its outparam leaves the answer to the host
spec:
  - wasi:http/types#[static]response-outparam.set
  - wasi:http/types#[resource-drop]response-outparam
  - wasi:http/incoming-handler#handle
clause: >
  Where set is never called, be it that the outparam is dropped or just not used, and whatever the handler has done
  before, the implementation responds with an error; and the next request is served.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {path: /dropped, patience: 3000, expect: {check: /dropped, status: error}}
  - each: {path: [/unused, /response-made, /body-written]}
    path: "{path}"
    at-once: true
    patience: 3000
    expect: {check: "{path}", status: error}
  - method: POST
    path: /dropped
    body: {repeat: x, times: 100000}
    at-once: true
    patience: 3000
    expect: {check: with-body, status: error}
  - {path: /fine, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (http_path_is(request, "/fine")) {
        serve_answer(response_out);
    } else if (http_path_is(request, "/dropped")) {
        wasi_response_outparam_drop(response_out);
    } else if (!http_path_is(request, "/unused")) {
        wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
        if (http_path_is(request, "/response-made")) return;
        wasi_outgoing_response_body_result body;
        wasi_outgoing_response_body(response, &body);
        wasi_output_stream stream = serve_output(body.ok);
        wasi_output_stream_write_result written;
        if (serve_permit(stream) >= 4) wasi_output_stream_write(stream, STR("text"), &written);
        wasi_output_stream_drop(stream);
    }
}
