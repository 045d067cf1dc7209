/*---
title: the end of what is typed at a terminal closes stdin
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  A terminal says that its input ends (control-D) by giving no bytes. blocking-read cannot answer that with an empty
  list, since it waits for at least one byte: it fails with `closed`.
level: must
since: 0.2.0
terminal: [stdin]
stdin: "line\n\x04"
checks: [line, then-closed]
---*/
#include "check.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_string line = {0, 0};
    wasi_input_stream_blocking_read_result piece;
    for (;;) {
        wasi_input_stream_blocking_read(in, 4096, &piece);
        if (piece.is_err) break;
        line = text_join(line, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    check_eq_text("line", line, "line\n");
    check_is_err("then-closed", wasi_streams_stream_error, piece, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
