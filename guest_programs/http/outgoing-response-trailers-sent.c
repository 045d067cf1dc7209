/*---
title: the trailers that a server sent are given
spec:
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.get
  - wasi:http/types#[method]future-trailers.subscribe
clause: >
  Once the body was read to its end, the future of `finish` gives the trailers that stood behind the last chunk: each
  name with its values, in fields that are immutable.
level: must
confirmed: "two readers of the text, 2026-11-22; fields are several entries of one name; hyper has mended it since"
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*":
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum, x-many\r\n\r\n5\r\nhello\r\n"
        - {pause: 30}
        - send: "0\r\nX-Sum: 532\r\nx-many: a\r\nx-many: b\r\n\r\n"
arguments: ["{server.port}"]
checks:
  - body
  - received
  - some
  - value
  - {name: values, allowed: ["[a][b]", "[a, b]"], preferred: "[a][b]"}
  - immutable
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(args_last_number(), "/"), &body);
    require("the response has a body", !body.is_err);
    wasi_incoming_body_stream_result stream;
    wasi_incoming_body_stream(body.ok, &stream);
    require("the body has a stream", !stream.is_err);
    wasi_string all = io_read_until_end(stream.ok);
    check_eq_text("body", all, "hello");
    wasi_input_stream_drop(stream.ok);

    wasi_future_trailers future = wasi_incoming_body_finish(body.ok);
    wasi_pollable ready = wasi_future_trailers_subscribe(future);
    wasi_pollable_block(ready);
    wasi_pollable_drop(ready);
    wasi_future_trailers_get_result got;
    wasi_future_trailers_get(future, &got);
    require("the future gives its value", got.is_some && !got.some.is_err);
    check_is_ok("received", wasi_http_error_code, got.some.ok);
    if (got.some.ok.is_err) return;
    check_ok("some", got.some.ok.ok.is_some);
    if (!got.some.ok.ok.is_some) return;
    wasi_fields trailers = got.some.ok.ok.some;
    wasi_string sum = http_field_values(trailers, "x-sum"), many = http_field_values(trailers, "x-many");
    check_eq_text("value", sum, "[532]");
    choose_text("values", many);
    wasi_fields_append_result appended;
    wasi_fields_append(trailers, STR("x-a"), STR("1"), &appended);
    check_is_err("immutable", wasi_http_header_error, appended, WASI_HTTP_HEADER_ERROR_IMMUTABLE);
}
