/*---
title: set-size makes a file longer with zeros
spec: wasi:filesystem/types#[method]descriptor.set-size
clause: >
  Setting a size that is larger than the file's makes the file that long; the bytes that are added are zero.
level: must
since: 0.2.0
files: {data.txt: "abc"}
expect: {files: {data.txt: "abc\0\0\0"}}
checks: [set]
---*/
#include "fs.h"

CASE {
    FS_RESULT(set_size, got);
    wasi_descriptor_set_size(fs_open_write(fs_first_preopen(), STR("data.txt")), 6, &got);
    check_fs_ok("set", got);
}
