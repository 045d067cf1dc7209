/*---
title: reading zero bytes from a closed stream fails with closed
spec: wasi:io/streams#[method]input-stream.read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  With `len` 0 the call should fail with `closed` when the stream is not open any more; here an earlier read has found
  it closed.
level: should
since: 0.2.0
stdin: ""
checks: [zero-bytes]
---*/
#include "check.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_input_stream_blocking_read_result end;
    wasi_input_stream_blocking_read(in, 1, &end);
    require("the stream is at its end", end.is_err);
    wasi_input_stream_read_result got;
    wasi_input_stream_read(in, 0, &got);
    check_is_err("zero-bytes", wasi_streams_stream_error, got, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
