/*---
title: after blocking-flush the stream takes writes again
spec:
  - wasi:io/streams#[method]output-stream.blocking-flush
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  blocking-flush returns when the flush has completed and the stream is ready for writing again: check-write right after
  it permits at least one byte.
level: must
since: 0.2.0
report: stderr
checks: [flush, permit]
expect: {stdout: "x"}
---*/
#include "io.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    io_wait_permit(out);
    wasi_output_stream_write_result written;
    wasi_output_stream_write(out, STR("x"), &written);
    require_ok("writing a byte", wasi_streams_stream_error, written);
    wasi_output_stream_blocking_flush_result flushed;
    wasi_output_stream_blocking_flush(out, &flushed);
    check_is_ok("flush", wasi_streams_stream_error, flushed);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    check_at_least_u64("permit", permit.is_err ? 0 : permit.ok, 1);
}
