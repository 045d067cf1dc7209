/*---
title: a handle that was never given cannot be used
spec: wasi:io/poll#[method]pollable.ready
clause: >
  An index beyond all handles that the instance holds is in no entry of its table; lifting it as a borrowed handle traps
  (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_pollable pollable = wasi_monotonic_clock_subscribe_duration(0);
    check_ok("set-up-done", true);
    done();
    wasi_pollable_ready(pollable + 1000);
    check_ok("survived", false);
}
