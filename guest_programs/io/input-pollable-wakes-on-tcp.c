/*---
title: pollables made before the bytes come are woken by them, each of several
spec:
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/poll#[method]pollable.ready
  - wasi:io/poll#[method]pollable.block
clause: >
  A pollable of an input stream resolves once the stream has bytes to read, and not before. Two of them, made while
  there is nothing, are both not ready; when the peer has sent a byte, waiting for either ends, and the byte is
  there.
level: must
since: 0.2.0
peers: {echo: tcp-echo}
arguments: ["{echo.port}"]
checks: [first-not-ready, second-not-ready, first-after-block, second-after-block, byte]
---*/
#include "streams.h"

CASE {
    net_end echo = streams_tcp();
    wasi_pollable first = wasi_input_stream_subscribe(echo.input), second = wasi_input_stream_subscribe(echo.input);
    check_ok("first-not-ready", !wasi_pollable_ready(first));
    check_ok("second-not-ready", !wasi_pollable_ready(second));
    io_write_all(echo.output, STR("x"));
    wasi_pollable_block(second);
    check_ok("second-after-block", wasi_pollable_ready(second));
    wasi_pollable_block(first);
    check_ok("first-after-block", wasi_pollable_ready(first));
    wasi_input_stream_read_result piece;
    wasi_input_stream_read(echo.input, 4, &piece);
    check_eq_str("byte", piece.ok.ptr, piece.is_err ? 0 : piece.ok.len, STR("x"));
    wasi_pollable_drop(first);
    wasi_pollable_drop(second);
}
