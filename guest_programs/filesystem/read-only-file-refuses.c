/*---
title: a descriptor without the write flag changes nothing
spec:
  - wasi:filesystem/types#[method]descriptor.set-size
  - wasi:filesystem/types#[method]descriptor.write-via-stream
  - wasi:filesystem/types#[method]descriptor.append-via-stream
clause: >
  Data can be written to a descriptor that has the `write` flag. One that was opened with `read` alone has its size
  not set, and gives no stream that writes: asking for one fails, or writing to it does. The file stays as it was;
  which code says so is left open.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - {name: set-size, allowed: [bad-descriptor, not-permitted, access, read-only, invalid, unsupported]}
  - {name: write-via-stream, allowed: &stream-refusals
      [bad-descriptor, not-permitted, access, read-only, invalid, unsupported, fails later]}
  - {name: append-via-stream, allowed: *stream-refusals}
---*/
#include "fs.h"
#include "io.h"

static void choose_stream(const char *name, wasi_descriptor_write_via_stream_result stream) {
    if (stream.is_err) {
        choose_fs(name, stream);
        return;
    }
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(stream.ok, STR("no"), &written);
    choose(name, written.is_err ? "fails later" : "writes");
}

CASE {
    wasi_descriptor file = fs_open_read(fs_first_preopen(), STR("data.txt"));
    FS_RESULT(set_size, set);
    wasi_descriptor_set_size(file, 2, &set);
    choose_fs("set-size", set);
    FS_RESULT(write_via_stream, stream);
    wasi_descriptor_write_via_stream(file, 0, &stream);
    choose_stream("write-via-stream", stream);
    wasi_descriptor_append_via_stream(file, &stream);
    choose_stream("append-via-stream", stream);
}
