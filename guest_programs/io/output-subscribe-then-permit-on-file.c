/*---
title: a file's stream whose pollable is ready permits at least one byte
spec:
  - wasi:io/streams#[method]output-stream.subscribe
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  Once the pollable is ready, check-write gives a number above zero, or an error, which a stream that is open does
  not.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [result, permit]
---*/
#include "output_claims.h"

CASE {
    claim_permit_when_ready(streams_file_output());
}
