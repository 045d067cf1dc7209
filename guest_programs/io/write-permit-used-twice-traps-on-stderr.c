/*---
title: a permit is for one write, on standard error
spec:
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.write
clause: >
  check-write tells how many bytes the next call of write may have. A first write takes all that was permitted, and
  is flushed; a second one of as many bytes has room, but no permit, and traps.
level: must
since: 0.2.0
confirmed: "two readers of the text, 2026-11-22; a permit is for the next call of write, and without one the call traps"
checks: [first, flushed]
expect: {trap: true}
---*/
#include "output_claims.h"

CASE {
    claim_permit_used_twice(wasi_stderr_get_stderr());
}
