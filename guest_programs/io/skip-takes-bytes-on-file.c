/*---
title: skip and blocking-skip of a file's stream take as many bytes as they say
spec:
  - wasi:io/streams#[method]input-stream.skip
  - wasi:io/streams#[method]input-stream.blocking-skip
clause: >
  Skipping is reading that tells the number of bytes instead of giving them: on a stream that has bytes it takes at
  least one and at most `len`, and a later read goes on behind them. blocking-skip differs only in that it waits for
  the first byte.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [skip, skip-one-to-three, byte-after-skip, blocking-skip, blocking-skip-one-to-three, byte-after-blocking-skip]
---*/
#include "input_claims.h"

CASE {
    claim_skips(streams_file_input());
}
