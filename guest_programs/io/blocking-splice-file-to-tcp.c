/*---
title: blocking-splice from a file's stream to a TCP stream moves all of it, then fails with closed
spec: wasi:io/streams#[method]output-stream.blocking-splice
errors: [wasi:io/streams#stream-error.closed]
clause: >
  Each call waits until both streams are ready and then moves at least one byte and at most `len` from the one to
  the other, and tells how many. At the end of the input its read fails with `closed`, which the call reports. What
  arrives is all of the input, in order.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [at-least, at-most, total, at-the-end, arrived]
---*/
#include "output_claims.h"

CASE {
    net_end echo = streams_tcp();
    if (claim_blocking_splice(echo.output, streams_file_input()) != 10) return;
    wasi_string arrived = streams_tcp_written(echo, 10);
    check_eq_text("arrived", arrived, STREAMS_DIGITS);
}
