/*---
title: the highest number is no handle
spec:
  - wasi:io/poll#[method]pollable.ready
clause: >
  A table of handles has far fewer entries than an index has values. The index 2^32-1 is in none, and lifting it as
  a borrowed handle traps (Canonical ABI, Table and lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    check_ok("set-up-done", true);
    done();
    wasi_pollable_ready(-1);
    check_ok("survived", false);
}
