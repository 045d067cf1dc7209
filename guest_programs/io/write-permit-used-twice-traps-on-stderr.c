/*---
title: a permit is for one write, on standard error
spec:
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.write
clause: >
  check-write tells how many bytes the next call of write may have. A first write takes all that was permitted; a
  second one of as many bytes has no permit left, and traps.
level: must
since: 0.2.0
confirmed: "the author, 2026-11-22, having read it again: Wasmtime traps so on files and TCP streams"
checks: [first]
expect: {trap: true}
---*/
#include "output_claims.h"

CASE {
    claim_permit_used_twice(wasi_stderr_get_stderr());
}
