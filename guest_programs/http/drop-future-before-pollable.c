/*---
title: a future response that is dropped before its pollable traps or does not
spec:
  - wasi:http/types#[resource-drop]future-incoming-response
  - wasi:http/types#[method]future-incoming-response.subscribe
clause: >
  Whether the pollable of a future is its child, the text does not say: dropping the future before it may trap or
  succeed, but a host must not fall over it.
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [set-up-done]
expect: {trap: allowed}
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_future_incoming_response future =
        http_send(http_request(http_loopback(args_last_number()), "/bytes/5", wasi_fields_new()));
    wasi_pollable ready = wasi_future_incoming_response_subscribe(future);
    wasi_pollable_block(ready);
    check_ok("set-up-done", wasi_pollable_ready(ready));
    done();
    wasi_future_incoming_response_drop(future);
    wasi_pollable_drop(ready);
}
