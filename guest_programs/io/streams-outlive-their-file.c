/*---
title: streams go on when the descriptor that they came from is dropped
spec:
  - wasi:io/streams#[method]input-stream.blocking-read
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
clause: >
  A stream is a resource of its own, and nothing makes it a child of the descriptor that it came from. Dropping the
  descriptor does not end it: an input stream still reads, an output stream still writes.
level: must
since: 0.2.0
files: {digits.txt: "0123456789"}
checks: [read, write]
expect:
  files: {out.bin: "x"}
---*/
#include "streams.h"

CASE {
    wasi_descriptor from = fs_open_read(fs_first_preopen(), STR("digits.txt"));
    wasi_descriptor to = fs_create(fs_first_preopen(), STR("out.bin"));
    wasi_input_stream in = streams_read_file(from, 0);
    wasi_output_stream out = streams_write_file(to, 0);
    wasi_descriptor_drop(from);
    wasi_descriptor_drop(to);
    check_eq_text("read", io_read_until_end(in), STREAMS_DIGITS);
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, STR("x"), &written);
    check_stream_ok("write", written);
}
