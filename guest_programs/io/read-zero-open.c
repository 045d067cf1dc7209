/*---
title: reading zero bytes from an open stream succeeds and takes nothing
spec: wasi:io/streams#[method]input-stream.read
clause: >
  With `len` 0 and a stream that is still open, the call should succeed with an empty list; the bytes of the stream are
  all still there. A stream of which not one byte has been read yet is open.
level: should
since: 0.2.0
stdin: "0123456789"
checks: [result, length, rest]
---*/
#include "io.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    io_wait_input(in);
    wasi_input_stream_read_result got;
    wasi_input_stream_read(in, 0, &got);
    check_is_ok("result", wasi_streams_stream_error, got);
    check_eq_u64("length", got.is_err ? 99 : got.ok.len, 0);
    wasi_input_stream_blocking_read_result next;
    wasi_input_stream_blocking_read(in, 1, &next);
    check_eq_str("rest", next.ok.ptr, next.is_err ? 0 : next.ok.len, STR("0"));
}
