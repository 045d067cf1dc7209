/*---
title: a dropped pollable cannot be used
spec: wasi:io/poll#[method]pollable.ready
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later call
  finds nothing there, which traps (Canonical ABI, lift_borrow).
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
    wasi_pollable_ready(pollable);
    check_ok("survived", false);
}
