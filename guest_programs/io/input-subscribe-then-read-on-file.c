/*---
title: a read of a file's stream after its pollable was ready finds bytes, or the end
spec:
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/streams#[method]input-stream.read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  The pollable resolves once there are bytes to read or the other end is closed. A read that does not wait, right
  after waiting for the pollable, therefore never returns an empty list: it gives bytes until there are no more,
  then `closed`.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [empty-lists, all, at-the-end]
---*/
#include "input_claims.h"

CASE {
    claim_read_when_ready(streams_file_input(), false);
}
