/*---
title: an output stream whose pollable is ready permits at least one byte
spec:
  - wasi:io/streams#[method]output-stream.subscribe
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  Once the pollable is ready, check-write gives a number above zero (or an error, which a stdout that is open does not).
level: must
since: 0.2.0
checks: [result, permit]
---*/
#include "check.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_pollable_block(wasi_output_stream_subscribe(out));
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    check_is_ok("result", wasi_streams_stream_error, permit);
    check_at_least_u64("permit", permit.is_err ? 0 : permit.ok, 1);
}
