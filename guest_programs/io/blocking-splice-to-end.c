/*---
title: blocking-splice moves a stream to its end, then fails with closed
spec: wasi:io/streams#[method]output-stream.blocking-splice
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Each call waits until both streams are ready and then moves at least one byte and at most `len` from the one to the
  other, and tells how many. At the end of the input its read fails with `closed`, which the call reports. What arrives
  is all of the input, in order.
level: must
since: 0.2.0
stdin: "0123456789"
report: stderr
checks: [at-least, at-most, total, at-the-end]
expect: {stdout: "0123456789"}
---*/
#include "io.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_output_stream out = wasi_stdout_get_stdout();
    uint64_t least = 99, most = 0, total = 0;
    wasi_output_stream_blocking_splice_result moved;
    for (;;) {
        wasi_output_stream_blocking_splice(out, in, 4, &moved);
        if (moved.is_err) break;
        if (moved.ok < least) least = moved.ok;
        if (moved.ok > most) most = moved.ok;
        total += moved.ok;
        if (moved.ok == 0) break;
    }
    check_at_least_u64("at-least", least, 1);
    check_at_most_u64("at-most", most, 4);
    check_eq_u64("total", total, 10);
    check_is_err("at-the-end", wasi_streams_stream_error, moved, WASI_STREAMS_STREAM_ERROR_CLOSED);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
}
