/*---
title: the handle of an output stream cannot be used as an error
spec: wasi:io/error#[method]error.to-debug-string
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  error: here it is that of an output stream (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    int32_t other = wasi_stdout_get_stdout();
    check_ok("set-up-done", true);
    done();
    wasi_error_to_debug_string_result got;
    wasi_error_to_debug_string(other, &got);
    check_ok("survived", false);
}
