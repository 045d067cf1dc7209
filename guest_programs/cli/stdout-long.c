/*---
title: stdout takes many writes of 4096 bytes and loses nothing
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  A single call takes up to 4096 bytes. Each of many calls returns once all of its bytes are flushed; what arrives is
  all of them in the order of the calls.
level: must
since: 0.2.0
report: stderr
checks: [writes-done]
expect:
  stdout: {repeat: "0123456789abcdefghijklmnopqrstuvwxyz\n", times: 4096}
---*/
#include "check.h"

static char pattern[4096 * 37];

CASE {
    const char *line = "0123456789abcdefghijklmnopqrstuvwxyz\n";
    for (uint32_t i = 0; i < sizeof pattern; i++) pattern[i] = line[i % 37];
    wasi_output_stream out = wasi_stdout_get_stdout();
    uint32_t done_ok = 0;
    for (uint32_t i = 0; i < 37; i++) {
        wasi_output_stream_blocking_write_and_flush_result written;
        wasi_output_stream_blocking_write_and_flush(out, pattern + i * 4096, 4096, &written);
        done_ok += !written.is_err;
    }
    check_eq_u64("writes-done", done_ok, 37);
}
