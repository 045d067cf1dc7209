/*---
title: a megabyte goes through streams byte for byte
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.write-via-stream
clause: >
  However much is written to a stream of a file, piece by piece, comes to the file in its
  order, and a stream that reads gives it back.
level: must
since: 0.2.0
files: {sub/: null}
expect: {files: {data.bin: {repeat: "0123456789abcdef", times: 65536}}}
checks: [length, first-difference]
---*/
#include "fs.h"
#include "io.h"

enum { MEGABYTE = 1 << 20 };

CASE {
    char *bytes = allocate(MEGABYTE, 1);
    for (uint32_t i = 0; i < MEGABYTE; i++) bytes[i] = "0123456789abcdef"[i % 16];
    wasi_descriptor file = fs_create(fs_first_preopen(), STR("data.bin"));
    FS_RESULT(write_via_stream, writer);
    wasi_descriptor_write_via_stream(file, 0, &writer);
    require_fs_ok("a stream that writes", writer);
    io_write_all(writer.ok, bytes, MEGABYTE);
    FS_RESULT(read_via_stream, reader);
    wasi_descriptor_read_via_stream(file, 0, &reader);
    require_fs_ok("a stream that reads", reader);
    wasi_string got = io_read_exactly(reader.ok, MEGABYTE);
    check_eq_u64("length", got.len, MEGABYTE);
    check_eq_u64("first-difference", io_first_difference(got.ptr, bytes, got.len), MEGABYTE);
}
