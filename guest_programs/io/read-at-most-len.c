/*---
title: blocking-read returns at least one byte and at most as many as were asked for
spec: wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Each list holds up to `len` bytes, never more, and, as the call waits for the first, at least one. What one call
  leaves is there for the next.
level: must
since: 0.2.0
stdin: "0123456789"
checks: [shortest, longest, all]
---*/
#include "check.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_string all = {0, 0};
    uint64_t shortest = 99, longest = 0;
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(in, 3, &piece);
        if (piece.is_err) break;
        if (piece.ok.len < shortest) shortest = piece.ok.len;
        if (piece.ok.len > longest) longest = piece.ok.len;
        if (piece.ok.len == 0) break;
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    check_at_least_u64("shortest", shortest, 1);
    check_at_most_u64("longest", longest, 3);
    check_eq_text("all", all, "0123456789");
}
