/*---
title: append-via-stream writes behind what others have added
spec: wasi:filesystem/types#[method]descriptor.append-via-stream
clause: >
  The text likens a stream for appending to `O_APPEND` of POSIX, with which every write goes to the end that the
  file has at that time: also when the file has become longer since the stream was made.
level: should
since: 0.2.0
files: {data.txt: "text,"}
checks: [read-back]
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(append_via_stream, got);
    wasi_descriptor_append_via_stream(file, &got);
    require_fs_ok("a stream", got);
    fs_write(file, STR("other,"), 5);
    io_write_all(got.ok, STR("appended"));
    check_eq_text("read-back", fs_read(file, 100, 0), "text,other,appended");
}
