/*---
title: a megabyte through stdin that is a pipe arrives byte for byte
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.read
  - wasi:io/streams#[method]input-stream.subscribe
clause: >
  Reading whenever the stream's pollable is ready gives every byte of stdin once and in order, until the stream is
  closed; no wake is lost on the way.
level: must
since: 0.2.0
stdin: {repeat: "0123456789abcdefghijklmnopqrstuvwxyz\n", times: 28340}
checks: [length, first-wrong-byte]
---*/
#include "io.h"

CASE {
    const char *line = "0123456789abcdefghijklmnopqrstuvwxyz\n";
    wasi_input_stream in = wasi_stdin_get_stdin();
    uint32_t length = 0, wrong = UINT32_MAX;
    for (;;) {
        io_wait_input(in);
        wasi_input_stream_read_result piece;
        wasi_input_stream_read(in, 65536, &piece);
        if (piece.is_err) break;
        for (uint32_t i = 0; i < piece.ok.len; i++, length++)
            if (wrong == UINT32_MAX && piece.ok.ptr[i] != (uint8_t)line[length % 37]) wrong = length;
    }
    check_eq_u64("length", length, 1048580);
    check_eq_u64("first-wrong-byte", wrong, UINT32_MAX);
}
