/*---
title: the two functions for zero bytes write as many as they are asked for, on a TCP stream
spec:
  - wasi:io/streams#[method]output-stream.write-zeroes
  - wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
clause: >
  With a permit from check-write, write-zeroes writes that many zero bytes; blocking-write-zeroes-and-flush does so
  without a permit, and waits until they are flushed. They arrive between what is written before and after them.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [write-zeroes, blocking-write-zeroes-and-flush, arrived]
---*/
#include "output_claims.h"

CASE {
    net_end echo = streams_tcp();
    claim_zeroes(echo.output);
    wasi_string arrived = streams_tcp_written(echo, 8);
    check_eq_str("arrived", SPAN(arrived), STR("a\0\0b\0\0\0c"));
}
