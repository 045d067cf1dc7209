/*---
title: a handler may answer without reading the body
spec:
  - wasi:http/types#[static]response-outparam.set
  - wasi:http/types#[method]incoming-request.consume
clause: >
  What a handler answers reaches the client also when it has not read the request's body, or not all of it, or has not
  even asked for it; and the next request is served.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - each: {path: [/never-asked, /not-streamed, /nothing-read, /some-read]}
    method: POST
    path: "{path}"
    body: {repeat: "0123456789abcdef", times: 4096}
    expect: {check: "{path}", status: 200, body: "answer: early\n"}
  - {path: /, expect: {check: next-is-served, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    if (!http_path_is(request, "/never-asked")) {
        wasi_incoming_body body = serve_body(request);
        if (!http_path_is(request, "/not-streamed")) {
            wasi_input_stream stream = serve_stream(body);
            wasi_input_stream_blocking_read_result some;
            if (http_path_is(request, "/some-read")) wasi_input_stream_blocking_read(stream, 10, &some);
        }
    }
    serve_say("answer", text_of("early"));
    serve_answer(response_out);
}
