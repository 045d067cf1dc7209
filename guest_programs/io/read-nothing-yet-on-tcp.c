/*---
title: reading or skipping where nothing has come yet takes nothing and does not wait
spec:
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]input-stream.skip
  - wasi:io/streams#[method]input-stream.subscribe
clause: >
  On an open connection on which the peer has sent nothing, read returns an empty list, and skip, which behaves as
  read, zero; neither is an error. The stream's pollable is not ready, as there are no bytes and no end.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [read, length, skip, skipped, pollable-not-ready]
---*/
#include "streams.h"

CASE {
    wasi_input_stream in = streams_tcp().input;
    wasi_input_stream_read_result piece;
    wasi_input_stream_read(in, 4, &piece);
    check_stream_ok("read", piece);
    check_eq_u64("length", piece.is_err ? 99 : piece.ok.len, 0);
    wasi_input_stream_skip_result skipped;
    wasi_input_stream_skip(in, 4, &skipped);
    check_stream_ok("skip", skipped);
    check_eq_u64("skipped", skipped.is_err ? 99 : skipped.ok, 0);
    wasi_pollable ready = wasi_input_stream_subscribe(in);
    check_ok("pollable-not-ready", !wasi_pollable_ready(ready));
    wasi_pollable_drop(ready);
}
