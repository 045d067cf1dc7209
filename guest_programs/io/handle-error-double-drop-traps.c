/*---
title: an error cannot be dropped twice
spec: wasi:io/error#[resource-drop]error
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
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
    wasi_error_drop(error);
    check_ok("survived", false);
}
