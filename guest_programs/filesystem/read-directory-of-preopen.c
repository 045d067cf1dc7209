/*---
title: read-directory lists a preopened directory
spec:
  - wasi:filesystem/types#[method]descriptor.read-directory
  - wasi:filesystem/types#[method]directory-entry-stream.read-directory-entry
clause: >
  A preopened directory is a directory like any other: its stream gives its entries, and then none.
level: must
since: 0.2.0
files: {data.txt: "text"}
checks: [opened, count, file]
---*/
#include "fs.h"

CASE {
    FS_RESULT(read_directory, got);
    wasi_descriptor_read_directory(fs_first_preopen(), &got);
    check_fs_ok("opened", got);
    if (got.is_err) return;
    wasi_list_string names = fs_names(got.ok);
    check_eq_u64("count", names.len, 1);
    check_eq_u64("file", fs_occurrences(names, "data.txt"), 1);
}
