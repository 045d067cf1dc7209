/*---
title: a write of no bytes within a permit succeeds and writes nothing
spec:
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.write-zeroes
clause: >
  A permit for n bytes is one for any number up to n, none included. Writing none, bytes or zeroes, succeeds,
  nothing arrives, and the stream goes on.
level: must
since: 0.2.0
report: stderr
checks: [write, write-zeroes]
expect: {stdout: "x"}
---*/
#include "io.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_write_result written;
    io_wait_permit(out);
    wasi_output_stream_write(out, STR(""), &written);
    check_is_ok("write", wasi_streams_stream_error, written);
    io_wait_permit(out);
    wasi_output_stream_write_zeroes(out, 0, &written);
    check_is_ok("write-zeroes", wasi_streams_stream_error, written);
    io_write_all(out, STR("x"));
}
