/*---
title: an incoming response that was dropped cannot be used
spec: wasi:http/types#[method]incoming-response.status
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
    wasi_incoming_response response = http_get(args_last_number(), "/bytes/5");
    wasi_incoming_response_drop(response);
    check_ok("set-up-done", true);
    done();
    wasi_incoming_response_status(response);
    check_ok("survived", false);
}
