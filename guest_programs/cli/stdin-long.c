/*---
title: stdin that is longer than any buffer arrives whole and in order
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Reading again and again until the stream is closed gives all bytes of stdin, each once and in order, however many
  calls it takes.
level: must
since: 0.2.0
stdin: {repeat: "0123456789abcdefghijklmnopqrstuvwxyz\n", times: 10000}
checks: [length, first-wrong-byte]
---*/
#include "io.h"

CASE {
    const char *line = "0123456789abcdefghijklmnopqrstuvwxyz\n";
    wasi_input_stream in = wasi_stdin_get_stdin();
    uint32_t length = 0, wrong = UINT32_MAX;
    wasi_input_stream_blocking_read_result piece;
    for (;;) {
        wasi_input_stream_blocking_read(in, 65536, &piece);
        if (piece.is_err) break;
        for (uint32_t i = 0; i < piece.ok.len; i++, length++)
            if (wrong == UINT32_MAX && piece.ok.ptr[i] != line[length % 37]) wrong = length;
    }
    check_eq_u64("length", length, 370000);
    check_eq_u64("first-wrong-byte", wrong, UINT32_MAX);
}
