/*---
title: a read after the stream's pollable was ready finds bytes, or the end
spec:
  - wasi:io/streams#[method]input-stream.subscribe
  - wasi:io/streams#[method]input-stream.read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  The pollable resolves once there are bytes to read or the other end is closed. A read that does not wait, right after
  waiting for the pollable, therefore never returns an empty list: it gives bytes until there are no more, then
  `closed`.
level: must
since: 0.2.0
stdin: "0123456789"
checks: [empty-lists, all, at-the-end]
---*/
#include "io.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_string all = {0, 0};
    uint32_t empty = 0;
    wasi_input_stream_read_result piece;
    for (;;) {
        io_wait_input(in);
        wasi_input_stream_read(in, 4, &piece);
        if (piece.is_err || empty > 100) break;
        empty += piece.ok.len == 0;
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    check_eq_u64("empty-lists", empty, 0);
    check_eq_text("all", all, "0123456789");
    check_is_err("at-the-end", wasi_streams_stream_error, piece, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
