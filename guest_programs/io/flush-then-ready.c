/*---
title: flush returns at once, and the stream's pollable tells when it is done
spec:
  - wasi:io/streams#[method]output-stream.flush
  - wasi:io/streams#[method]output-stream.subscribe
clause: >
  flush only asks for the bytes written so far to be flushed. While that goes on check-write may permit nothing; when
  the stream's pollable is ready, the flush has completed, the bytes have arrived and more may be written.
level: must
since: 0.2.0
report: stderr
checks: [flush, permit-when-ready]
expect: {stdout: "x"}
---*/
#include "io.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    io_wait_permit(out);
    wasi_output_stream_write_result written;
    wasi_output_stream_write(out, STR("x"), &written);
    require_ok("writing a byte", wasi_streams_stream_error, written);
    wasi_output_stream_flush_result flushed;
    wasi_output_stream_flush(out, &flushed);
    check_is_ok("flush", wasi_streams_stream_error, flushed);
    wasi_pollable_block(wasi_output_stream_subscribe(out));
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(out, &permit);
    check_at_least_u64("permit-when-ready", permit.is_err ? 0 : permit.ok, 1);
}
