/*---
title: the handle of an output stream cannot be dropped as an input stream
spec: wasi:io/streams#[resource-drop]input-stream
clause: >
  resource.drop for one type traps when the index holds a handle of another: here that of an output stream
  (Canonical ABI, canon resource.drop).
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
    wasi_input_stream_drop(other);
    check_ok("survived", false);
}
