/*---
title: stdin that is an empty file is closed
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  blocking-read waits until it has at least one byte, so that it cannot answer the end of an empty file with an empty
  list: it fails with `closed`.
level: must
since: 0.2.0
files: {empty.txt: ""}
preopens: []
stdin: {file: empty.txt}
checks: [blocking-read]
---*/
#include "check.h"

CASE {
    wasi_input_stream_blocking_read_result got;
    wasi_input_stream_blocking_read(wasi_stdin_get_stdin(), 16, &got);
    check_is_err("blocking-read", wasi_streams_stream_error, got, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
