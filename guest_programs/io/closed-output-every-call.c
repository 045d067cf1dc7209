/*---
title: a closed output stream says so, whatever is asked of it, and its pollable is ready
spec:
  - wasi:io/streams#[method]output-stream.check-write
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
  - wasi:io/streams#[method]output-stream.flush
  - wasi:io/streams#[method]output-stream.blocking-flush
  - wasi:io/streams#[method]output-stream.blocking-write-zeroes-and-flush
  - wasi:io/streams#[method]output-stream.subscribe
errors: [wasi:io/streams#stream-error.closed]
clause: >
  A closed output stream returns `closed` on all future operations, and its pollable is always ready immediately.
  Here a shutdown of the socket's sending side has closed it.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks:
  [pollable-ready, check-write, blocking-write-and-flush, flush, blocking-flush, blocking-write-zeroes-and-flush, again]
---*/
#include "streams.h"

CASE {
    net_end echo = streams_tcp();
    net_shutdown_send(echo.socket);
    wasi_pollable ready = wasi_output_stream_subscribe(echo.output);
    check_ok("pollable-ready", wasi_pollable_ready(ready));
    wasi_pollable_drop(ready);
    wasi_output_stream_check_write_result permit;
    wasi_output_stream_check_write(echo.output, &permit);
    check_closed("check-write", permit);
    wasi_output_stream_flush_result done_so;
    wasi_output_stream_blocking_write_and_flush(echo.output, STR("x"), &done_so);
    check_closed("blocking-write-and-flush", done_so);
    wasi_output_stream_flush(echo.output, &done_so);
    check_closed("flush", done_so);
    wasi_output_stream_blocking_flush(echo.output, &done_so);
    check_closed("blocking-flush", done_so);
    wasi_output_stream_blocking_write_zeroes_and_flush(echo.output, 1, &done_so);
    check_closed("blocking-write-zeroes-and-flush", done_so);
    wasi_output_stream_check_write(echo.output, &permit);
    check_closed("again", permit);
}
