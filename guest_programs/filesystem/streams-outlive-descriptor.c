/*---
title: a stream goes on when its descriptor is dropped
spec:
  - wasi:filesystem/types#[resource-drop]descriptor
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.write-via-stream
  - wasi:filesystem/types#[method]descriptor.append-via-stream
clause: >
  A stream that a descriptor gave is a handle of its own. Where a handle depends on another, as pollables do on their
  streams, the texts say so; of these streams they do not, so the descriptor may be dropped, and the streams go on.
level: must
since: 0.2.0
files: {data.txt: "0123456789"}
expect: {files: {data.txt: "AB23456789xy"}}
checks: [read, read-on]
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(read_via_stream, reader);
    wasi_descriptor_read_via_stream(file, 2, &reader);
    require_fs_ok("a stream that reads", reader);
    FS_RESULT(write_via_stream, writer);
    wasi_descriptor_write_via_stream(file, 0, &writer);
    require_fs_ok("a stream that writes", writer);
    FS_RESULT(append_via_stream, appender);
    wasi_descriptor_append_via_stream(file, &appender);
    require_fs_ok("a stream that appends", appender);
    check_eq_text("read", io_read_exactly(reader.ok, 2), "23");
    io_write_all(writer.ok, STR("A"));
    wasi_descriptor_drop(file);
    check_eq_text("read-on", io_read_exactly(reader.ok, 4), "4567");
    io_write_all(writer.ok, STR("B"));
    io_write_all(appender.ok, STR("xy"));
}
