/*---
title: a file's stream may be asked for more bytes than a memory can hold
spec:
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]input-stream.blocking-skip
clause: >
  `len` is a u64 and only an upper limit: the callee may return fewer bytes even when there are more. Asked for
  2^64-1 bytes, reading and skipping take some of those that there are, and neither fails nor traps.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [read, bytes, skip, skipped-at-least, skipped-at-most]
---*/
#include "input_claims.h"

CASE {
    claim_longest(streams_file_input(), streams_file_input());
}
