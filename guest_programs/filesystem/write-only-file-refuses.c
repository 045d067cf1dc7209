/*---
title: a descriptor without the read flag reads nothing
spec:
  - wasi:filesystem/types#[method]descriptor.read
  - wasi:filesystem/types#[method]descriptor.read-via-stream
clause: >
  Data can be read from a descriptor that has the `read` flag. One that was opened with `write` alone refuses, and gives
  no stream that reads: asking for one fails, or reading from it does. Which code says so is left open.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks:
  - {name: read, allowed: [bad-descriptor, not-permitted, access, invalid, unsupported]}
  - {name: read-via-stream, allowed: [bad-descriptor, not-permitted, access, invalid, unsupported, fails later]}
---*/
#include "fs.h"
#include "io.h"

CASE {
    wasi_descriptor file = fs_open(fs_first_preopen(), STR("data.txt"), 0, FS_WRITE);
    FS_RESULT(read, got);
    wasi_descriptor_read(file, 10, 0, &got);
    choose_fs("read", got);
    FS_RESULT(read_via_stream, stream);
    wasi_descriptor_read_via_stream(file, 0, &stream);
    if (stream.is_err) {
        choose_fs("read-via-stream", stream);
        return;
    }
    choose("read-via-stream", io_read_until_end(stream.ok).len ? "reads" : "fails later");
}
