/*---
title: a write of more bytes than were permitted traps, on a file's stream
spec: wasi:io/streams#[method]output-stream.write
clause: >
  check-write gives the number of bytes that the next write may have; a write of one more traps. (Where the permit
  is larger than what a guest can hold, the guest cannot try.)
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [permit]
expect: {trap: true}
---*/
#include "output_claims.h"

CASE {
    claim_write_beyond_permit(streams_file_output());
}
