/*---
title: blocking-write-and-flush takes 0, 1, 4095 and 4096 bytes, on a TCP stream
spec: wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  The call takes up to 4096 bytes without any check-write before it, waits until all of them are written and
  flushed, and succeeds. One call can follow the other at once, and everything arrives.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [no-bytes, one, one-less-than-most, most, arrived]
---*/
#include "output_claims.h"

CASE {
    net_end echo = streams_tcp();
    claim_blocking_write_sizes(echo.output);
    wasi_string arrived = streams_tcp_written(echo, 8192);
    check_eq_u64("arrived", claim_xs(arrived), 8192);
}
