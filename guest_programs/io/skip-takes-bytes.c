/*---
title: skip takes as many bytes as it says
spec: wasi:io/streams#[method]input-stream.skip
clause: >
  skip is a read that tells the number of bytes instead of giving them: on a stream that is ready to be read it takes at
  least one byte and at most `len`, and a later read goes on behind them.
level: must
since: 0.2.0
stdin: "0123456789"
checks: [result, at-least, at-most, next-byte]
---*/
#include "io.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    io_wait_input(in);
    wasi_input_stream_skip_result skipped;
    wasi_input_stream_skip(in, 4, &skipped);
    check_is_ok("result", wasi_streams_stream_error, skipped);
    if (skipped.is_err) return;
    check_at_least_u64("at-least", skipped.ok, 1);
    check_at_most_u64("at-most", skipped.ok, 4);
    wasi_input_stream_blocking_read_result next;
    wasi_input_stream_blocking_read(in, 1, &next);
    check_eq_str("next-byte", next.ok.ptr, next.is_err ? 0 : next.ok.len, &"0123456789"[skipped.ok], 1);
}
