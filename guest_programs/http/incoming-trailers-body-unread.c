/*---
title: the trailers of a request come also when its body is not read
spec:
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.subscribe
clause: >
  A guest that finishes a body without having read all of it, or without ever having asked for its stream, gives up the
  contents and waits for the trailers: what is left of the body must not keep them from coming.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each: {path: [/never-asked, /nothing-read, /some-read]}
    method: POST
    path: "{path}"
    body: {repeat: "0123456789abcdef", times: 4096}
    chunks: 4096
    trailers: {x-sum: "65536"}
    patience: 3000
    expect: {check: "{path}", what: line trailers, allowed: ["some x-sum=65536;"]}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_incoming_body body = serve_body(request);
    if (!http_path_is(request, "/never-asked")) {
        wasi_input_stream stream = serve_stream(body);
        wasi_input_stream_blocking_read_result some;
        if (http_path_is(request, "/some-read")) wasi_input_stream_blocking_read(stream, 10, &some);
        wasi_input_stream_drop(stream);
    }
    serve_say("trailers", serve_trailers(body));
    serve_answer(response_out);
}
