/*---
title: a directory has no bytes to read or write
spec:
  - wasi:filesystem/types#[method]descriptor.read
  - wasi:filesystem/types#[method]descriptor.write
  - wasi:filesystem/types#[method]descriptor.set-size
  - wasi:filesystem/types#[method]descriptor.read-via-stream
  - wasi:filesystem/types#[method]descriptor.write-via-stream
  - wasi:filesystem/types#[method]descriptor.append-via-stream
clause: >
  Reading, writing and setting the size are for files: on a directory they fail, with a code that says that it is a
  directory or no file, and a stream that is given all the same fails with its first use.
level: must
since: 0.2.0
files: {sub/data.txt: "text"}
checks:
  - {name: read, allowed: &refusals [is-directory, bad-descriptor, invalid, not-permitted, unsupported, access]}
  - {name: write, allowed: *refusals}
  - {name: set-size, allowed: *refusals}
  - {name: read-via-stream, allowed: &stream-refusals
      [is-directory, bad-descriptor, invalid, not-permitted, unsupported, access, fails later]}
  - {name: write-via-stream, allowed: *stream-refusals}
  - {name: append-via-stream, allowed: *stream-refusals}
---*/
#include "fs.h"
#include "io.h"

static void choose_output(const char *name, wasi_descriptor_write_via_stream_result stream) {
    if (stream.is_err) {
        choose_fs(name, stream);
        return;
    }
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(stream.ok, STR("no"), &written);
    choose(name, written.is_err ? "fails later" : "writes");
}

CASE {
    wasi_descriptor dir = fs_open_directory(fs_first_preopen(), STR("sub"));
    FS_RESULT(read, got);
    wasi_descriptor_read(dir, 10, 0, &got);
    choose_fs("read", got);
    FS_RESULT(write, written);
    wasi_descriptor_write(dir, STR("no"), 0, &written);
    choose_fs("write", written);
    FS_RESULT(set_size, set);
    wasi_descriptor_set_size(dir, 0, &set);
    choose_fs("set-size", set);
    FS_RESULT(read_via_stream, input);
    wasi_descriptor_read_via_stream(dir, 0, &input);
    if (input.is_err)
        choose_fs("read-via-stream", input);
    else
        choose("read-via-stream", io_read_until_end(input.ok).len ? "reads" : "fails later");
    FS_RESULT(write_via_stream, output);
    wasi_descriptor_write_via_stream(dir, 0, &output);
    choose_output("write-via-stream", output);
    wasi_descriptor_append_via_stream(dir, &output);
    choose_output("append-via-stream", output);
}
