/*---
title: the handle of an output stream cannot be used as an input stream
spec: wasi:io/streams#[method]input-stream.read
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of input
  stream: here it is that of an output stream (Canonical ABI, lift_borrow).
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
    wasi_input_stream_read_result got;
    wasi_input_stream_read(other, 1, &got);
    check_ok("survived", false);
}
