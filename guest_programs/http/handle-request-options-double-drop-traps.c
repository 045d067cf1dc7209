/*---
title: request options cannot be dropped twice
spec: wasi:http/types#[resource-drop]request-options
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
level: must
since: 0.2.0
needs: [http-outgoing]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "http.h"

CASE {
    wasi_request_options options = wasi_request_options_new();
    wasi_request_options_drop(options);
    check_ok("set-up-done", true);
    done();
    wasi_request_options_drop(options);
    check_ok("survived", false);
}
