/*---
title: append-via-stream writes behind the file's end
spec: wasi:filesystem/types#[method]descriptor.append-via-stream
clause: >
  What is written to a stream for appending comes behind what the file held, piece after piece, and replaces
  nothing.
level: must
since: 0.2.0
files: {data.txt: "text,"}
expect: {files: {data.txt: "text,one,two"}}
checks: [stream, read-back]
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(append_via_stream, got);
    wasi_descriptor_append_via_stream(file, &got);
    check_fs_ok("stream", got);
    if (got.is_err) return;
    io_write_all(got.ok, STR("one,"));
    io_write_all(got.ok, STR("two"));
    check_eq_text("read-back", fs_read(file, 100, 0), "text,one,two");
}
