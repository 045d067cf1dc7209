/*---
title: after flush of a TCP stream, the pollable tells when it is done
spec:
  - wasi:io/streams#[method]output-stream.flush
  - wasi:io/streams#[method]output-stream.subscribe
  - wasi:io/streams#[method]output-stream.check-write
clause: >
  flush only asks for the bytes written so far to be flushed. When the stream's pollable is ready, the flush has
  completed, the bytes have arrived and check-write permits more. Until then check-write gives ok(0); whether a
  flush has completed right after the call, the text leaves open.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [writes-refused, flush, {name: right-after, allowed: [no permit, a permit]}, permit, arrived]
---*/
#include "output_claims.h"

CASE {
    net_end echo = streams_tcp();
    claim_flush_then_ready(echo.output);
    wasi_string arrived = streams_tcp_written(echo, 10);
    check_eq_text("arrived", arrived, STREAMS_DIGITS);
}
