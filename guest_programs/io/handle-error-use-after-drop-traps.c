/*---
title: an error that was dropped cannot be used
spec: wasi:io/error#[method]error.to-debug-string
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [set-up-done]
expect: {trap: true}
---*/
#include "streams.h"

CASE {
    wasi_error error = streams_error();
    wasi_error_drop(error);
    check_ok("set-up-done", true);
    done();
    wasi_error_to_debug_string_result got;
    wasi_error_to_debug_string(error, &got);
    check_ok("survived", false);
}
