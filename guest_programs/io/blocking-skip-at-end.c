/*---
title: blocking-skip at the end of a stream fails with closed
spec: wasi:io/streams#[method]input-stream.blocking-skip
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Skipping behaves as reading: at the end of the stream it fails with `closed`, and does not tell of zero bytes.
level: must
since: 0.2.0
stdin: ""
checks: [result]
---*/
#include "check.h"

CASE {
    wasi_input_stream_blocking_skip_result skipped;
    wasi_input_stream_blocking_skip(wasi_stdin_get_stdin(), 4, &skipped);
    check_is_err("result", wasi_streams_stream_error, skipped, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
