/*---
title: blocking-write-and-flush takes 0, 1, 4095 and 4096 bytes, on standard output
spec: wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  The call takes up to 4096 bytes without any check-write before it, waits until all of them are written and
  flushed, and succeeds. One call can follow the other at once, and everything arrives.
level: must
since: 0.2.0
report: stderr
checks: [no-bytes, one, one-less-than-most, most]
expect:
  stdout: {repeat: "x", times: 8192}
---*/
#include "output_claims.h"

CASE {
    claim_blocking_write_sizes(wasi_stdout_get_stdout());
}
