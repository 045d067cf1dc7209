/*---
title: zero is no handle of an error
spec: wasi:io/error#[method]error.to-debug-string
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
    wasi_error_to_debug_string_result got;
    wasi_error_to_debug_string(0, &got);
    check_ok("survived", false);
}
