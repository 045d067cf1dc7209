/*---
title: the two functions for zero bytes write as many as they are asked for, on a file's stream
spec:
  - wasi:io/streams#[method]output-stream.write-zeroes
  - wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
clause: >
  With a permit from check-write, write-zeroes writes that many zero bytes; blocking-write-zeroes-and-flush does so
  without a permit, and waits until they are flushed. They arrive between what is written before and after them.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [write-zeroes, blocking-write-zeroes-and-flush]
expect:
  files: {out.bin: {base64: "YQAAYgAAAGM="}}
---*/
#include "output_claims.h"

CASE {
    claim_zeroes(streams_file_output());
}
