/*---
title: an input stream cannot be dropped twice
spec: wasi:io/streams#[resource-drop]input-stream
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
level: must
since: 0.2.0
stdin: "0123456789"
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_input_stream input = wasi_stdin_get_stdin();
    wasi_input_stream_drop(input);
    check_ok("set-up-done", true);
    done();
    wasi_input_stream_drop(input);
    check_ok("survived", false);
}
