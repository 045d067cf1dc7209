/*---
title: zero is no handle of an input stream
spec: wasi:io/streams#[method]input-stream.read
clause: >
  Entry 0 of the table of handles is never given out; lifting the index 0 as a borrowed handle traps (Canonical ABI,
  Table and lift_borrow).
level: must
since: 0.2.0
checks: [set-up-done]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    check_ok("set-up-done", true);
    done();
    wasi_input_stream_read_result got;
    wasi_input_stream_read(0, 1, &got);
    check_ok("survived", false);
}
