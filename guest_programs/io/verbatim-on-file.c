/*---
title: every byte is written to a file and read from it as it is
spec:
  - wasi:io/streams#[method]output-stream.blocking-write-and-flush
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Bytes to or from what is binary data are moved verbatim: all 256 values, among them NUL, line ends of every kind
  and such as are no UTF-8, arrive as they were written.
level: must
since: 0.2.0
preopens: [{guest: /, host: .}]
checks: [length, first-difference]
---*/
#include "streams.h"

CASE {
    static char bytes[512];
    for (uint32_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i < 256 ? i : 511 - i);
    wasi_descriptor file = fs_create(fs_first_preopen(), STR("out.bin"));
    io_write_all(streams_write_file(file, 0), bytes, sizeof bytes);
    wasi_string read = io_read_until_end(streams_read_file(file, 0));
    check_eq_u64("length", read.len, sizeof bytes);
    if (read.len != sizeof bytes) return;
    check_eq_u64("first-difference", io_first_difference(read.ptr, bytes, sizeof bytes), sizeof bytes);
}
