/*---
title: open-at with symlink-follow opens a link's target
spec: wasi:filesystem/types#[method]descriptor.open-at
clause: >
  With `symlink-follow` set, a path that ends in a symbolic link to a file of the same directory opens that file.
level: must
since: 0.2.0
files: {data.txt: "text", link: {symlink: data.txt}}
checks: [opened, content]
---*/
#include "fs.h"

CASE {
    FS_RESULT(open_at, got);
    wasi_descriptor_open_at(fs_first_preopen(), FS_FOLLOW, STR("link"), 0, FS_READ, &got);
    check_fs_ok("opened", got);
    if (got.is_err) return;
    check_eq_text("content", fs_read(got.ok, 100, 0), "text");
}
