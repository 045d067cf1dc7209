/*---
title: the trailers of a response refuse every change
spec: wasi:http/types#[method]future-trailers.get
errors: [wasi:http/types#header-error.immutable]
clause: >
  The trailers that a future gives
  are immutable: append, set and delete fail with `immutable`, also for a name that is not there, and nothing changes.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      "*":
        - await-request
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-a, x-b\r\n\r\n5\r\nhello\r\n0\r\nx-a: 1\r\nx-b: 2\r\n\r\n"
arguments: ["{server.port}"]
table: {name: field-immutable, select: {source: response-trailers}}
---*/
#include "args.h"
#include "field_rows.h"
#include "trailers.h"

static wasi_fields trailers = -1;

static wasi_fields source(const struct row *row) {
    if (trailers != -1) return trailers;
    wasi_future_trailers_get_result got = trailers_await(trailers_after_body(http_get(args_last_number(), "/")));
    require("there are trailers", got.is_some && !got.some.is_err && !got.some.ok.is_err && got.some.ok.ok.is_some);
    return trailers = got.some.ok.ok.some;
}

CASE { field_rows_check(source); }
