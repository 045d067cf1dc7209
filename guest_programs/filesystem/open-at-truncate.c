/*---
title: open-at with truncate empties the file
spec:
  - wasi:filesystem/types#[method]descriptor.open-at
  - wasi:filesystem/types#[method]descriptor.stat
clause: >
  With `truncate` set, opening a file that has content leaves it with the size 0, seen through the new descriptor
  and by others.
level: must
since: 0.2.0
files: {data.txt: "some text"}
expect: {files: {data.txt: ""}}
checks: [opened, size]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("data.txt"), FS_TRUNCATE, FS_WRITE, &got);
    check_fs_ok("opened", got);
    if (got.is_err) return;
    FS_RESULT(stat, stat);
    wasi_descriptor_stat(got.ok, &stat);
    require_fs_ok("stat", stat);
    check_eq_u64("size", stat.ok.size, 0);
}
