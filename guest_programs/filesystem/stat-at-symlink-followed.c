/*---
title: stat-at with symlink-follow tells of what a link leads to
spec: wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  With `symlink-follow`, a path that ends in a symbolic link gives the attributes of the file that the link leads
  to.
level: must
since: 0.2.0
files: {data.txt: "abc", link: {symlink: data.txt}}
checks: [found, type, size]
---*/
#include "fs.h"

CASE {
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(fs_first_preopen(), FS_FOLLOW, STR("link"), &got);
    check_fs_ok("found", got);
    if (got.is_err) return;
    check_eq_enum("type", wasi_filesystem_descriptor_type, got.ok.type, WASI_FILESYSTEM_DESCRIPTOR_TYPE_REGULAR_FILE);
    check_eq_u64("size", got.ok.size, 3);
}
