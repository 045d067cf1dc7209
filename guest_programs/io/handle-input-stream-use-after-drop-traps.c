/*---
title: an input stream that was dropped cannot be used
spec: wasi:io/streams#[method]input-stream.read
clause: >
  resource.drop takes the handle out of the instance's table. Lifting that index as a borrowed handle in a later
  call finds nothing there, which traps (Canonical ABI, lift_borrow).
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
    wasi_input_stream_read_result got;
    wasi_input_stream_read(input, 1, &got);
    check_ok("survived", false);
}
