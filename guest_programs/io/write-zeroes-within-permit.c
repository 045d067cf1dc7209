/*---
title: write-zeroes writes that many zero bytes
spec: wasi:io/streams#[method]output-stream.write-zeroes
clause: >
  With a permit from check-write, write-zeroes writes as many zero bytes as it is asked for, between what is written
  before and after it.
level: must
since: 0.2.0
report: stderr
checks: [zeroes]
expect:
  stdout: {base64: "YQBi"}
---*/
#include "io.h"

CASE {
    wasi_output_stream out = wasi_stdout_get_stdout();
    io_write_all(out, STR("a"));
    io_wait_permit(out);
    wasi_output_stream_write_zeroes_result written;
    wasi_output_stream_write_zeroes(out, 1, &written);
    check_is_ok("zeroes", wasi_streams_stream_error, written);
    io_write_all(out, STR("b"));
}
