/*---
title: a write that nothing permitted traps
spec: wasi:io/streams#[method]output-stream.write
clause: >
  The precondition of write is that check-write gave a permit for at least as many bytes, and without it write traps.
  Here check-write has not been called on the stream at all, and write is called with one byte.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; Wasmtime traps so on its TCP streams"
checks: [reached]
expect: {trap: true}
---*/
#include "check.h"

CASE {
    wasi_output_stream err = wasi_stderr_get_stderr();
    check_ok("reached", true);
    done();
    wasi_output_stream_write_result written;
    wasi_output_stream_write(err, STR("x"), &written);
    check_ok("survived", false);
}
