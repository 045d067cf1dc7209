/*---
title: a handle of another type cannot be dropped as a pollable
spec: wasi:io/poll#[resource-drop]pollable
clause: >
  resource.drop for one type traps when the index holds a handle of another: here that of an open output stream
  (Canonical ABI, canon resource.drop).
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
    wasi_pollable_drop(stream);
    check_ok("survived", false);
}
