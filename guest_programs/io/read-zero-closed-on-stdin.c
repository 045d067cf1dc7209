/*---
title: reading or skipping zero bytes of standard input that has ended fails with closed
spec:
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]input-stream.skip
  - wasi:io/streams#[method]input-stream.blocking-skip
errors: [wasi:io/streams#stream-error.closed]
clause: >
  With `len` 0 the call should fail with `closed` when the stream is not open any more; here an earlier read has
  found it closed. The other three functions behave as read does.
level: should
since: 0.2.0
stdin: "0123456789"
checks: [read, blocking-read, skip, blocking-skip]
---*/
#include "input_claims.h"

CASE {
    claim_at_end(wasi_stdin_get_stdin(), 0);
}
