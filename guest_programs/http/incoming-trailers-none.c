/*---
title: the trailers of a request without trailers are there, and empty
spec:
  - wasi:http/types#[method]future-trailers.get
  - wasi:http/types#[static]incoming-body.finish
clause: >
  Where nothing follows the body, the future becomes ready all the same once the body has been received, without an
  error. One sentence of the text has it give an empty set of trailers, another one none at all: both are taken.
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {path: /none, expect: {check: no-body, what: line trailers, allowed: [none, "some "]}}
  - {method: POST, body: "", expect: {check: empty, what: line trailers, allowed: [none, "some "]}}
  - {method: POST, body: text, expect: {check: length, what: line trailers, allowed: [none, "some "]}}
  - {method: POST, body: text, chunks: 2, expect: {check: chunks, what: line trailers, allowed: [none, "some "]}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_incoming_body body = serve_body(request);
    wasi_input_stream stream = serve_stream(body);
    serve_read_all(stream);
    wasi_input_stream_drop(stream);
    serve_say("trailers", serve_trailers(body));
    serve_answer(response_out);
}
