/*---
title: two handles from get-stdout lead to one stdout
spec:
  - wasi:cli/stdout#get-stdout
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  Each call of get-stdout gives a stream to the program's one stdout: bytes that were flushed through one handle come
  before those that are written through the other afterwards.
level: must
since: 0.2.0
report: stderr
checks: [first, second, first-again]
expect: {stdout: "one two three"}
---*/
#include "check.h"

static void write(const char *name, wasi_output_stream out, const char *text) {
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, text, text_length(text), &written);
    check_is_ok(name, wasi_streams_stream_error, written);
}

CASE {
    wasi_output_stream one = wasi_stdout_get_stdout(), two = wasi_stdout_get_stdout();
    write("first", one, "one ");
    write("second", two, "two ");
    write("first-again", one, "three");
}
