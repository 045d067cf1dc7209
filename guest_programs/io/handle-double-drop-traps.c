/*---
title: a pollable cannot be dropped twice
spec: wasi:io/poll#[resource-drop]pollable
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there, which
  traps (Canonical ABI, canon resource.drop).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_duration(0);
    wasi_pollable_drop(pollable);
    check_ok("set-up-done", true);
    done();
    wasi_pollable_drop(pollable);
    check_ok("survived", false);
}
