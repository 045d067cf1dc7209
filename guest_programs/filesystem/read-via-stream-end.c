/*---
title: a stream that reads a file is closed at the file's end
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:io/streams#[method]input-stream.blocking-read
clause: >
  Behind the last byte of the file there is nothing to wait for and no error has happened: reading on ends with
  `closed`, and so does every read after that.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [no-more-bytes, closed, stays-closed]
---*/
#include "fs.h"
#include "io.h"

CASE {
    FS_RESULT(read_via_stream, stream);
    wasi_descriptor_read_via_stream(fs_open_read(fs_first_preopen(), STR("data.txt")), 0, &stream);
    require_fs_ok("a stream", stream);
    require("the whole file is read", io_read_exactly(stream.ok, 4).len == 4);
    uint32_t bytes = 0;
    wasi_input_stream_blocking_read_result got;
    // Answers without a byte are the business of read-via-stream-end-not-empty: they only must not go on for ever.
    for (uint32_t tries = 0; tries < 1000; tries++) {
        memset(&got, 0xaa, sizeof got);
        wasi_input_stream_blocking_read(stream.ok, 10, &got);
        if (got.is_err) break;
        bytes += got.ok.len;
    }
    check_eq_u64("no-more-bytes", bytes, 0);
    check_is_err("closed", wasi_streams_stream_error, got, WASI_STREAMS_STREAM_ERROR_CLOSED);
    memset(&got, 0xaa, sizeof got);
    wasi_input_stream_blocking_read(stream.ok, 10, &got);
    check_is_err("stays-closed", wasi_streams_stream_error, got, WASI_STREAMS_STREAM_ERROR_CLOSED);
}
