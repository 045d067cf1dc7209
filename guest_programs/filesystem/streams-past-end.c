/*---
title: a stream may begin past the end of the file
spec:
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.write-via-stream
clause: >
  From an offset at or past the end, a stream for reading gives no byte. What a stream for writing puts past the end
  is where it was to begin, and the bytes in between are zero, as for `write`.
level: must
since: 0.2.0
files: {data.txt: "abc"}
expect: {files: {data.txt: "abc\0\0\0end"}}
checks: [at-the-end, past-the-end, writing]
---*/
#include "fs.h"
#include "io.h"

static void check_nothing(const char *name, wasi_descriptor file, uint64_t offset) {
    FS_RESULT(read_via_stream, stream);
    wasi_descriptor_read_via_stream(file, offset, &stream);
    require_fs_ok("a stream that reads", stream);
    check_eq_text(name, io_read_until_end(stream.ok), "");
}

CASE {
    wasi_descriptor file = fs_open_write(fs_first_preopen(), STR("data.txt"));
    check_nothing("at-the-end", file, 3);
    check_nothing("past-the-end", file, 1000);
    FS_RESULT(write_via_stream, got);
    wasi_descriptor_write_via_stream(file, 6, &got);
    check_fs_ok("writing", got);
    if (!got.is_err) io_write_all(got.ok, STR("end"));
}
