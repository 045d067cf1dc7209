/*---
title: read-via-stream gives the bytes from an offset
spec: wasi:filesystem/types#[method]descriptor.read-via-stream
clause: >
  A stream for reading starts at the offset that was asked for and gives the bytes of the file in their order.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
checks: [stream, bytes]
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(read_via_stream, got);
    wasi_descriptor_read_via_stream(file, 3, &got);
    check_fs_ok("stream", got);
    if (got.is_err) return;
    check_eq_text("bytes", io_read_exactly(got.ok, 7), "3456789");
}
