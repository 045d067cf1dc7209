/*---
title: an output stream that was dropped cannot be used
spec: wasi:io/streams#[method]output-stream.check-write
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
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
    wasi_output_stream_check_write_result got;
    wasi_output_stream_check_write(output, &got);
    check_ok("survived", false);
}
