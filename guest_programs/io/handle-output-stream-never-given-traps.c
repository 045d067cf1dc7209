/*---
title: an index that was never given cannot be used as an output stream
spec: wasi:io/streams#[method]output-stream.check-write
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
    wasi_output_stream_check_write_result got;
    wasi_output_stream_check_write(100000, &got);
    check_ok("survived", false);
}
