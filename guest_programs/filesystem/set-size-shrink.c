/*---
title: set-size makes a file shorter
spec: wasi:filesystem/types#[method]descriptor.set-size
clause: >
  Setting a size that is smaller than the file's makes the file that long; the bytes up to there stay as they were.
level: must
since: 0.2.0
files: {data.txt: "abcdef"}
expect: {files: {data.txt: "ab"}}
checks: [set]
---*/
#include "fs.h"

CASE {
    FS_RESULT(set_size, got);
    wasi_descriptor_set_size(fs_open_write(fs_first_preopen(), STR("data.txt")), 2, &got);
    check_fs_ok("set", got);
}
