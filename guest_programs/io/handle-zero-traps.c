/*---
title: zero is no handle
spec: wasi:io/poll#[method]pollable.ready
clause: >
  Entry 0 of the table of handles is never given out; lifting the index 0 as a borrowed handle traps (Canonical ABI,
  Table and lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    check_ok("set-up-done", true);
    done();
    wasi_pollable_ready(0);
    check_ok("survived", false);
}
