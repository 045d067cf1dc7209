/*---
title: stdin without a byte is closed and not empty for ever
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]input-stream.read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  blocking-read waits until it has at least one byte, so that it cannot answer the end of stdin with an empty list: it
  fails with `closed`. From then on the stream is known to be closed, and read fails with `closed` as well.
level: must
since: 0.2.0
stdin: ""
checks: [blocking-read, then-read]
---*/
#include "check.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_input_stream_blocking_read_result waited;
    wasi_input_stream_blocking_read(in, 16, &waited);
    check_is_err("blocking-read", wasi_streams_stream_error, waited, WASI_STREAMS_STREAM_ERROR_CLOSED);
    wasi_input_stream_read_result got;
    wasi_input_stream_read(in, 16, &got);
    check_is_err("then-read", wasi_streams_stream_error, got, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
