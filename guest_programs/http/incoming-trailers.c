/*---
title: the trailers of a request are handed over once, and cannot be changed
spec:
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.subscribe
  - wasi:http/types#[method]future-trailers.get
errors: [wasi:http/types#header-error.immutable]
clause: >
  Once the pollable of the future is ready, get gives the trailers that the client sent after its body; a second get
  says that they were taken. The trailers are immutable.
level: must
since: 0.2.0
world: proxy
requests:
  - method: POST
    path: /
    headers: {trailer: "x-sum, x-twice"}
    body: content
    chunks: 3
    trailers: {x-sum: "7", X-Other: last}
    expect: {check: status, status: 200}
report: response
checks: [body, some, first, result, there, x-sum, x-other, not-a-header, append, set, delete, second, still-ready]
---*/
#include "serve.h"

static wasi_string outer(const wasi_future_trailers_get_result *got) {
    return text_of(!got->is_some ? "none" : got->some.is_err ? "err" : "ok");
}

CASE {
    wasi_incoming_body body = serve_body(request);
    wasi_input_stream stream = serve_stream(body);
    wasi_string content = io_read_all(stream);
    check_eq_text("body", content, "content");
    wasi_input_stream_drop(stream);

    wasi_future_trailers future = wasi_incoming_body_finish(body);
    wasi_pollable ready = wasi_future_trailers_subscribe(future);
    wasi_pollable_block(ready);
    wasi_future_trailers_get_result got;
    wasi_future_trailers_get(future, &got);
    check_ok("some", got.is_some);
    check_eq_text("first", outer(&got), "ok");
    check_is_ok("result", wasi_http_error_code, got.some.ok);
    bool there = got.is_some && !got.some.is_err && !got.some.ok.is_err && got.some.ok.ok.is_some;
    check_ok("there", there);
    wasi_fields trailers = there ? got.some.ok.ok.some : wasi_fields_new();
    wasi_string sum = http_field_values(trailers, "x-sum"), other = http_field_values(trailers, "X-OTHER");
    check_eq_text("x-sum", sum, "[7]");
    check_eq_text("x-other", other, "[last]");
    check_ok("not-a-header", !wasi_fields_has(wasi_incoming_request_headers(request), STR("x-sum")));

    wasi_fields_append_result appended;
    wasi_fields_append(trailers, STR("x-a"), STR("1"), &appended);
    check_is_err("append", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_fields_set_result set;
    wasi_fields_set(trailers, STR("x-sum"), 0, 0, &set);
    check_is_err("set", wasi_http_header_error, set, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
    wasi_fields_delete_result deleted;
    wasi_fields_delete(trailers, STR("x-sum"), &deleted);
    check_is_err("delete", wasi_http_header_error, deleted, WASI_HTTP_HEADER_ERROR_IMMUTABLE);

    wasi_fields_drop(trailers);
    wasi_future_trailers_get(future, &got);
    check_eq_text("second", outer(&got), "err");
    check_ok("still-ready", wasi_pollable_ready(ready));
}
