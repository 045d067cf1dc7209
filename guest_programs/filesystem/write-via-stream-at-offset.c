/*---
title: write-via-stream writes on from an offset
spec: wasi:filesystem/types#[method]descriptor.write-via-stream
clause: >
  A stream for writing starts at the offset that was asked for and goes on behind what it has written. It replaces
  what is there and leaves the bytes around as they were.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
expect: {files: {data.txt: "01ABCD6789"}}
checks: [stream, read-back]
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(write_via_stream, got);
    wasi_descriptor_write_via_stream(file, 2, &got);
    check_fs_ok("stream", got);
    if (got.is_err) return;
    io_write_all(got.ok, STR("AB"));
    io_write_all(got.ok, STR("CD"));
    check_eq_text("read-back", fs_read(file, 100, 0), "01ABCD6789");
}
