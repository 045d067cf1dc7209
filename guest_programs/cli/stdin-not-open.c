/*---
title: stdin that the host's process does not have open gives no bytes
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  get-stdin has no way to fail: it returns a stream also where the host was started without stdin. Nothing can be read
  from it, least of all bytes of something else; that the stream is closed says so best, but that reading failed is an
  answer, too.
level: must
since: 0.2.0
stdin: {closed: true}
checks: [{name: blocking-read, allowed: [closed, last-operation-failed], preferred: closed}, no-bytes]
---*/
#include "check.h"

CASE {
    wasi_input_stream_blocking_read_result got;
    wasi_input_stream_blocking_read(wasi_stdin_get_stdin(), 16, &got);
    choose_result("blocking-read", wasi_streams_stream_error, got);
    check_eq_u64("no-bytes", got.is_err ? 0 : got.ok.len, 0);
}
