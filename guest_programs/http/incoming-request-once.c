/*---
title: a request gives its body once, and the body its stream once
spec:
  - wasi:http/types#[method]incoming-request.consume
  - wasi:http/types#[method]incoming-body.stream
clause: >
  The body of an incoming request, and the stream of that body, can be had at most once: the first call succeeds and
  the second fails.
level: must
since: 0.2.0
world: proxy
requests:
  - {method: POST, path: /, body: "text", expect: {check: status, status: 200}}
report: response
checks: [consume, consume-again, stream, stream-again]
---*/
#include "http.h"

static wasi_string answer(uint32_t is_err) { return text_of(is_err ? "err" : "ok"); }

CASE {
    wasi_incoming_request_consume_result body, second;
    wasi_incoming_request_consume(request, &body);
    wasi_incoming_request_consume(request, &second);
    check_eq_text("consume", answer(body.is_err), "ok");
    check_eq_text("consume-again", answer(second.is_err), "err");

    wasi_incoming_body_stream_result stream, another;
    wasi_incoming_body_stream(body.ok, &stream);
    wasi_incoming_body_stream(body.ok, &another);
    check_eq_text("stream", answer(stream.is_err), "ok");
    check_eq_text("stream-again", answer(another.is_err), "err");
}
