/*---
title: the handle of an input stream cannot be used as an output stream
spec: wasi:io/streams#[method]output-stream.check-write
clause: >
  An index whose entry holds a handle of another resource type traps when it is lifted as a borrowed handle of
  output stream: here it is that of an input stream (Canonical ABI, lift_borrow).
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
    wasi_output_stream_check_write_result got;
    wasi_output_stream_check_write(other, &got);
    check_ok("survived", false);
}
