/*---
title: blocking-read of a file's stream gives one byte at least and no more than asked for
spec: wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Each list holds up to `len` bytes, never more, and, as the call waits for the first, at least one. What one call
  leaves is there for the next; at the end of the stream the call fails with `closed`.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [shortest, longest, all, at-the-end]
---*/
#include "input_claims.h"

CASE {
    claim_blocking_read(streams_file_input());
}
