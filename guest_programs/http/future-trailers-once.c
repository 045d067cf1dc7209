/*---
title: the trailers of a response are had once, when the body has been read
spec:
  - wasi:http/types#[static]incoming-body.finish
  - wasi:http/types#[method]future-trailers.subscribe
  - wasi:http/types#[method]future-trailers.get
clause: >
  Finish takes the body and gives a future. When its pollable is ready get gives the trailers, and on every later call
  an error, while a pollable of the future, be it an old or a new one, is ready all the same. Both trailers are there,
  with their values.
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
checks: [first, second-value, again, once-more, old-pollable, new-pollable]
---*/
#include "args.h"
#include "trailers.h"

CASE {
    wasi_future_trailers future = trailers_after_body(http_get(args_last_number(), "/"));
    wasi_pollable old = wasi_future_trailers_subscribe(future);
    wasi_future_trailers_get_result got = trailers_await(future);
    bool given = got.is_some && !got.some.is_err && !got.some.ok.is_err && got.some.ok.ok.is_some;
    wasi_string shown = trailers_shown(got);
    if (!given) check_eq_text("first", shown, "1");
    if (given) {
        wasi_string first = http_field(got.some.ok.ok.some, "x-a"), second = http_field(got.some.ok.ok.some, "X-B");
        check_eq_text("first", first, "1");
        check_eq_text("second-value", second, "2");
    }
    check_eq_text("again", trailers_shown(trailers_get(future)), "already given");
    check_eq_text("once-more", trailers_shown(trailers_get(future)), "already given");
    check_ok("old-pollable", wasi_pollable_ready(old));
    check_ok("new-pollable", wasi_pollable_ready(wasi_future_trailers_subscribe(future)));
}
