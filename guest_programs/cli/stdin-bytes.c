/*---
title: stdin delivers every byte value as it is
spec:
  - wasi:cli/stdin#get-stdin
  - wasi:io/streams#[method]input-stream.blocking-read
errors: [wasi:io/streams#stream-error.closed]
clause: >
  When stdin is binary data, reading gives its bytes verbatim: no value is dropped, translated or taken for the end, be
  it NUL, a line end, control-Z or a byte that is not UTF-8. After the last byte the stream is closed.
level: must
since: 0.2.0
stdin:
  base64: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9Q\
    UVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6Ch\
    oqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy\
    8/T19vf4+fr7/P3+/w=="
checks: [length, bytes, then-closed]
---*/
#include "check.h"

CASE {
    wasi_input_stream in = wasi_stdin_get_stdin();
    wasi_string got = {0, 0};
    wasi_input_stream_blocking_read_result piece;
    for (;;) {
        wasi_input_stream_blocking_read(in, 100, &piece);
        if (piece.is_err) break;
        got = text_join(got, (wasi_string){(char *)piece.ok.ptr, piece.ok.len});
    }
    unsigned char want[256];
    for (int value = 0; value < 256; value++) want[value] = (unsigned char)value;
    check_eq_u64("length", got.len, sizeof want);
    check_eq_str("bytes", SPAN(got), SPAN_OF(want));
    check_is_err("then-closed", wasi_streams_stream_error, piece, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
