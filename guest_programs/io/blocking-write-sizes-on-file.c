/*---
title: blocking-write-and-flush takes 0, 1, 4095 and 4096 bytes, on a file's stream
spec: wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  The call takes up to 4096 bytes without any check-write before it, waits until all of them are written and
  flushed, and succeeds. One call can follow the other at once, and everything arrives.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [no-bytes, one, one-less-than-most, most]
expect:
  files: {out.bin: {repeat: "x", times: 8192}}
---*/
#include "output_claims.h"

CASE {
    claim_blocking_write_sizes(streams_file_output());
}
