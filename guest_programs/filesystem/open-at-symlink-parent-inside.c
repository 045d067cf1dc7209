/*---
title: open-at follows a link with .. that stays inside the base directory
spec: wasi:filesystem/types#[method]descriptor.open-at
clause: >
  The path in a symbolic link is resolved from the directory that holds the link. When it goes up and stays inside
  the base directory, following it is a step like any other, and the file is opened.
level: must
since: 0.2.0
files: {data.txt: "text", sub/link: {symlink: ../data.txt}}
checks: [opened, content]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), FS_FOLLOW, STR("sub/link"), 0, FS_READ, &got);
    check_fs_ok("opened", got);
    if (got.is_err) return;
    check_eq_text("content", fs_read(got.ok, 100, 0), "text");
}
