/*---
title: blocking-splice from a file's stream to a file's stream moves all of it, then fails with closed
spec: wasi:io/streams#[method]output-stream.blocking-splice
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Each call waits until both streams are ready and then moves at least one byte and at most `len` from the one to
  the other, and tells how many. At the end of the input its read fails with `closed`, which the call reports. What
  arrives is all of the input, in order.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [at-least, at-most, total, at-the-end]
expect:
  files: {out.bin: "0123456789"}
---*/
#include "output_claims.h"

CASE {
    claim_blocking_splice(streams_file_output(), streams_file_input());
}
