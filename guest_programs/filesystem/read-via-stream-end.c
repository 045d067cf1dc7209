/*---
title: a stream that reads a file is closed at the file's end
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Behind the last byte of the file there is nothing to wait for and no error has happened: a read fails with
  `closed`, and so does the next one.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [closed, stays-closed]
---*/
#include "fs.h"
#include "io.h"

static void check_closed(const char *name, wasi_input_stream stream) {
    wasi_input_stream_blocking_read_result got;
    memset(&got, 0xaa, sizeof got);
    wasi_input_stream_blocking_read(stream, 10, &got);
    check_is_err(name, wasi_streams_stream_error, got, WASI_STREAMS_STREAM_ERROR_CLOSED);
}

CASE {
    FS_RESULT(read_via_stream, got);
    wasi_descriptor_read_via_stream(fs_open_read(fs_first_preopen(), STR("data.txt")), 0, &got);
    require_fs_ok("a stream", got);
    require("the whole file is read", io_read_exactly(got.ok, 4).len == 4);
    check_closed("closed", got.ok);
    check_closed("stays-closed", got.ok);
}
