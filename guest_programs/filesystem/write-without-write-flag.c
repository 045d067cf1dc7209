/*---
title: a descriptor without the write flag cannot write
spec: wasi:filesystem/types#[method]descriptor.write
clause: >
  Data can be written to a descriptor that has the `write` flag. One that was opened with `read` alone refuses, and
  the file stays as it was; which code says so is left open.
level: must
since: 0.2.0
files: {data.txt: "text"}
expect: {files: {data.txt: "text"}}
checks:
  - {name: refused, allowed: [bad-descriptor, not-permitted, access, read-only, invalid, unsupported]}
---*/
#include "fs.h"

CASE {
    FS_RESULT(write, got);
    wasi_descriptor_write(fs_open_read(fs_first_preopen(), STR("data.txt")), STR("no"), 0, &got);
    choose_fs("refused", got);
}
