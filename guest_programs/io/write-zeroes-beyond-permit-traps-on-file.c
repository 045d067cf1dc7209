/*---
title: write-zeroes of more bytes than were permitted traps, on a file's stream
spec: wasi:io/streams#[method]output-stream.write-zeroes
clause: >
  write-zeroes has the same precondition as write: check-write gives the number of bytes that it may be asked for,
  and one more traps.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [permit]
expect: {trap: true}
---*/
#include "output_claims.h"

CASE {
    claim_write_zeroes_beyond_permit(streams_file_output());
}
