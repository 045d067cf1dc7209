/*---
title: request options that were dropped cannot be used
spec: wasi:http/types#[method]request-options.connect-timeout
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
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
    wasi_option_u64 got;
    wasi_request_options_connect_timeout(options, &got);
    check_ok("survived", false);
}
