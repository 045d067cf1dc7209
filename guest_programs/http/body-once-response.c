/*---
title: an outgoing response gives its body once, and the body its stream once
spec:
  - wasi:http/types#[method]outgoing-response.body
  - wasi:http/types#[method]outgoing-body.write
clause: >
  The body of an outgoing response, and the stream of that body, can be had at most once: the first call succeeds and
  every later one fails.
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [first-body, second-body, third-body, first-stream, second-stream, third-stream]
---*/
#include "http.h"

static wasi_string answer(uint32_t is_err) { return text_of(is_err ? "err" : "ok"); }

CASE {
    wasi_outgoing_response response = wasi_outgoing_response_new(wasi_fields_new());
    wasi_outgoing_response_body_result body, again;
    wasi_outgoing_response_body(response, &body);
    check_eq_text("first-body", answer(body.is_err), "ok");
    wasi_outgoing_response_body(response, &again);
    check_eq_text("second-body", answer(again.is_err), "err");
    wasi_outgoing_response_body(response, &again);
    check_eq_text("third-body", answer(again.is_err), "err");

    wasi_outgoing_body_write_result stream, another;
    wasi_outgoing_body_write(body.ok, &stream);
    check_eq_text("first-stream", answer(stream.is_err), "ok");
    wasi_outgoing_body_write(body.ok, &another);
    check_eq_text("second-stream", answer(another.is_err), "err");
    wasi_outgoing_body_write(body.ok, &another);
    check_eq_text("third-stream", answer(another.is_err), "err");
}
