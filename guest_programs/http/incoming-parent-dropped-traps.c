/*---
title: the body of a request is not finished while its stream is there
spec: wasi:http/types#[static]incoming-body.finish
clause: >
  Finishing the body of a request traps while the stream that it gave has not been dropped, so that the handler does not
  live to answer; in the right order it does. (That dropping the body then traps, too, the text does not say.)
level: must
since: 0.2.0
world: proxy
requests:
  - {path: /report}
  - {method: POST, body: text, path: /in-order, expect: {check: in-order, status: 200}}
  - {method: POST, body: text, path: /finish, patience: 3000, expect: {check: finish-before-stream, what: outcome, allowed: [error, nothing]}}
  - {method: POST, body: text, path: /in-order, expect: {check: afterwards, status: 200}}
report: response
checks: [asked]
---*/
#include "serve.h"

CASE {
    if (serve_report(request)) return;
    wasi_incoming_body body = serve_body(request);
    wasi_input_stream stream = serve_stream(body);
    if (!http_path_is(request, "/finish")) wasi_input_stream_drop(stream);
    wasi_incoming_body_finish(body);
    serve_answer(response_out);
}
