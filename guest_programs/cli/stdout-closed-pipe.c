/*---
title: writing to a stdout that nobody reads any more is an error
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
errors: [wasi:io/streams#stream-error.closed]
clause: >
  blocking-write-and-flush returns ok once all bytes are flushed. Where stdout is a pipe whose reader is gone, they cannot
  be: the call fails, either because the operation did or because the stream is known to be closed. After a failed
  operation a stream is closed, and every later call says so. None of this ends the program.
level: must
since: 0.2.0
report: stderr
stdout: closed
checks: [{name: first, allowed: [last-operation-failed, closed]}, second, third]
---*/
#include "check.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_and_flush_result first, second, third;
    wasi_output_stream_blocking_write_and_flush(out, STR("text\n"), &first);
    wasi_output_stream_blocking_write_and_flush(out, STR("text\n"), &second);
    wasi_output_stream_blocking_write_and_flush(out, STR("text\n"), &third);
    choose_result("first", wasi_streams_stream_error, first);
    check_is_err("second", wasi_streams_stream_error, second, WASI_STREAMS_STREAM_ERROR_CLOSED);
    check_is_err("third", wasi_streams_stream_error, third, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
