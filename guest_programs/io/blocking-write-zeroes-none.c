/*---
title: blocking-write-zeroes-and-flush of no bytes succeeds, and the stream goes on
spec: wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
clause: >
  The call takes any number of bytes up to 4096, none included: then there is nothing to write or to flush, and it
  succeeds without waiting for anything more. The stream is as before, and what is written next arrives.
level: must
since: 0.2.0
report: stderr
checks: [none, then-one]
expect: {stdout: "x"}
---*/
#include "check.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_zeroes_and_flush_result written;
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 0, &written);
    check_is_ok("none", wasi_streams_stream_error, written);
    wasi_output_stream_blocking_write_and_flush_result next;
    wasi_output_stream_blocking_write_and_flush(out, STR("x"), &next);
    check_is_ok("then-one", wasi_streams_stream_error, next);
}
