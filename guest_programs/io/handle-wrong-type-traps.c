/*---
title: a handle of another type cannot be used as a pollable
spec: wasi:io/poll#[method]pollable.ready
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed pollable: here it
  is the handle of an open output stream (Canonical ABI, lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_output_stream stream = wasi_stdout_get_stdout();
    check_ok("set-up-done", true);
    done();
    wasi_pollable_ready(stream);
    check_ok("survived", false);
}
