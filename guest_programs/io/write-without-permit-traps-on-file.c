/*---
title: a write that nothing permitted traps, on a file's stream
spec: wasi:io/streams#[method]output-stream.write
clause: >
  The precondition of write is that check-write gave a permit for at least as many bytes, and without it write
  traps. Here check-write has not been called on the stream at all, and write is called with one byte.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
confirmed: "two readers of the text, 2026-11-22; Wasmtime traps so on its TCP streams"
checks: [reached]
expect: {trap: true}
---*/
#include "output_claims.h"

CASE {
    claim_write_without_permit(streams_file_output());
}
