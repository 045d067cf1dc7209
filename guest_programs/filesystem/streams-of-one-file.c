/*---
title: streams that read, write and append to one open file do not interfere
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.write-via-stream
  - wasi:filesystem/types#[method]descriptor.append-via-stream
clause: >
  Several streams for reading, writing and appending may be active on the same open file. Each goes on from where it
  was, whatever the others have read or written in between, and two that append put what they get one behind the other.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
expect: {files: {data.txt: "A1B3456789xyz"}}
checks: [reader-begins, reader-goes-on, read-back]
---*/
#include "fs.h"
#include "io.h"

static wasi_output_stream writer(wasi_descriptor file, uint64_t offset) {
    FS_RESULT(write_via_stream, got);
    wasi_descriptor_write_via_stream(file, offset, &got);
    require_fs_ok("a stream that writes", got);
    return got.ok;
}

static wasi_output_stream appender(wasi_descriptor file) {
    FS_RESULT(append_via_stream, got);
    wasi_descriptor_append_via_stream(file, &got);
    require_fs_ok("a stream that appends", got);
    return got.ok;
}

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(read_via_stream, reader);
    wasi_descriptor_read_via_stream(file, 4, &reader);
    require_fs_ok("a stream that reads", reader);
    wasi_output_stream first = writer(file, 0), second = writer(file, 2);
    wasi_output_stream one_end = appender(file), other_end = appender(file);
    check_eq_text("reader-begins", io_read_exactly(reader.ok, 2), "45");
    io_write_all(first, STR("A"));
    io_write_all(one_end, STR("x"));
    io_write_all(second, STR("B"));
    io_write_all(other_end, STR("y"));
    io_write_all(first, STR("1"));
    io_write_all(one_end, STR("z"));
    check_eq_text("reader-goes-on", io_read_exactly(reader.ok, 2), "67");
    check_eq_text("read-back", fs_read(file, 100, 0), "A1B3456789xyz");
}
