/*---
title: a request that was sent cannot be used
spec: wasi:http/outgoing-handler#handle
clause: >
  Passing an owned handle takes it out of the instance's table. Lifting that index again finds nothing there,
  which traps (Canonical ABI, lift_own and lift_borrow): here it is the request that handle took.
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
    wasi_outgoing_request request = http_request(http_loopback(args_last_number()), "/bytes/5", wasi_fields_new());
    http_send(request);
    check_ok("set-up-done", true);
    done();
    wasi_outgoing_request_method_result got;
    wasi_outgoing_request_method(request, &got);
    check_ok("survived", false);
}
