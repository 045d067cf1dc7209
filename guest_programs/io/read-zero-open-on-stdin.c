/*---
title: reading or skipping zero bytes of standard input that is open succeeds and takes nothing
spec:
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]input-stream.skip
  - wasi:io/streams#[method]input-stream.blocking-skip
clause: >
  With `len` 0 and a stream that is still open, a read should succeed with an empty list, and a skip with zero; the
  bytes of the stream are all still there. As a byte can be read, the blocking forms do not wait. A stream of which
  not one byte has been read yet is open.
level: should
since: 0.2.0
stdin: "0123456789"
checks: [read, read-length, blocking-read, blocking-read-length, skip, skipped, blocking-skip, blocking-skipped, rest]
---*/
#include "input_claims.h"

CASE {
    claim_zero_of_open(wasi_stdin_get_stdin());
}
