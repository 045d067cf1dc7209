/*---
title: blocking-write-zeroes-and-flush writes 4096 zero bytes
spec: wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
clause: >
  The call writes as many zero bytes as it is asked for, up to 4096, and returns once they are flushed; no check-write
  is needed before.
level: must
since: 0.2.0
report: stderr
checks: [written]
expect:
  stdout: {repeat: "\0", times: 4096}
---*/
#include "check.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_zeroes_and_flush_result written;
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 4096, &written);
    check_is_ok("written", wasi_streams_stream_error, written);
}
