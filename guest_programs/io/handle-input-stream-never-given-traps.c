/*---
title: an index that was never given cannot be used as an input stream
spec: wasi:io/streams#[method]input-stream.read
clause: >
  An index beyond all handles that the instance holds is in no entry of its table; lifting it as a borrowed handle
  traps (Canonical ABI, lift_borrow).
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
    wasi_input_stream_read(100000, 1, &got);
    check_ok("survived", false);
}
