/*---
title: what was flushed to stdout before an exit is there after it
spec:
  - wasi:cli/exit#exit
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  Bytes that blocking-write-and-flush has taken are flushed and no longer the program's: that it exits right afterwards,
  with failure, loses none of them, be they many.
level: must
since: 0.2.0
needs: [exit-code]
report: stderr
checks: [writes-done]
expect:
  exit: 1
  stdout: {repeat: "0123456789abcde\n", times: 262144}
---*/
#include "check.h"

static char pattern[4096];

CASE {
    for (uint32_t i = 0; i < sizeof pattern; i++) pattern[i] = "0123456789abcde\n"[i % 16];
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_and_flush_result written;
    uint32_t ok = 0;
    for (uint32_t i = 0; i < 1023; i++) {
        wasi_output_stream_blocking_write_and_flush(out, SPAN_OF(pattern), &written);
        ok += !written.is_err;
    }
    check_eq_u64("writes-done", ok, 1023);
    done();
    wasi_output_stream_blocking_write_and_flush(out, SPAN_OF(pattern), &written);
    wasi_exit_exit(1);
    check_ok("survived", false);
}
