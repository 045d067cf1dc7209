/*---
title: open-at takes .. that stays inside the base directory
spec: wasi:filesystem/types#[method]descriptor.open-at
clause: >
  A step `..` that does not leave the base directory is a step like any other, and the file is opened.
level: must
since: 0.2.0
files: {data.txt: "text", sub/inner/: null}
checks: [opened, content]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), 0, STR("sub/inner/../../data.txt"), 0, FS_READ, &got);
    check_fs_ok("opened", got);
    if (got.is_err) return;
    check_eq_text("content", fs_read(got.ok, 100, 0), "text");
}
