/*---
title: standard input that has ended stays so, for every function and for its pollable
spec:
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]input-stream.skip
  - wasi:io/streams#[method]input-stream.blocking-skip
  - wasi:io/streams#[method]input-stream.subscribe
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Once the stream is closed, reading fails with `closed`, and skipping behaves as reading does; asking again changes
  nothing. A pollable of the stream resolves when the other end has been closed: one that is made afterwards is
  ready at once.
level: must
since: 0.2.0
stdin: "0123456789"
checks: [read, blocking-read, skip, blocking-skip, pollable-ready, read-after-block]
---*/
#include "input_claims.h"

CASE {
    claim_end_stays(wasi_stdin_get_stdin());
}
