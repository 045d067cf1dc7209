/*---
title: stdin that pauses gives what has come, and is not closed
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]input-stream.read
clause: >
  blocking-read returns once it has at least one byte and does not wait for as many as it may return, let alone for the
  end: of a stdin with five bytes whose writer stays, it gives them although 4096 were allowed. Then nothing is there to
  be read, and the stream is not closed.
level: must
since: 0.2.0
stdin: {repeat: "12345", held: true}
checks: [bytes, read-then]
---*/
#include "check.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_string all = {0, 0};
    while (all.len < 5) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(in, 4096, &piece);
        require_ok("reading what is there", wasi_streams_stream_error, piece);
        all = text_join(all, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    check_eq_text("bytes", all, "12345");
    wasi_input_stream_read_result got;
    wasi_input_stream_read(in, 4096, &got);
    wasi_string shown = text_of_result(wasi_streams_stream_error, got);
    if (!got.is_err) shown = text_join(text_of_u64(got.ok.len), text_of(" bytes"));
    check_result("read-then", shown, text_of("0 bytes"));
}
