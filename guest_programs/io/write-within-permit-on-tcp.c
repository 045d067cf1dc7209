/*---
title: writes within the permit, once flushed, have arrived, on a TCP stream
spec:
  - wasi:io/streams#[method]output-stream.write
  - wasi:io/streams#[method]output-stream.blocking-flush
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  A write of no more bytes than check-write permitted succeeds; blocking-flush then waits until what was passed to
  write has been flushed and the stream is ready for writing again. What arrives is the bytes of all writes, in
  order.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [writes-refused, flush, permit, arrived]
---*/
#include "output_claims.h"

CASE {
    net_end echo = streams_tcp();
    claim_blocking_flush(echo.output);
    wasi_string arrived = streams_tcp_written(echo, 10);
    check_eq_text("arrived", arrived, STREAMS_DIGITS);
}
