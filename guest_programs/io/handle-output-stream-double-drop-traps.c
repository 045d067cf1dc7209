/*---
title: an output stream cannot be dropped twice
spec: wasi:io/streams#[resource-drop]output-stream
clause: >
  resource.drop takes the handle out of the instance's table. Dropping the same index again finds nothing there,
  which traps (Canonical ABI, canon resource.drop).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_output_stream output = wasi_stderr_get_stderr();
    wasi_output_stream_drop(output);
    check_ok("set-up-done", true);
    done();
    wasi_output_stream_drop(output);
    check_ok("survived", false);
}
