/*---
title: a body that was cut off has an error for trailers
spec: wasi:http/types#[method]future-trailers.get
clause: >
  When the body or its trailers cannot be received completely, the future becomes ready all the same, and get gives an
  error in place of the trailers, once; which code it is the text does not say.
level: must
since: 0.2.0
needs: [http-outgoing]
peers:
  server:
    paths:
      /in-body:
        - await-request
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nhello"
        - close
      /in-trailers:
        - await-request
        - send: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-a: 1\r\nx-b"
        - close
arguments: ["{server.port}"]
checks: [in-body, in-body-again, in-trailers]
---*/
#include "args.h"
#include "trailers.h"

static bool is_error(wasi_future_trailers_get_result got) {
    return got.is_some && !got.some.is_err && got.some.ok.is_err;
}

static wasi_future_trailers check_error(const char *name, uint32_t port, const char *path) {
    wasi_incoming_response_consume_result body;
    wasi_incoming_response_consume(http_get(port, path), &body);
    require("the response has a body", !body.is_err);
    wasi_future_trailers future = wasi_incoming_body_finish(body.ok);
    wasi_future_trailers_get_result got = trailers_await(future);
    report_check(name, is_error(got), trailers_shown(got), text_of("an error"));
    return future;
}

CASE {
    uint32_t port = args_last_number();
    wasi_future_trailers future = check_error("in-body", port, "/in-body");
    check_eq_text("in-body-again", trailers_shown(trailers_get(future)), "already given");
    check_error("in-trailers", port, "/in-trailers");
}
