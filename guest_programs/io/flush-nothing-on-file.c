/*---
title: flushing with nothing written succeeds, and the stream goes on, on a file's stream
spec:
  - wasi:io/streams#[method]output-stream.flush
  - wasi:io/streams#[method]output-stream.blocking-flush
clause: >
  What is to be flushed is all that was passed to write before. When that is nothing, there is nothing to wait for
  and nothing that can fail: both functions succeed, and the stream takes more.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [flush, blocking-flush, then-one]
expect:
  files: {out.bin: "x"}
---*/
#include "output_claims.h"

CASE {
    claim_flush_nothing(streams_file_output());
}
