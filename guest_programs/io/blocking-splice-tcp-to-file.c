/*---
title: blocking-splice from a TCP stream to a file's stream moves all of it, then fails with closed
spec: wasi:io/streams#[method]output-stream.blocking-splice
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Each call waits until both streams are ready and then moves at least one byte and at most `len` from the one to
  the other, and tells how many. At the end of the input its read fails with `closed`, which the call reports. What
  arrives is all of the input, in order.
level: must
since: 0.2.0
peers: {digits: tcp-digits}
arguments: ["{digits.port}"]
preopens: [{guest: /, host: .}]
checks: [at-least, at-most, total, at-the-end]
expect:
  files: {out.bin: "0123456789"}
---*/
#include "output_claims.h"

CASE {
    wasi_input_stream in = streams_tcp_input();
    io_wait_input(in);
    claim_blocking_splice(streams_file_output(), in);
}
