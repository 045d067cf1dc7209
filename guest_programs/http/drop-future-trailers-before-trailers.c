/*---
title: future trailers that are dropped before the trailers trap or do not
spec:
  - wasi:http/types#[resource-drop]future-trailers
  - wasi:http/types#[method]future-trailers.get
clause: >
  The trailers that get gives are a child of the future and must be dropped before it. The text does not say what happens
  otherwise: dropping the future may trap, but a host must not fall over it.
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
checks: [set-up-done]
expect: {trap: allowed}
---*/
#include "args.h"
#include "trailers.h"

CASE {
    wasi_future_trailers future = trailers_after_body(http_get(args_last_number(), "/"));
    wasi_future_trailers_get_result got = trailers_await(future);
    // A host that gives no trailers fails future-trailers-once; here it has nothing to fall over.
    check_ok("set-up-done", got.is_some && !got.some.is_err && !got.some.ok.is_err);
    done();
    wasi_future_trailers_drop(future);
    if (got.some.ok.ok.is_some) wasi_fields_drop(got.some.ok.ok.some);
}
