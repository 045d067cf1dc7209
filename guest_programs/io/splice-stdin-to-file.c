/*---
title: splice from standard input to a file's stream moves at most as many bytes as were asked for
spec: wasi:io/streams#[method]output-stream.splice
clause: >
  With both streams ready, splice reads at least one byte and no more than `len`, writes what it read and tells how
  many those were. They arrive, and the next byte can be read from the input afterwards.
level: must
since: 0.2.0
stdin: "0123456789"
preopens: [{guest: /, host: .}]
checks: [result, at-least, at-most, next-byte, arrived]
---*/
#include "output_claims.h"

CASE {
    uint64_t count = claim_splice(streams_file_output(), wasi_stdin_get_stdin());
    wasi_string arrived = streams_file_written();
    check_eq_str("arrived", SPAN(arrived), STREAMS_DIGITS, (uint32_t)count);
}
