/*---
title: the handle of an input stream cannot be dropped as an output stream
spec: wasi:io/streams#[resource-drop]output-stream
clause: >
  resource.drop for one type traps when the index holds a handle of another: here that of an input stream (Canonical
  ABI, canon resource.drop).
level: must
since: 0.2.0
stdin: "0123456789"
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    int32_t other = wasi_stdin_get_stdin();
    check_ok("set-up-done", true);
    done();
    wasi_output_stream_drop(other);
    check_ok("survived", false);
}
