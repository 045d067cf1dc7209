/*---
title: blocking-write-zeroes-and-flush works twice in a row
spec: wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
clause: >
  A call that has returned has written and flushed its zero bytes, and the stream is ready for the next one: two calls
  in a row write the zero bytes of both.
level: must
since: 0.2.0
report: stderr
checks: [first, second]
expect:
  stdout: {repeat: "\0", times: 5}
---*/
#include "check.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_zeroes_and_flush_result written;
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 2, &written);
    check_is_ok("first", wasi_streams_stream_error, written);
    wasi_output_stream_blocking_write_zeroes_and_flush(out, 3, &written);
    check_is_ok("second", wasi_streams_stream_error, written);
}
