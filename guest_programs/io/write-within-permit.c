/*---
title: a write within the permit, once flushed, has arrived
spec:
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.blocking-flush
clause: >
  A write of no more bytes than check-write permitted succeeds; blocking-flush then waits until what was passed to write
  has been flushed. What arrives is the bytes of all writes, in order.
level: must
since: 0.2.0
report: stderr
checks: [writes, flush]
expect: {stdout: "0123456789"}
---*/
#include "io.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    const char *next = "0123456789", *end = next + 10;
    uint32_t refused = 0;
    while (next < end && !refused) {
        uint64_t permit = io_wait_permit(out);
        uint32_t size = permit < 4 ? (uint32_t)permit : 4;
        if (size > (uint32_t)(end - next)) size = (uint32_t)(end - next);
        wasi_output_stream_write_result written;
        wasi_output_stream_write(out, next, size, &written);
        refused += written.is_err;
        next += size;
    }
    check_eq_u64("writes", refused, 0);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    check_is_ok("flush", wasi_streams_stream_error, flushed);
}
