/*---
title: stat-at without symlink-follow tells of a link itself
spec: wasi:filesystem/types#[method]descriptor.stat-at
clause: >
  Without `symlink-follow`, a path that ends in a symbolic link gives the attributes of the link: its type, and as
  its size the length in bytes of the path that it contains.
level: must
since: 0.2.0
files: {data.txt: "abc", link: {symlink: data.txt}}
checks: [found, type, size]
---*/
#include "fs.h"

CASE {
    FS_RESULT(stat_at, got);
    wasi_descriptor_stat_at(fs_first_preopen(), 0, STR("link"), &got);
    check_fs_ok("found", got);
    if (got.is_err) return;
    check_eq_enum("type", wasi_filesystem_descriptor_type, got.ok.type, WASI_FILESYSTEM_DESCRIPTOR_TYPE_SYMBOLIC_LINK);
    check_eq_u64("size", got.ok.size, sizeof "data.txt" - 1);
}
