/*---
title: splice from a TCP stream to a file's stream moves at most as many bytes as were asked for
spec: wasi:io/streams#[method]output-stream.splice
clause: >
  With both streams ready, splice reads at least one byte and no more than `len`, writes what it read and tells how
  many those were. They arrive, and the next byte can be read from the input afterwards.
level: must
since: 0.2.0
peers: {digits: tcp-digits}
arguments: ["{digits.port}"]
preopens: [{guest: /, host: .}]
checks: [result, at-least, at-most, next-byte, arrived]
---*/
#include "output_claims.h"

CASE {
    uint64_t count = claim_splice(streams_file_output(), streams_tcp_input());
    wasi_string arrived = streams_file_written();
    check_eq_str("arrived", SPAN(arrived), STREAMS_DIGITS, (uint32_t)count);
}
