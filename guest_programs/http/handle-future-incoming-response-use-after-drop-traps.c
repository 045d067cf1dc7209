/*---
title: a future response that was dropped cannot be used
spec: wasi:http/types#[method]future-incoming-response.get
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
needs: [http-outgoing]
peers: {server: http}
arguments: ["{server.port}"]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "args.h"
#include "http.h"

CASE {
    wasi_future_incoming_response future =
        http_send(http_request(http_loopback(args_last_number()), "/bytes/5", wasi_fields_new()));
    wasi_future_incoming_response_drop(future);
    check_ok("set-up-done", true);
    done();
    wasi_future_incoming_response_get_result got;
    wasi_future_incoming_response_get(future, &got);
    check_ok("survived", false);
}
