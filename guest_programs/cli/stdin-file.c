/*---
title: stdin that is a file is read from its beginning to its end
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  The stream carries what the host gave the program as stdin, also where that is a file: every byte once and in order,
  and after the last one the stream is closed.
level: must
since: 0.2.0
files: {data.txt: {repeat: "0123456789abcdefghijklmnopqrstuvwxyz\n", times: 3000}}
preopens: []
stdin: {file: data.txt}
checks: [length, first-wrong-byte, then-closed, still-closed]
---*/
#include "stdio.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    stdio_pattern got = stdio_read_pattern(in, "0123456789abcdefghijklmnopqrstuvwxyz\n");
    check_eq_u64("length", got.length, 111000);
    check_eq_u64("first-wrong-byte", got.first_wrong, UINT32_MAX);
    check_is_err("then-closed", wasi_streams_stream_error, got.end, WASI_STREAMS_STREAM_ERROR_CLOSED);
    wasi_input_stream_blocking_read_result again;
    wasi_input_stream_blocking_read(in, 1, &again);
    check_is_err("still-closed", wasi_streams_stream_error, again, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
